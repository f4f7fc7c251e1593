"""Membrane: one current after another, per area of sarcolemma."""

from math import exp, log

from simulator.kernel import kernel
from simulator.stages.membrane.gates import boltzmann, linoid


@kernel
def goldman(potential, inside, outside, p):
    """Return the drive on a cation; on an anion with the two sides exchanged (mM)."""
    u = potential / p.thermal_voltage
    return linoid(u) * (inside - outside * exp(-u))


@kernel
def sodium_current(potential, activation, inactivation, slow, inside, outside, p):
    """Return the current through voltage-gated sodium channels of the sarcolemma (uA/cm^2)."""
    available = inactivation * (1.0 - p.noninactivating_fraction) + p.noninactivating_fraction
    opened = activation**3 * slow * available
    return p.faraday * p.sodium_permeability * opened * goldman(potential, inside, outside, p)


@kernel
def leak_current(potential, inside, outside, p):
    """Return the sodium leak (uA/cm^2)."""
    return p.faraday * p.sodium_leak * goldman(potential, inside, outside, p)


@kernel
def rectifier_current(potential, activation, inactivation, inside, outside, p):
    """Return the current through the delayed rectifier of the sarcolemma (uA/cm^2)."""
    opened = activation**4 * inactivation
    return p.faraday * p.rectifier_permeability * opened * goldman(potential, inside, outside, p)


@kernel
def inward_rectifier_current(potential, inside, outside, p):
    """Return the current through the inward rectifier of the sarcolemma (uA/cm^2)."""
    equilibrium = p.thermal_voltage * log(outside / inside)
    opened = boltzmann(equilibrium + p.inward_rectifier_shift, potential, p.inward_rectifier_slope)
    return p.faraday * p.inward_rectifier_permeability * opened * goldman(potential, inside, outside, p)


@kernel
def chloride_current(potential, inside, outside, p):
    """Return the current through ClC-1 of the sarcolemma (uA/cm^2)."""
    return p.faraday * p.chloride_permeability * goldman(potential, outside, inside, p)


@kernel
def kv7_current(potential, inside, outside, p):
    """Return the current through KV7 channels (uA/cm^2)."""
    opened = boltzmann(potential, p.kv7_midpoint, p.kv7_slope)
    return p.faraday * p.kv7_permeability * opened * goldman(potential, inside, outside, p)


@kernel
def gating_pore_current(potential, inside, outside, p):
    """Return the current that leaks through mutant voltage sensors (uA/cm^2)."""
    opened = boltzmann(p.gating_pore_midpoint, potential, p.gating_pore_slope)
    return p.faraday * p.gating_pore_permeability * opened * goldman(potential, inside, outside, p)


@kernel
def pump_current(sodium_inside, potassium_outside, atp, p):
    """Return the net current of the sodium pump of the sarcolemma: one charge out a turn (uA/cm^2)."""
    potassium_bound = 1.0 + p.pump_potassium_half / potassium_outside
    sodium_bound = 1.0 + p.pump_sodium_half / sodium_inside
    return p.pump_capacity * atp / (p.pump_atp_half + atp) / (potassium_bound**2 * sodium_bound**3)
