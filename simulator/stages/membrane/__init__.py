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

from simulator.kernel import kernel
from simulator.stages.membrane.currents import (
    chloride_current,
    gating_pore_current,
    goldman,
    inward_rectifier_current,
    kv7_current,
    leak_current,
    pump_current,
    rectifier_current,
    sodium_current,
)
from simulator.stages.membrane.gates import (
    activation_rate,
    boltzmann,
    inactivation_rate,
    linoid,
    rectifier_activation_rate,
    rectifier_inactivation_rate,
    screened,
    slow_inactivation_rate,
)
from simulator.stages.membrane.numbers import (
    HUMAN_FAST,
    HUMAN_SLOW,
    MOUSE_FAST,
    MOUSE_SLOW,
    MembraneParameters,
    MembraneState,
)

__all__ = [
    "HUMAN_FAST",
    "HUMAN_SLOW",
    "MOUSE_FAST",
    "MOUSE_SLOW",
    "MembraneParameters",
    "MembraneState",
    "activation_rate",
    "atp_use",
    "boltzmann",
    "chloride_current",
    "exchange",
    "gating_pore_current",
    "goldman",
    "inactivation_rate",
    "inward_rectifier_current",
    "kv7_current",
    "leak_current",
    "linoid",
    "membrane_charge",
    "membrane_rates",
    "pump_current",
    "rectifier_activation_rate",
    "rectifier_current",
    "rectifier_inactivation_rate",
    "screened",
    "slow_inactivation_rate",
    "sodium_current",
    "surface_currents",
    "tubule_currents",
]


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
