"""Axon: one node of Ranvier of a motor axon, from a current to impulses.

Current densities are in uA/cm^2 of the node's membrane; u = V - shift is the potential that gates see.

    C dV/dt = stimulus - INa - INp - IK - IKs - gL (V - EL)
    INa = gNa m^3 h (V - ENa)           transient sodium
    INp = gNp p^3 (V - ENa)             persistent sodium
    IK  = gK n (V - EK)                 potassium that follows each impulse for some 10 ms
    IKs = gKs s (V - EK)                slow potassium
    dx/dt = opening(u) (1 - x) - closing(u) x           for m, h, p, n, s
    shift = screening log([Ca + w Mg] / its usual value) - proton (pH - 7.4)
    Ca    = bath calcium exp(-binding (pH - 7.4))       what albumin leaves free

gL (V - EL) is the load of the internode and of neighbouring nodes too. Surface charge is screened by divalent
cations and neutralised by protons. The node fires by itself when persistent sodium, opened by a falling shift,
outgrows that load; slow potassium ends each burst, and its closing brings the next.

Sodium gates: McIntyre, Richardson & Grill 2002, J Neurophysiol 87:995, as in ModelDB 3810; slow potassium: Schwarz,
Reid & Bostock 1995, Pflugers Arch 430:283; surface charge: Hille, Woodhull & Shapiro 1975, Philos Trans R Soc B
270:301; calcium and pH: Determination of ionized calcium in serum by use of an ion-selective electrode, Clin Chem.
"""

from dataclasses import dataclass
from math import exp, log

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

MCINTYRE = "McIntyre et al. 2002"
WARMED = "McIntyre et al. 2002 at 20 degC, brought to 37"
SCHWARZ = "Schwarz, Reid & Bostock 1995, from memory"
FIT = "fitted: silent in health, bursts below 1.1 mM calcium, strength-duration time 0.46 ms"
HILLE = "Hille, Woodhull & Shapiro 1975"
COLD = "assumed: where one pulse is answered once from 15 to 42 degC; none in McIntyre et al. 2002"
ACTIVATE, INACTIVATE = 2.2**1.7, 2.9**1.7  # how much faster gates are at 37 degC than at 20
SODIUM, AVAILABLE, POTASSIUM, CONDUCT = "sodium_q10", "inactivation_q10", "potassium_q10", "conductance_q10"


