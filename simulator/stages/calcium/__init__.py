"""Calcium: T-tubule potential -> release from the reticulum, binding, reuptake.

All fluxes are in uM of myoplasmic water per ms; w is the terminal and v the store's volume per
myoplasmic water; T and B are free calcium in the terminal and the bulk myoplasm, S in the store.

    release   = permeability ready (1 - inactivated) (O0 + .. + O4) (S - T)
    leak      = release_leak (1 + gain x^4 / (1 + x^4)) (S - T)     x = sensitivity trigger
    uptake    = uptake_rate B^2 / (uptake_half^2 + B^2) [ATP, pH, phosphate, energy left]
    dT/dt     = (release + leak - exchange) / w - [T binding ATP]
    dB/dt     = (exchange - uptake - [binding troponin, parvalbumin]) / (1 - w) - [B binding ATP]
    dS/dt     = (uptake - release - leak) / v - [S binding calsequestrin] - precipitation
    dP/dt     = phosphate_entry / v - precipitation          P: phosphate in the store
    dX/dt     = precipitation                                X: calcium phosphate, solid

Four voltage sensors drive one channel, shut (C0..C4) or open (O0..O4), by allosteric coupling f:

    C_n <-> C_n+1: (4-n) on, (n+1) off;   O_n <-> O_n+1: (4-n) on / f, (n+1) off f
    C_n <-> O_n: opening / f^n, closing f^n;   on, off = sensor_rate exp(+-(V - midpoint) / (2 slope))

Calcium at the channel inactivates release within the pulse; sensors fail when the fibre stays
depolarised for seconds; loss of ATP, and the magnesium it sets free, hinder release. The pump stops
where ATP no longer pays for two calcium ions. Phosphate enters the store and precipitates with
calcium. Protons loosen calcium from troponin; so does phosphate, which leaves fewer strong heads (that
these hold calcium is not modelled otherwise). Troponin binds two calcium ions in sequence; slow troponin, which has one
regulatory site, is taken in pairs. Parvalbumin takes calcium or magnesium. Free magnesium and ATP
are constant. Myoplasmic water is taken as 0.65 of the fibre.

Rios et al. 1993, J Gen Physiol 102:449 (release); Baylor & Hollingworth 2003, J Physiol 551:125
and 2007, J Gen Physiol 130:283 (transients, binding); Chua & Dulhunty 1988, J Gen Physiol 91:737
(sensor failure); Fryer & Stephenson 1996, J Physiol 493:357 (store); Shorten et al. 2007, J Muscle
Res Cell Motil 28:293 (precipitation); Lamb & Stephenson 1991, J Physiol 434:507 (magnesium).
"""

from simulator.kernel import kernel
from simulator.stages.calcium.numbers import (
    HUMAN_FAST,
    HUMAN_SLOW,
    MOUSE_FAST,
    MOUSE_SLOW,
    CalciumParameters,
    CalciumState,
)
from simulator.stages.calcium.release import channel_rates, inactivation, leak_flux, readiness, release_flux
from simulator.stages.calcium.reuptake import (
    atp_binding,
    atp_diffusion,
    atp_use,
    calsequestrin_binding,
    diffusion,
    first_binding,
    looseness,
    magnesium_binding,
    parvalbumin_binding,
    phosphate_entry,
    precipitation,
    second_binding,
    uptake,
    uptake_price,
)

__all__ = [
    "HUMAN_FAST",
    "HUMAN_SLOW",
    "MOUSE_FAST",
    "MOUSE_SLOW",
    "CalciumParameters",
    "CalciumState",
    "atp_binding",
    "atp_diffusion",
    "atp_use",
    "calcium_rates",
    "calsequestrin_binding",
    "channel_rates",
    "diffusion",
    "first_binding",
    "inactivation",
    "leak_flux",
    "looseness",
    "magnesium_binding",
    "mean_calcium",
    "myoplasmic_calcium",
    "occupancy",
    "parvalbumin_binding",
    "phosphate_entry",
    "precipitation",
    "readiness",
    "release_flux",
    "second_binding",
    "stored_phosphate",
    "total_calcium",
    "uptake",
    "uptake_price",
]


@kernel
def calcium_rates(s, tubule_potential, e, p, d):
    """Write the rate of change of each calcium state; e : atp, adp, phosphate (mM) and hydrogen (uM)."""
    out, back = release_flux(s, e, p) + leak_flux(s, p), uptake(s, e, p)
    away, carried = diffusion(s, p), atp_diffusion(s, p)
    near, far = atp_binding(s.terminal, s.terminal_atp, p), atp_binding(s.bulk, s.bulk_atp, p)
    first, second = first_binding(s, e, p), second_binding(s, e, p)
    parvalbumin, calsequestrin = parvalbumin_binding(s, p), calsequestrin_binding(s, p)
    bound = p.troponin / 2 * (first + second) + p.parvalbumin * parvalbumin
    bulk_fraction, solid = 1 - p.terminal_fraction, precipitation(s, p)

    d.terminal = (out - away) / p.terminal_fraction - near
    d.bulk = (away - back - bound) / bulk_fraction - far
    d.store = (back - out) / p.store_volume - p.calsequestrin * calsequestrin - solid * p.per_millimolar
    d.store_phosphate = phosphate_entry(s, e, p) / p.store_volume - solid
    d.precipitate = solid
    d.terminal_atp = near - carried / p.terminal_fraction
    d.bulk_atp = far + carried / bulk_fraction
    d.one_bound = first - second
    d.both_bound = second
    d.parvalbumin_calcium = parvalbumin
    d.parvalbumin_magnesium = magnesium_binding(s, p)
    d.calsequestrin_bound = calsequestrin
    d.inactivated = inactivation(s, p)
    d.ready = readiness(s, tubule_potential, p)
    channel_rates(s, tubule_potential, p, d)


@kernel
def mean_calcium(s, p):
    """Return the free calcium averaged over the myoplasm (uM)."""
    return p.terminal_fraction * s.terminal + (1 - p.terminal_fraction) * s.bulk


@kernel
def occupancy(s, p):
    """Return the fraction of troponin with both sites filled (1)."""
    return s.both_bound


@kernel
def myoplasmic_calcium(s, p):
    """Return all calcium outside the reticulum, free and bound (uM of myoplasmic water)."""
    carried = p.terminal_fraction * s.terminal_atp + (1 - p.terminal_fraction) * s.bulk_atp
    troponin = p.troponin * (s.one_bound / 2 + s.both_bound)
    return mean_calcium(s, p) + carried + troponin + p.parvalbumin * s.parvalbumin_calcium


@kernel
def total_calcium(s, p):
    """Return all calcium of the fibre, which no rate changes (uM of myoplasmic water)."""
    return myoplasmic_calcium(s, p) + p.store_volume * (
        s.store + p.calsequestrin * s.calsequestrin_bound + p.per_millimolar * s.precipitate
    )


@kernel
def stored_phosphate(s, p):
    """Return the phosphate of the store, free and solid (mM of myoplasmic water)."""
    return p.store_volume * (s.store_phosphate + s.precipitate)
