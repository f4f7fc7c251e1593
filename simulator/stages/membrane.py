"""Membrane: sarcolemma and T-tubule, coupled by an access resistance, with the ions that move.

    C dV/dt   = stimulus - I - (V - Vt) / Ra
    C dVt/dt  = -It + (V - Vt) / (a Ra)                          a = tubule area / sarcolemma area
    I         = I_Na + I_leak + I_DR + I_IR + I_Cl + I_pump      It: the same at V = Vt, densities scaled
    I_Na      = F P_Na m^3 s (h (1 - f) + f) G(V, Na_i, Na_o)    G = u (c_i - c_o e^-u) / (1 - e^-u), u = V F / R T
    I_DR      = F P_DR n^4 q G(V, K_i, K_o)
    I_IR      = F P_IR G(V, K_i, K_o) / (1 + exp((V - E_K - V_IR) / k_IR))
    I_Cl      = F P_Cl G(V, Cl_o, Cl_i)
    I_KV7     = F P_KV7 G(V, K_i, K_o) / (1 + exp((V_KV7 - V) / k_KV7))
    I_pore    = F P_pore G(V, Na_i, Na_o) / (1 + exp((V - V_pore) / k_pore))     a leak through mutant voltage sensors
    I_pump    = I_max ATP / (K_ATP + ATP) / ((1 + K_K / K_o)^2 (1 + K_Na / Na_i)^3)  3 Na out, 2 K in
    dKt/dt    = (K current out of the fibre) / (F z) - (Kt - K_o) / tau     z = tubule volume / tubule area
    dK_i/dt   = (stimulus - K current of both membranes) / (F r / 2)        likewise Na_i, Cl_i
    dx/dt     = opening (1 - x) - closing x  or  (x_inf - x) / tau          for m, h, n; s, q

Gates of Na and DR see the potential less a shift by divalent cations outside, which screen surface
charge: shift = screening log([Ca + w Mg] / its usual value). KV7 gates are taken at their steady state.
Chloride has no transporter: at rest its equilibrium potential is the membrane potential. The
stimulus is carried by potassium, so that charge is conserved.

Rate laws: Adrian & Marshall 1976, J Physiol 258:125; Cannon, Brown & Corey 1993, Biophys J 65:270;
Wallinga et al. 1999, Eur Biophys J 28:317; Shorten et al. 2007, J Muscle Res Cell Motil 28:293.
Stimulus carried by potassium: Hund et al. 2001, Biophys J 81:3324.
"""

from dataclasses import dataclass
from math import exp, log

from simulator.kernel import kernel, select
from simulator.quantity import ABSOLUTE, Quantities, quantity

FIT = "fitted: validation/calibration/membrane.py"
RATES = "Shorten 2007 form; " + FIT
DIFFUSE, GATING, PERMEATE, PUMP = "diffusion_q10", "gating_q10", "permeability_q10", "pump_q10"