@dataclass(frozen=True)
class AxonParameters(Quantities):
    """Constants of a node of a human motor axon, and of conduction along it."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", "assumed", low=0, high=45)
    sodium_q10: float = quantity(2.2, "1", "Q10 of sodium activation", MCINTYRE, low=1, high=5)
    inactivation_q10: float = quantity(2.9, "1", "Q10 of sodium inactivation", MCINTYRE, low=1, high=5)
    potassium_q10: float = quantity(3.0, "1", "Q10 of potassium gates", MCINTYRE, low=1, high=5)
    conductance_q10: float = quantity(1.6, "1", "Q10 of conductances", COLD, low=1, high=3)
    persistent_q10: float = quantity(1.75, "1", "Q10 of the persistent sodium conductance", COLD, low=1, high=4)
    velocity_q10: float = quantity(
        1.6, "1", "Q10 of conduction", "5 %/degC, from memory; 1.4 was measured in sensory fibres of man", low=1, high=3
    )
    conduction_velocity: float = quantity(
        48.5, "m/s", "of impulses along the axon", "Elias & Kohn 2013: 44-53 by the size of the unit",
        low=1.0, high=120.0, q10="velocity_q10",
    )  # fmt: skip

    bath_calcium: float = quantity(1.2, "mM", "Ca outside, ionised, at pH 7.4", "assumed: plasma", low=0.01, high=20)
    bath_magnesium: float = quantity(0.6, "mM", "Mg outside, ionised", "assumed: plasma", low=0, high=20)
    ph: float = quantity(7.4, "1", "pH outside", "assumed: plasma", low=6.4, high=8.2)
    usual_ph: float = quantity(7.4, "1", "pH without shift", "by definition")
    calcium_binding: float = quantity(
        0.42, "1", "ionised calcium lost to albumin for one pH more, as the rate of an exponential",
        "0.05 mM per 0.1 in respiratory alkalosis (Determination of ionized calcium, Clin Chem)",
    )  # fmt: skip
    magnesium_weight: float = quantity(0.5, "1", "w, screening by magnesium, of calcium's", "assumed", low=0, high=1)
    screening_usual: float = quantity(1.5, "mM", "Ca + w Mg without shift", "by definition")
    screening: float = quantity(9.8, "mV", "shift for an e-fold change", f"{HILLE}: 20-25 mV for tenfold", low=0)
    proton: float = quantity(4.7, "mV", "shift for one pH less", f"computed from the charges of {HILLE}", low=0)

    capacitance: float = quantity(2.0, "uF/cm^2", "of the node (C)", MCINTYRE)
    load_conductance: float = quantity(45.0, "mS/cm^2", "leak, internode and neighbours (gL)", FIT, q10=CONDUCT)
    load_potential: float = quantity(-75.9, "mV", "its reversal (EL)", FIT)
    sodium_conductance: float = quantity(3000.0, "mS/cm^2", "transient sodium (gNa)", MCINTYRE, low=0.0, q10=CONDUCT)
    persistent_conductance: float = quantity(
        62.0, "mS/cm^2", "persistent sodium (gNp)", f"{FIT} (10)", low=0.0, q10="persistent_q10"
    )
    rectifier_conductance: float = quantity(
        665.0, "mS/cm^2", "potassium after an impulse (gK)", f"{FIT} (80)", low=0.0, q10=CONDUCT
    )
    slow_conductance: float = quantity(275.0, "mS/cm^2", "slow potassium (gKs)", FIT, low=0.0, q10=CONDUCT)
    sodium_potential: float = quantity(50.0, "mV", "reversal of sodium (ENa)", MCINTYRE)
    potassium_potential: float = quantity(-90.0, "mV", "reversal of potassium (EK)", MCINTYRE)

    opening: float = quantity(1.86 * 10.3 * ACTIVATE, "1/ms", "opening of m at its half", WARMED, q10=SODIUM)
    opening_half: float = quantity(-21.4, "mV", "its half", MCINTYRE)
    opening_width: float = quantity(10.3, "mV", "its width", MCINTYRE)
    closing: float = quantity(0.086 * 9.16 * ACTIVATE, "1/ms", "closing of m at its half", WARMED, q10=SODIUM)
    closing_half: float = quantity(-25.7, "mV", "its half", MCINTYRE)
    closing_width: float = quantity(9.16, "mV", "its width", MCINTYRE)
    recovery: float = quantity(0.062 * 11.0 * INACTIVATE, "1/ms", "recovery of h at its half", WARMED, q10=AVAILABLE)
    recovery_half: float = quantity(-114.0, "mV", "its half", MCINTYRE)
    recovery_width: float = quantity(11.0, "mV", "its width", MCINTYRE)
    loss: float = quantity(2.3 * INACTIVATE, "1/ms", "inactivation of h, greatest", WARMED, q10=AVAILABLE)
    loss_half: float = quantity(-31.8, "mV", "its half", MCINTYRE)
    loss_width: float = quantity(13.4, "mV", "its width", MCINTYRE)
    persistent_opening: float = quantity(0.01 * 10.2 * ACTIVATE, "1/ms", "opening of p at its half", WARMED, q10=SODIUM)
    persistent_opening_half: float = quantity(-27.0, "mV", "its half", MCINTYRE)
    persistent_opening_width: float = quantity(10.2, "mV", "its width", MCINTYRE)
    persistent_closing: float = quantity(
        0.00025 * 10.0 * ACTIVATE, "1/ms", "closing of p at its half", WARMED, q10=SODIUM
    )
    persistent_closing_half: float = quantity(-34.0, "mV", "its half", MCINTYRE)
    persistent_closing_width: float = quantity(10.0, "mV", "its width", MCINTYRE)
    rectifier_opening: float = quantity(0.3, "1/ms", "opening of n, greatest", f"{MCINTYRE}: 0.3 at 36", q10=POTASSIUM)
    rectifier_half: float = quantity(-60.7, "mV", "its half", f"{FIT} (-53)")
    rectifier_width: float = quantity(1.1, "mV", "its width", f"{FIT} (5)")
    rectifier_closing: float = quantity(0.115, "1/ms", "closing of n", f"{FIT} (0.033)", q10=POTASSIUM)
    slow_rate: float = quantity(
        1.4e-3, "1/ms", "opening and closing of s at their half", f"{SCHWARZ}: 2.2e-4 at 20 degC", q10=POTASSIUM
    )
    slow_half: float = quantity(-53.3, "mV", "half activation of slow potassium", SCHWARZ)
    slow_width: float = quantity(11.3, "mV", "its width", SCHWARZ)


@dataclass(frozen=True)
class AxonState(Quantities):
    """Potential and open gates of a node; values near rest."""

    potential: float = quantity(-79.0, "mV", "potential of the node", low=-150.0, high=100.0)
    sodium_open: float = quantity(0.085, "1", "activation of sodium (m)", low=0, high=1)
    sodium_available: float = quantity(0.6, "1", "sodium channels not inactivated (h)", low=0, high=1)
    persistent_open: float = quantity(0.2, "1", "activation of persistent sodium (p)", low=0, high=1)
    rectifier_open: float = quantity(0.01, "1", "potassium channels after an impulse (n)", low=0, high=1, floor=0.01)
    slow_open: float = quantity(0.09, "1", "slow potassium channels (s)", low=0, high=1)


@kernel
def linoid(x):
    """Return x / (1 - exp(-x)), smooth through x = 0 (1)."""
    near = abs(x) < 1e-3
    away = select(near, 1.0, x)
    return select(near, 1.0 + x / 2.0 + x * x / 12.0, away / (1.0 - exp(-away)))


@kernel
def ionised_calcium(p):
    """Return the ionised calcium outside at its pH (mM)."""
    return p.bath_calcium * exp(-p.calcium_binding * (p.ph - p.usual_ph))


@kernel
def surface_shift(p):
    """Return by how much gates open later than in the usual bath (mV)."""
    outside = ionised_calcium(p) + p.magnesium_weight * p.bath_magnesium
    return p.screening * log(outside / p.screening_usual) - p.proton * (p.ph - p.usual_ph)


@kernel
def sodium_current(s, p):
    """Return the transient sodium current (uA/cm^2)."""
    opened = s.sodium_open**3 * s.sodium_available
    return p.sodium_conductance * opened * (s.potential - p.sodium_potential)


@kernel
def persistent_current(s, p):
    """Return the persistent sodium current (uA/cm^2)."""
    return p.persistent_conductance * s.persistent_open**3 * (s.potential - p.sodium_potential)


@kernel
def potassium_current(s, p):
    """Return the current of both potassium channels (uA/cm^2)."""
    opened = p.rectifier_conductance * s.rectifier_open + p.slow_conductance * s.slow_open
    return opened * (s.potential - p.potassium_potential)


@kernel
def sodium_opening(m, u, p):
    """Return the rate of change of m at the potential that gates see (1/ms)."""
    opening = p.opening * linoid((u - p.opening_half) / p.opening_width)
    closing = p.closing * linoid((p.closing_half - u) / p.closing_width)
    return opening * (1.0 - m) - closing * m


@kernel
def sodium_recovery(h, u, p):
    """Return the rate of change of h (1/ms)."""
    recovery = p.recovery * linoid((p.recovery_half - u) / p.recovery_width)
    loss = p.loss / (1.0 + exp((p.loss_half - u) / p.loss_width))
    return recovery * (1.0 - h) - loss * h


@kernel
def persistent_opening(o, u, p):
    """Return the rate of change of p (1/ms)."""
    opening = p.persistent_opening * linoid((u - p.persistent_opening_half) / p.persistent_opening_width)
    closing = p.persistent_closing * linoid((p.persistent_closing_half - u) / p.persistent_closing_width)
    return opening * (1.0 - o) - closing * o


@kernel
def rectifier_opening(n, u, p):
    """Return the rate of change of n (1/ms)."""
    opening = p.rectifier_opening / (1.0 + exp((p.rectifier_half - u) / p.rectifier_width))
    return opening * (1.0 - n) - p.rectifier_closing * n


@kernel
def slow_opening(s, u, p):
    """Return the rate of change of s (1/ms)."""
    away = (u - p.slow_half) / (2.0 * p.slow_width)
    return p.slow_rate * (exp(away) * (1.0 - s) - exp(-away) * s)


GATES = (sodium_opening, sodium_recovery, persistent_opening, rectifier_opening, slow_opening)  # in the order of states


@kernel
def axon_rates(s, stimulus, p, d):
    """Write the rate of change of each state; stimulus : into the node (uA/cm^2)."""
    outward = sodium_current(s, p) + persistent_current(s, p) + potassium_current(s, p)
    outward += p.load_conductance * (s.potential - p.load_potential)
    d.potential = (stimulus - outward) / p.capacitance
    u = s.potential - surface_shift(p)
    d.sodium_open = sodium_opening(s.sodium_open, u, p)
    d.sodium_available = sodium_recovery(s.sodium_available, u, p)
    d.persistent_open = persistent_opening(s.persistent_open, u, p)
    d.rectifier_open = rectifier_opening(s.rectifier_open, u, p)
    d.slow_open = slow_opening(s.slow_open, u, p)


@kernel
def delay(distance, p):
    """Return the time that an impulse takes over a distance in mm (ms, as 1 m/s is 1 mm/ms)."""
    return distance / p.conduction_velocity
