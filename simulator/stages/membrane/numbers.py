"""Membrane: parameters, states, and the numbers of four fibres."""

from dataclasses import dataclass

from simulator.quantity import ABSOLUTE, Quantities, quantity

FIT = "fitted: validation/calibration/membrane.py"
POTASSIUM = "fitted: validation/calibration/potassium.py"
RATES = "Shorten 2007 form; " + FIT
DIFFUSE, GATING, PERMEATE, PUMP = "diffusion_q10", "gating_q10", "permeability_q10", "pump_q10"
SHIFT = "slow_inactivation_shift"


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
    tubule_area_ratio: float = quantity(3.328, "1", "a, tubule membrane per sarcolemma", FIT)
    tubule_depth: float = quantity(0.02403, "um", "z, tubule volume per tubule membrane", FIT)
    access_conductance: float = quantity(5.488, "mS/cm^2", "1 / Ra, mouth of the tubules", FIT, low=0, q10=DIFFUSE)
    tubule_exchange_time: float = quantity(377.1, "ms", "tau, tubule ions with the bath", FIT, low=1e-3, q10=DIFFUSE)

    bath_calcium: float = quantity(1.2, "mM", "Ca_o, ionised", "assumed: plasma", low=0.01, high=20)
    bath_magnesium: float = quantity(0.6, "mM", "Mg_o, ionised", "assumed: plasma", low=0, high=20)
    magnesium_weight: float = quantity(0.5, "1", "w, screening by magnesium, of calcium's", "assumed", low=0, high=1)
    screening_usual: float = quantity(1.5, "mM", "Ca_o + w Mg_o without shift", "by definition")
    screening: float = quantity(3.9, "mV", "shift for an e-fold change", "9 mV for tenfold; assumed: Hille 2001", low=0)

    bath_potassium: float = quantity(4.0, "mM", "K_o", "assumed: plasma")
    bath_sodium: float = quantity(140.0, "mM", "Na_o", "assumed: plasma")
    bath_chloride: float = quantity(110.0, "mM", "Cl_o", "assumed: plasma")

    sodium_permeability: float = quantity(0.007496, "um/ms", "P_Na, all channels open", FIT, low=0, q10=PERMEATE)
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
    sodium_leak: float = quantity(2.029e-07, "um/ms", "P_leak, sodium at rest", FIT, q10=PERMEATE)
    rectifier_permeability: float = quantity(0.01001, "um/ms", "P_DR, delayed rectifier open", FIT, low=0, q10=PERMEATE)
    inward_rectifier_permeability: float = quantity(3.204e-05, "um/ms", "P_IR, unblocked", FIT, low=0, q10=PERMEATE)
    inward_rectifier_shift: float = quantity(0.1235, "mV", "V_IR, half block above E_K", FIT)
    inward_rectifier_slope: float = quantity(17.62, "mV", "k_IR, steepness of block", FIT)
    kv7_permeability: float = quantity(
        2e-6, "um/ms", "P_KV7, open", "assumed: a tenth of Cannon lab 2024", low=0, high=2e-3, q10=PERMEATE
    )
    kv7_midpoint: float = quantity(-30.0, "mV", "V_KV7, half open", "Cannon lab 2024", low=-100, high=0)
    kv7_slope: float = quantity(10.0, "mV", "k_KV7, steepness", "Cannon lab 2024")
    chloride_permeability: float = quantity(1.563e-05, "um/ms", "P_Cl, ClC-1", FIT, low=0, high=2e-3, q10=PERMEATE)
    pump_capacity: float = quantity(13.72, "uA/cm^2", "I_max, largest net pump current", FIT, low=0, q10=PUMP)
    pump_potassium_half: float = quantity(0.9346, "mM", "K_K, of one of two sites", FIT)
    pump_atp_half: float = quantity(0.2, "mM", "K_ATP of the pump", "assumed: 0.1-0.7 mM")
    pump_sodium_half: float = quantity(13.0, "mM", "K_Na, of one of three sites", "Shorten 2007")

    tubule_sodium_ratio: float = quantity(1.221, "1", "sodium channels, tubule / sarcolemma density", FIT, low=0)
    tubule_rectifier_ratio: float = quantity(0.09733, "1", "delayed rectifier, likewise", FIT, low=0)
    tubule_inward_rectifier_ratio: float = quantity(0.7255, "1", "inward rectifier, likewise", FIT, low=0)
    tubule_chloride_ratio: float = quantity(0.8203, "1", "ClC-1, likewise", FIT, low=0)
    tubule_pump_ratio: float = quantity(0.2555, "1", "sodium pump, likewise", FIT, low=0)

    activation_midpoint: float = quantity(-43.47, "mV", "of opening and closing, m", RATES)
    activation_opening: float = quantity(7.712, "1/ms", "opening rate of m at its midpoint", RATES, q10=GATING)
    activation_opening_slope: float = quantity(8.909, "mV", "of the opening rate of m", RATES)
    activation_closing: float = quantity(4.152, "1/ms", "closing rate of m at its midpoint", RATES, q10=GATING)
    activation_closing_slope: float = quantity(16.03, "mV", "of the closing rate of m", RATES)
    inactivation_midpoint: float = quantity(-41.01, "mV", "of recovery and inactivation, h", RATES)
    inactivation_recovery: float = quantity(0.01626, "1/ms", "recovery rate of h at its midpoint", RATES, q10=GATING)
    inactivation_recovery_slope: float = quantity(12.67, "mV", "of the recovery rate of h", FIT)
    inactivation_rate: float = quantity(8.794, "1/ms", "largest inactivation rate of h", RATES, q10=GATING)
    inactivation_rate_slope: float = quantity(7.756, "mV", "of the inactivation rate of h", FIT)
    slow_inactivation_shift: float = quantity(
        1.0, "mV", "of that midpoint for 10 degC of warming", "assumed: less than in mouse, 7 mV", low=0
    )
    slow_inactivation_midpoint: float = quantity(-78.76, "mV", "of the steady state of s", FIT, q10=SHIFT)
    slow_inactivation_slope: float = quantity(4.573, "mV", "of the steady state of s", FIT)
    slow_inactivation_pedestal: float = quantity(0.07423, "1", "s that is left when depolarised", FIT, low=0, high=1)
    slow_inactivation_time: float = quantity(7.47e04, "ms", "largest time constant of s", FIT, q10=GATING)
    slow_inactivation_peak: float = quantity(-90.0, "mV", "where s is slowest", "Shorten 2007 fast")
    slow_inactivation_width: float = quantity(
        18.8, "mV", "from the peak to half the time constant of s", "Shorten 2007"
    )
    rectifier_midpoint: float = quantity(-48.37, "mV", "of opening and closing, n", RATES)
    rectifier_opening: float = quantity(0.09318, "1/ms", "opening rate of n at its midpoint", RATES, q10=GATING)
    rectifier_opening_slope: float = quantity(7.0, "mV", "of the opening rate of n", "Shorten 2007")
    rectifier_closing: float = quantity(0.06806, "1/ms", "closing rate of n at its midpoint", RATES, q10=GATING)
    rectifier_closing_slope: float = quantity(40.0, "mV", "of the closing rate of n", "Shorten 2007")
    rectifier_inactivation_midpoint: float = quantity(-47.81, "mV", "of the steady state of q", FIT)
    rectifier_inactivation_slope: float = quantity(7.5, "mV", "of the steady state of q", "Shorten 2007")
    rectifier_inactivation_time: float = quantity(372.6, "ms", "time constant of q", FIT, q10=GATING)


