"""Membrane: the gates of its channels."""

from math import exp, log

from simulator.kernel import kernel, select


@kernel
def linoid(x):
    """Return x / (1 - exp(-x)), smooth through x = 0 (1)."""
    near = abs(x) < 1e-3
    away = select(near, 1.0, x)
    return select(near, 1.0 + x / 2.0 + x * x / 12.0, away / (1.0 - exp(-away)))


@kernel
def boltzmann(potential, midpoint, slope):
    """Return the fraction on the positive side of a two-state equilibrium (1)."""
    return 1.0 / (1.0 + exp((midpoint - potential) / slope))


@kernel
def screened(potential, p):
    """Return the potential that gates see, with surface charge screened by divalent cations (mV)."""
    outside = p.bath_calcium + p.magnesium_weight * p.bath_magnesium
    return potential - p.screening * log(outside / p.screening_usual)


@kernel
def activation_rate(activation, potential, p):
    """Return the rate of change of m (1/ms)."""
    above = potential - p.activation_midpoint
    opening = p.activation_opening * linoid(above / p.activation_opening_slope)
    closing = p.activation_closing * exp(-above / p.activation_closing_slope)
    return opening * (1.0 - activation) - closing * activation


@kernel
def inactivation_rate(inactivation, potential, p):
    """Return the rate of change of h (1/ms)."""
    above = potential - p.inactivation_midpoint
    recovery = p.inactivation_recovery * exp(-above / p.inactivation_recovery_slope)
    loss = p.inactivation_rate * boltzmann(potential, p.inactivation_midpoint, p.inactivation_rate_slope)
    return recovery * (1.0 - inactivation) - loss * inactivation


@kernel
def slow_inactivation_rate(slow, potential, p):
    """Return the rate of change of s (1/ms)."""
    available = boltzmann(p.slow_inactivation_midpoint, potential, p.slow_inactivation_slope)
    final = p.slow_inactivation_pedestal + (1.0 - p.slow_inactivation_pedestal) * available
    away = (potential - p.slow_inactivation_peak) / p.slow_inactivation_width
    return (final - slow) * (1.0 + away**2) / p.slow_inactivation_time


@kernel
def rectifier_activation_rate(activation, potential, p):
    """Return the rate of change of n (1/ms)."""
    above = potential - p.rectifier_midpoint
    opening = p.rectifier_opening * linoid(above / p.rectifier_opening_slope)
    closing = p.rectifier_closing * exp(-above / p.rectifier_closing_slope)
    return opening * (1.0 - activation) - closing * activation


@kernel
def rectifier_inactivation_rate(inactivation, potential, p):
    """Return the rate of change of q (1/ms)."""
    final = boltzmann(p.rectifier_inactivation_midpoint, potential, p.rectifier_inactivation_slope)
    return (final - inactivation) / p.rectifier_inactivation_time
