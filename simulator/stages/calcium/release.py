"""Calcium: voltage sensors and release channels."""

from math import exp

from simulator.kernel import kernel


@kernel
def sensor_on(v, p):
    """Return the rate at which a voltage sensor moves out (1/ms)."""
    return p.sensor_rate * exp((v - p.sensor_midpoint) / (2 * p.sensor_slope))


@kernel
def sensor_off(v, p):
    """Return the rate at which a voltage sensor moves back (1/ms)."""
    return p.sensor_rate * exp((p.sensor_midpoint - v) / (2 * p.sensor_slope))


@kernel
def closed_0(s):
    """Return the fraction of channels that are shut with no sensor moved (1)."""
    return (
        1.0
        - (s.closed_1 + s.closed_2 + s.closed_3 + s.closed_4)
        - (s.open_0 + s.open_1 + s.open_2 + s.open_3 + s.open_4)
    )


@kernel
def open_fraction(s):
    """Return the fraction of release channels that are open (1)."""
    return s.open_0 + s.open_1 + s.open_2 + s.open_3 + s.open_4


@kernel
def opening(shut, open_, f, p):
    """Return the net opening of channels whose closing is helped by the factor f (1/ms)."""
    return p.opening_rate / f * shut - p.closing_rate * f * open_


@kernel
def channel_rates(s, v, p, d):
    """Write the rate of change of each state of the release channel."""
    on, off, f = sensor_on(v, p), sensor_off(v, p), p.coupling
    shut = closed_0(s)
    up, down = on / f, off * f
    c01, c12 = 4 * on * shut - off * s.closed_1, 3 * on * s.closed_1 - 2 * off * s.closed_2
    c23, c34 = 2 * on * s.closed_2 - 3 * off * s.closed_3, on * s.closed_3 - 4 * off * s.closed_4
    o01, o12 = 4 * up * s.open_0 - down * s.open_1, 3 * up * s.open_1 - 2 * down * s.open_2
    o23, o34 = 2 * up * s.open_2 - 3 * down * s.open_3, up * s.open_3 - 4 * down * s.open_4
    g0, g1 = opening(shut, s.open_0, 1.0, p), opening(s.closed_1, s.open_1, f, p)
    g2, g3 = opening(s.closed_2, s.open_2, f**2, p), opening(s.closed_3, s.open_3, f**3, p)
    g4 = opening(s.closed_4, s.open_4, f**4, p)
    d.closed_1 = c01 - c12 - g1
    d.closed_2 = c12 - c23 - g2
    d.closed_3 = c23 - c34 - g3
    d.closed_4 = c34 - g4
    d.open_0 = g0 - o01
    d.open_1 = g1 + o01 - o12
    d.open_2 = g2 + o12 - o23
    d.open_3 = g3 + o23 - o34
    d.open_4 = g4 + o34


@kernel
def inactivation(s, p):
    """Return the net rate at which release is inactivated by calcium (1/ms)."""
    filled = s.terminal**2 / (s.terminal**2 + p.inactivation_half**2)
    return p.inactivation_rate * filled * (1 - s.inactivated) - p.recovery_rate * s.inactivated


@kernel
def readiness(s, v, p):
    """Return the net rate at which sensors come back into working order (1/ms)."""
    return (1 / (1 + exp((v - p.ready_midpoint) / p.ready_slope)) - s.ready) / p.ready_time


@kernel
def magnesium(e, p):
    """Return free magnesium, which rises as ATP is lost (uM)."""
    return p.magnesium + p.freed_magnesium * (p.atp_rest - e.atp)


@kernel
def release_ability(e, p):
    """Return what lack of ATP and too much magnesium leave of release (1)."""
    blocked = (magnesium(e, p) / p.release_magnesium) ** 2
    usual = (p.magnesium / p.release_magnesium) ** 2
    return e.atp / (p.release_atp + e.atp) * (p.release_atp + p.atp_rest) / p.atp_rest * (1 + usual) / (1 + blocked)


@kernel
def release_flux(s, e, p):
    """Return the calcium released through channels opened by voltage (uM/ms)."""
    working = s.ready * (1 - s.inactivated) * release_ability(e, p)
    return p.release_permeability * working * open_fraction(s) * (s.store - s.terminal)


@kernel
def leak_flux(s, p):
    """Return the calcium leaking through ryanodine receptors (uM/ms)."""
    dose = (p.trigger_sensitivity * p.trigger) ** 4
    return p.release_leak * (1 + p.trigger_gain * dose / (1 + dose)) * (s.store - s.terminal)