@dataclass(frozen=True)
class MembraneState(Quantities):
    """Potentials, gates and ions of one fibre; values near rest."""

    potential: float = quantity(-86.6, "mV", "V, sarcolemma", low=-150, high=100)
    tubule_potential: float = quantity(-86.6, "mV", "Vt, T-tubule membrane", low=-150, high=100)
    sodium_activation: float = quantity(0.005, "1", "m", low=0, high=1, floor=0.04)
    sodium_inactivation: float = quantity(0.92, "1", "h", low=0, high=1)
    sodium_slow_inactivation: float = quantity(0.8, "1", "s", low=0, high=1)
    rectifier_activation: float = quantity(0.005, "1", "n", low=0, high=1)
    rectifier_inactivation: float = quantity(1.0, "1", "q", low=0, high=1)
    tubule_sodium_activation: float = quantity(0.005, "1", "m of the tubule", low=0, high=1, floor=0.04)
    tubule_sodium_inactivation: float = quantity(0.92, "1", "h of the tubule", low=0, high=1)
    tubule_sodium_slow_inactivation: float = quantity(0.8, "1", "s of the tubule", low=0, high=1)
    tubule_rectifier_activation: float = quantity(0.005, "1", "n of the tubule", low=0, high=1)
    tubule_rectifier_inactivation: float = quantity(1.0, "1", "q of the tubule", low=0, high=1)
    tubule_potassium: float = quantity(4.0, "mM", "Kt, in the tubule", low=0, high=300)
    tubule_sodium: float = quantity(140.0, "mM", "Nat, in the tubule", low=0, high=300)
    sodium: float = quantity(10.0, "mM", "Na_i, myoplasm", low=0, high=300)
    potassium: float = quantity(150.0, "mM", "K_i, myoplasm", low=0, high=300)
    chloride: float = quantity(4.8, "mM", "Cl_i, myoplasm", low=0, high=300)


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
        "slow_inactivation_shift": (7.0, POTASSIUM),
        "tubule_depth": (0.0363, FIT),
        "sodium_permeability": (0.0071, FIT),
        "sodium_leak": (1.705e-07, FIT),
        "rectifier_permeability": (0.00642, FIT),
        "inward_rectifier_permeability": (9.135e-05, FIT),
        "chloride_permeability": (1.73e-05, FIT),
        "pump_capacity": (34.13, FIT),
        "activation_opening": (10.2, FIT),
        "activation_closing": (5.28, FIT),
        "inactivation_recovery": (0.0264, FIT),
        "inactivation_rate": (14.3, FIT),
        "slow_inactivation_midpoint": (-72.8, FIT),
        "rectifier_opening": (0.201, FIT),
        "rectifier_closing": (0.147, FIT),
    }
)
MOUSE_SLOW = OTHER.varied(
    {
        "slow_inactivation_shift": (7.0, POTASSIUM),
        "tubule_depth": (0.0251, FIT),
        "sodium_permeability": (0.0052, FIT),
        "sodium_leak": (3.987e-07, FIT),
        "rectifier_permeability": (0.002, FIT),
        "inward_rectifier_permeability": (0.000199, FIT),
        "chloride_permeability": (5.67e-05, FIT),
        "pump_capacity": (41.8, FIT),
        "activation_opening": (12.3, FIT),
        "activation_closing": (6.38, FIT),
        "inactivation_recovery": (0.032, FIT),
        "inactivation_rate": (17.3, FIT),
        "slow_inactivation_midpoint": (-68.9, FIT),
        "rectifier_opening": (0.243, FIT),
        "rectifier_closing": (0.177, FIT),
    }
)