@dataclass(frozen=True)
class MembraneParameters(Quantities):
    """Constants of the sarcolemma, the T-tubule and their ions. Defaults: human fast fibre, 37 degC."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", "assumed", low=0, high=45)
    gating_q10: float = quantity(1.886, "1", "Q10 of channel gating", FIT, low=1, high=5)
    permeability_q10: float = quantity(1.35, "1", "Q10 of open-channel permeability", "assumed", low=1, high=3)
    pump_q10: float = quantity(1.8, "1", "Q10 of the sodium pump", "assumed", low=1, high=5)
    diffusion_q10: float = quantity(1.3, "1", "Q10 of diffusion and conduction in water", "assumed", low=1, high=3)

    thermal_voltage: float = quantity(26.73, "mV", "R T / F", "physical constants", low=20, high=30, q10=ABSOLUTE)
    faraday: float = quantity(9648.5, "uA*ms/(cm^2*um*mM)", "F", "physical constants", low=9648, high=9649)
    capacitance: float = quantity(1.0, "uF/cm^2", "C, of either membrane", "Shorten 2007 fast")
    fibre_radius: float = quantity(30.0, "um", "r; volume per sarcolemma area is r / 2", "assumed")
    tubule_area_ratio: float = quantity(3.587, "1", "a, tubule membrane per sarcolemma", FIT)
    tubule_depth: float = quantity(0.02631, "um", "z, tubule volume per tubule membrane", FIT)
    access_conductance: float = quantity(5.614, "mS/cm^2", "1 / Ra, mouth of the tubules", FIT, low=0, q10=DIFFUSE)
    tubule_exchange_time: float = quantity(522.8, "ms", "tau, tubule ions with the bath", FIT, low=1e-3, q10=DIFFUSE)

    bath_calcium: float = quantity(1.2, "mM", "Ca_o, ionised", "assumed: plasma", low=0.01, high=20)
    bath_magnesium: float = quantity(0.6, "mM", "Mg_o, ionised", "assumed: plasma", low=0, high=20)
    magnesium_weight: float = quantity(0.5, "1", "w, screening by magnesium, of calcium's", "assumed", low=0, high=1)
    screening_usual: float = quantity(1.5, "mM", "Ca_o + w Mg_o without shift", "by definition")
    screening: float = quantity(3.9, "mV", "shift for an e-fold change", "9 mV for tenfold; assumed: Hille 2001", low=0)

    bath_potassium: float = quantity(4.0, "mM", "K_o", "assumed: plasma")
    bath_sodium: float = quantity(140.0, "mM", "Na_o", "assumed: plasma")
    bath_chloride: float = quantity(110.0, "mM", "Cl_o", "assumed: plasma")

    sodium_permeability: float = quantity(0.00706, "um/ms", "P_Na, all channels open", FIT, low=0, q10=PERMEATE)
    noninactivating_fraction: float = quantity(
        0.0008, "1", "f, sodium channels that never inactivate", "Cannon 1993 (normal below 0.001)",
        low=0, high=0.1, q10="noninactivating_q10",
    )  # fmt: skip
    noninactivating_q10: float = quantity(
        1.0, "1", "Q10 of f: below 1 if cold makes it worse", "normal", low=0.1, high=2
    )
    gating_pore_permeability: float = quantity(
        0.0, "um/ms", "P_pore, of both membranes", "none in health", low=0, high=1e-4, q10=PERMEATE
    )
    gating_pore_midpoint: float = quantity(-51.7, "mV", "V_pore, half open", "Cannon lab 2024")
    gating_pore_slope: float = quantity(3.9, "mV", "k_pore, steepness", "Cannon lab 2024")
    sodium_leak: float = quantity(1.576e-07, "um/ms", "P_leak, sodium at rest", FIT, q10=PUMP)
    rectifier_permeability: float = quantity(
        0.007976, "um/ms", "P_DR, delayed rectifier open", FIT, low=0, q10=PERMEATE
    )
    inward_rectifier_permeability: float = quantity(3.66e-05, "um/ms", "P_IR, unblocked", FIT, low=0, q10=PERMEATE)
    inward_rectifier_shift: float = quantity(0.2457, "mV", "V_IR, half block above E_K", FIT)
    inward_rectifier_slope: float = quantity(17.55, "mV", "k_IR, steepness of block", FIT)
    kv7_permeability: float = quantity(
        2e-6, "um/ms", "P_KV7, open", "assumed: a tenth of Cannon lab 2024", low=0, high=2e-3, q10=PERMEATE
    )
    kv7_midpoint: float = quantity(-30.0, "mV", "V_KV7, half open", "Cannon lab 2024", low=-100, high=0)
    kv7_slope: float = quantity(10.0, "mV", "k_KV7, steepness", "Cannon lab 2024")
    chloride_permeability: float = quantity(1.637e-05, "um/ms", "P_Cl, ClC-1", FIT, low=0, q10=PERMEATE)
    pump_capacity: float = quantity(10.19, "uA/cm^2", "I_max, largest net pump current", FIT, low=0, q10=PUMP)
    pump_potassium_half: float = quantity(1.097, "mM", "K_K, of one of two sites", FIT)
    pump_atp_half: float = quantity(0.2, "mM", "K_ATP of the pump", "assumed: 0.1-0.7 mM")
    pump_sodium_half: float = quantity(13.0, "mM", "K_Na, of one of three sites", "Shorten 2007")

    tubule_sodium_ratio: float = quantity(1.124, "1", "sodium channels, tubule / sarcolemma density", FIT, low=0)
    tubule_rectifier_ratio: float = quantity(0.1815, "1", "delayed rectifier, likewise", FIT, low=0)
    tubule_inward_rectifier_ratio: float = quantity(0.4123, "1", "inward rectifier, likewise", FIT, low=0)
    tubule_chloride_ratio: float = quantity(0.5437, "1", "ClC-1, likewise", FIT, low=0)
    tubule_pump_ratio: float = quantity(0.3084, "1", "sodium pump, likewise", FIT, low=0)

    activation_midpoint: float = quantity(-43.23, "mV", "of opening and closing, m", RATES)
    activation_opening: float = quantity(6.789, "1/ms", "opening rate of m at its midpoint", RATES, q10=GATING)
    activation_opening_slope: float = quantity(8.859, "mV", "of the opening rate of m", RATES)
    activation_closing: float = quantity(3.676, "1/ms", "closing rate of m at its midpoint", RATES, q10=GATING)
    activation_closing_slope: float = quantity(15.94, "mV", "of the closing rate of m", RATES)
    inactivation_midpoint: float = quantity(-38.6, "mV", "of recovery and inactivation, h", RATES)
    inactivation_recovery: float = quantity(0.01755, "1/ms", "recovery rate of h at its midpoint", RATES, q10=GATING)
    inactivation_recovery_slope: float = quantity(14.77, "mV", "of the recovery rate of h", FIT)
    inactivation_rate: float = quantity(9.49, "1/ms", "largest inactivation rate of h", RATES, q10=GATING)
    inactivation_rate_slope: float = quantity(9.043, "mV", "of the inactivation rate of h", FIT)
    slow_inactivation_midpoint: float = quantity(-77.93, "mV", "of the steady state of s", FIT)
    slow_inactivation_slope: float = quantity(5.221, "mV", "of the steady state of s", FIT)
    slow_inactivation_pedestal: float = quantity(0.1034, "1", "s that is left when depolarised", FIT, low=0, high=1)
    slow_inactivation_time: float = quantity(66110, "ms", "largest time constant of s", FIT, q10=GATING)
    slow_inactivation_peak: float = quantity(-90.0, "mV", "where s is slowest", "Shorten 2007 fast")
    slow_inactivation_width: float = quantity(
        18.8, "mV", "from the peak to half the time constant of s", "Shorten 2007"
    )
    rectifier_midpoint: float = quantity(-44.3, "mV", "of opening and closing, n", RATES)
    rectifier_opening: float = quantity(0.1154, "1/ms", "opening rate of n at its midpoint", RATES, q10=GATING)
    rectifier_opening_slope: float = quantity(7.0, "mV", "of the opening rate of n", "Shorten 2007")
    rectifier_closing: float = quantity(0.08429, "1/ms", "closing rate of n at its midpoint", RATES, q10=GATING)
    rectifier_closing_slope: float = quantity(40.0, "mV", "of the closing rate of n", "Shorten 2007")
    rectifier_inactivation_midpoint: float = quantity(-47.04, "mV", "of the steady state of q", FIT)
    rectifier_inactivation_slope: float = quantity(7.5, "mV", "of the steady state of q", "Shorten 2007")
    rectifier_inactivation_time: float = quantity(475.9, "ms", "time constant of q", FIT, q10=GATING)


@dataclass(frozen=True)
class MembraneState(Quantities):
    """Potentials, gates and ions of one fibre; values near rest."""

    potential: float = quantity(-86.6, "mV", "V, sarcolemma", low=-150, high=100)
    tubule_potential: float = quantity(-86.6, "mV", "Vt, T-tubule membrane", low=-150, high=100)
    sodium_activation: float = quantity(0.005, "1", "m", low=0, high=1, floor=0.02)
    sodium_inactivation: float = quantity(0.92, "1", "h", low=0, high=1)
    sodium_slow_inactivation: float = quantity(0.8, "1", "s", low=0, high=1)
    rectifier_activation: float = quantity(0.005, "1", "n", low=0, high=1)
    rectifier_inactivation: float = quantity(1.0, "1", "q", low=0, high=1)
    tubule_sodium_activation: float = quantity(0.005, "1", "m of the tubule", low=0, high=1, floor=0.02)
    tubule_sodium_inactivation: float = quantity(0.92, "1", "h of the tubule", low=0, high=1)
    tubule_sodium_slow_inactivation: float = quantity(0.8, "1", "s of the tubule", low=0, high=1)
    tubule_rectifier_activation: float = quantity(0.005, "1", "n of the tubule", low=0, high=1)
    tubule_rectifier_inactivation: float = quantity(1.0, "1", "q of the tubule", low=0, high=1)
    tubule_potassium: float = quantity(4.0, "mM", "Kt, in the tubule", low=0, high=300)
    tubule_sodium: float = quantity(140.0, "mM", "Nat, in the tubule", low=0, high=300)
    sodium: float = quantity(10.0, "mM", "Na_i, myoplasm", low=0, high=300)
    potassium: float = quantity(150.0, "mM", "K_i, myoplasm", low=0, high=300)
    chloride: float = quantity(4.8, "mM", "Cl_i, myoplasm", low=0, high=300)


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


@kernel
def surface_currents(s, atp, p):
    """Return sodium, potassium, chloride current of the sarcolemma, pump included (uA/cm^2)."""
    v, sodium_out, potassium_out = s.potential, p.bath_sodium, p.bath_potassium
    pump = pump_current(s.sodium, potassium_out, atp, p)
    sodium = sodium_current(
        v, s.sodium_activation, s.sodium_inactivation, s.sodium_slow_inactivation, s.sodium, sodium_out, p
    )
    sodium += leak_current(v, s.sodium, sodium_out, p) + gating_pore_current(v, s.sodium, sodium_out, p)
    potassium = rectifier_current(v, s.rectifier_activation, s.rectifier_inactivation, s.potassium, potassium_out, p)
    potassium += inward_rectifier_current(v, s.potassium, potassium_out, p)
    potassium += kv7_current(v, s.potassium, potassium_out, p)
    return sodium + 3.0 * pump, potassium - 2.0 * pump, chloride_current(v, s.chloride, p.bath_chloride, p)


@kernel
def tubule_currents(s, atp, p):
    """Return the same three per area of tubule membrane (uA/cm^2)."""
    v, sodium_out, potassium_out = s.tubule_potential, s.tubule_sodium, s.tubule_potassium
    pump = p.tubule_pump_ratio * pump_current(s.sodium, potassium_out, atp, p)
    sodium = p.tubule_sodium_ratio * sodium_current(
        v, s.tubule_sodium_activation, s.tubule_sodium_inactivation, s.tubule_sodium_slow_inactivation,
        s.sodium, sodium_out, p)  # fmt: skip
    sodium += leak_current(v, s.sodium, sodium_out, p) + gating_pore_current(v, s.sodium, sodium_out, p)
    potassium = p.tubule_rectifier_ratio * rectifier_current(
        v, s.tubule_rectifier_activation, s.tubule_rectifier_inactivation, s.potassium, potassium_out, p
    )
    potassium += p.tubule_inward_rectifier_ratio * inward_rectifier_current(v, s.potassium, potassium_out, p)
    potassium += p.tubule_rectifier_ratio * kv7_current(v, s.potassium, potassium_out, p)
    chloride = p.tubule_chloride_ratio * chloride_current(v, s.chloride, p.bath_chloride, p)
    return sodium + 3.0 * pump, potassium - 2.0 * pump, chloride


@kernel
def exchange(inside, bath, p):
    """Return the rise of a tubule ion by diffusion from the bath (mM/ms)."""
    return (bath - inside) / p.tubule_exchange_time


@kernel
def membrane_rates(s, stimulus, atp, p, d):
    """Write the rate of change of each membrane state.

    stimulus : uA/cm^2, depolarises if positive; atp : mM
    """
    sodium, potassium, chloride = surface_currents(s, atp, p)
    tubule_sodium, tubule_potassium, tubule_chloride = tubule_currents(s, atp, p)
    ratio, access = p.tubule_area_ratio, p.access_conductance * (s.potential - s.tubule_potential)
    d.potential = (stimulus - sodium - potassium - chloride - access) / p.capacitance
    d.tubule_potential = (access / ratio - tubule_sodium - tubule_potassium - tubule_chloride) / p.capacitance

    v = screened(s.potential, p)
    d.sodium_activation = activation_rate(s.sodium_activation, v, p)
    d.sodium_inactivation = inactivation_rate(s.sodium_inactivation, v, p)
    d.sodium_slow_inactivation = slow_inactivation_rate(s.sodium_slow_inactivation, v, p)
    d.rectifier_activation = rectifier_activation_rate(s.rectifier_activation, v, p)
    d.rectifier_inactivation = rectifier_inactivation_rate(s.rectifier_inactivation, v, p)
    v = screened(s.tubule_potential, p)
    d.tubule_sodium_activation = activation_rate(s.tubule_sodium_activation, v, p)
    d.tubule_sodium_inactivation = inactivation_rate(s.tubule_sodium_inactivation, v, p)
    d.tubule_sodium_slow_inactivation = slow_inactivation_rate(s.tubule_sodium_slow_inactivation, v, p)
    d.tubule_rectifier_activation = rectifier_activation_rate(s.tubule_rectifier_activation, v, p)
    d.tubule_rectifier_inactivation = rectifier_inactivation_rate(s.tubule_rectifier_inactivation, v, p)

    tubule, myoplasm = p.faraday * p.tubule_depth, p.faraday * p.fibre_radius / 2.0
    d.tubule_sodium = tubule_sodium / tubule + exchange(s.tubule_sodium, p.bath_sodium, p)
    d.tubule_potassium = tubule_potassium / tubule + exchange(s.tubule_potassium, p.bath_potassium, p)
    d.sodium = -(sodium + ratio * tubule_sodium) / myoplasm
    d.potassium = (stimulus - potassium - ratio * tubule_potassium) / myoplasm
    d.chloride = (chloride + ratio * tubule_chloride) / myoplasm


@kernel
def atp_use(s, atp, p):
    """Return the ATP that the sodium pump splits, one a turn (mM/ms)."""
    surface = pump_current(s.sodium, p.bath_potassium, atp, p)
    tubule = p.tubule_pump_ratio * pump_current(s.sodium, s.tubule_potassium, atp, p)
    return (surface + p.tubule_area_ratio * tubule) / (p.faraday * p.fibre_radius / 2.0)


@kernel
def membrane_charge(s, p):
    """Return the charge of the myoplasm less that on the membranes: conserved (uA*ms/cm^2)."""
    ions = p.faraday * p.fibre_radius / 2.0 * (s.sodium + s.potassium - s.chloride)
    return ions - p.capacitance * (s.potential + p.tubule_area_ratio * s.tubule_potential)


HUMAN_FAST = MembraneParameters()
OTHER = HUMAN_FAST.varied(  # from an earlier search: what the other three fibres have in common
    {
        "tubule_area_ratio": (3.231, FIT),
        "access_conductance": (6.291, FIT),
        "tubule_exchange_time": (568.6, FIT),
        "inward_rectifier_shift": (-1.268, FIT),
        "inward_rectifier_slope": (11.9, FIT),
        "pump_potassium_half": (1.438, FIT),
        "tubule_sodium_ratio": (1.199, FIT),
        "tubule_rectifier_ratio": (0.1542, FIT),
        "tubule_inward_rectifier_ratio": (0.3648, FIT),
        "tubule_chloride_ratio": (0.4843, FIT),
        "tubule_pump_ratio": (0.3198, FIT),
        "activation_midpoint": (-41.38, FIT),
        "activation_opening_slope": (9.251, FIT),
        "activation_closing_slope": (16.65, FIT),
        "inactivation_midpoint": (-39.0, FIT),
        "inactivation_recovery_slope": (14.3, FIT),
        "inactivation_rate_slope": (8.754, FIT),
        "slow_inactivation_slope": (6.0, FIT),
        "slow_inactivation_pedestal": (0.109, FIT),
        "slow_inactivation_time": (60000.0, FIT),
        "rectifier_midpoint": (-42.65, FIT),
        "rectifier_inactivation_midpoint": (-41.77, FIT),
        "rectifier_inactivation_time": (546.8, FIT),
    }
)
HUMAN_SLOW = OTHER.varied(
    {
        "tubule_depth": (0.0368, FIT),
        "sodium_permeability": (0.00437, FIT),
        "sodium_leak": (1.47e-07, FIT),
        "rectifier_permeability": (0.00608, FIT),
        "inward_rectifier_permeability": (5.18e-05, FIT),
        "chloride_permeability": (1.47e-05, FIT),
        "pump_capacity": (9.967, FIT),
        "activation_opening": (7.33, FIT),
        "activation_closing": (3.79, FIT),
        "inactivation_recovery": (0.019, FIT),
        "inactivation_rate": (10.3, FIT),
        "slow_inactivation_midpoint": (-77.9, FIT),
        "rectifier_opening": (0.144, FIT),
        "rectifier_closing": (0.105, FIT),
    }
)
MOUSE_FAST = OTHER.varied(
    {
        "tubule_depth": (0.0363, FIT),
        "sodium_permeability": (0.0071, FIT),
        "sodium_leak": (1.72e-07, FIT),
        "rectifier_permeability": (0.00642, FIT),
        "inward_rectifier_permeability": (6.09e-05, FIT),
        "chloride_permeability": (1.73e-05, FIT),
        "pump_capacity": (24.38, FIT),
        "activation_opening": (10.2, FIT),
        "activation_closing": (5.28, FIT),
        "inactivation_recovery": (0.0264, FIT),
        "inactivation_rate": (14.3, FIT),
        "slow_inactivation_midpoint": (-77.8, FIT),
        "rectifier_opening": (0.201, FIT),
        "rectifier_closing": (0.147, FIT),
    }
)
MOUSE_SLOW = OTHER.varied(
    {
        "tubule_depth": (0.0251, FIT),
        "sodium_permeability": (0.0052, FIT),
        "sodium_leak": (5.63e-07, FIT),
        "rectifier_permeability": (0.002, FIT),
        "inward_rectifier_permeability": (0.000199, FIT),
        "chloride_permeability": (5.67e-05, FIT),
        "pump_capacity": (41.8, FIT),
        "activation_opening": (12.3, FIT),
        "activation_closing": (6.38, FIT),
        "inactivation_recovery": (0.032, FIT),
        "inactivation_rate": (17.3, FIT),
        "slow_inactivation_midpoint": (-73.9, FIT),
        "rectifier_opening": (0.243, FIT),
        "rectifier_closing": (0.177, FIT),
    }
)
