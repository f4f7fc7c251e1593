"""Calcium: parameters, states, and the numbers of four fibres."""

from dataclasses import dataclass

from simulator.quantity import Quantities, quantity

CHANNELS = 0.03  # fraction of channels below which errors do not matter to release
FITTED = "fitted, validation/calibration/calcium.py"
ENERGY = "fitted: validation/calibration/energy.py"
SHARED = "as in the fast fibre of mouse, by Q10"
REST = "solved for rest at 85 nM"
BINDING = "Baylor & Hollingworth 2003"
WARM = "Baylor & Hollingworth 2003, by Q10"
NO_PARVALBUMIN = "Heizmann et al. 1982: at most 1 mg/kg in man, 7 in a slow muscle"
MEASURED = "temperature of the mouse transients of Baylor & Hollingworth 2003"
ATP_DIFFUSION = "1.4 to 3, ATP to calcium: Baylor & Hollingworth 1998, Pape et al. 1995"
RECOVERY = "Baylor & Hollingworth 2007 (7 per s at 16 degC), by Q10"
FAILURE = "Chua & Dulhunty 1988 and Dulhunty 1991, rat"
STORE = "content and volume of the store in rat, Fryer & Stephenson 1996"


def _rate(value, unit, meaning, source, q10):
    """Declare a rate that may lie anywhere within a hundredfold of its default."""
    return quantity(value, unit, meaning, source, low=value / 100, high=value * 100, q10=q10)


def _gating(value, meaning, source):
    return _rate(value, "1/ms", meaning, source, "gating_q10")


def _binding(value, meaning, source):
    return _rate(value, "1/(uM*ms)", meaning, source, "binding_q10")


def _unbinding(value, meaning, source):
    return _rate(value, "1/ms", meaning, source, "binding_q10")


def _fraction(value, meaning, floor=None):
    return quantity(value, "1", meaning, low=0, high=1, floor=floor)


@dataclass(frozen=True)
class CalciumParameters(Quantities):
    """Constants of release, binding and uptake; by default those of a human fast fibre."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", low=0, high=45)
    gating_q10: float = quantity(2.0, "1", "Q10 of sensors, channel, inactivation", "assumed", low=1, high=4)
    permeability_q10: float = quantity(1.3, "1", "Q10 of the open channel", "assumed", low=1, high=4)
    leak_q10: float = quantity(2.6, "1", "Q10 of the leak", "assumed: as the pump", low=1, high=20)
    uptake_q10: float = quantity(2.6, "1", "Q10 of the pump", "assumed", low=1, high=5)
    binding_q10: float = quantity(2.0, "1", "Q10 of binding and unbinding", "assumed", low=1, high=4)
    diffusion_q10: float = quantity(1.3, "1", "Q10 of diffusion", "assumed", low=1, high=4)

    sensor_rate: float = _gating(2.787, "rate of a sensor at its midpoint (alpha/2)", SHARED)
    sensor_midpoint: float = quantity(-11.0, "mV", "potential at which half the sensors move (Vbar)", FITTED)
    sensor_slope: float = quantity(5.6, "mV", "steepness of one sensor (4 K)", SHARED, low=2, high=30)
    coupling: float = quantity(0.1159, "1", "help of a moved sensor to opening (f)", SHARED, low=0.05, high=1)
    opening_rate: float = _gating(0.001023, "opening with no sensor moved (k_L)", SHARED)
    closing_rate: float = _gating(8574.0, "closing with no sensor moved (k_-L)", SHARED)
    ready_midpoint: float = quantity(-43.0, "mV", "potential at which half the sensors fail", FAILURE)
    ready_slope: float = quantity(3.2, "mV", "steepness of sensor failure", FAILURE, low=1, high=20)
    ready_time: float = quantity(4600.0, "ms", "time constant of sensor failure", FAILURE, q10="gating_q10")
    release_permeability: float = quantity(
        1.04, "1/ms", "permeability, all channels open", FITTED, low=0, high=10, q10="permeability_q10"
    )
    release_leak: float = quantity(
        4.335e-05, "1/ms", "permeability always open (RyR)", REST, low=0, high=0.02, q10="leak_q10"
    )
    trigger: float = quantity(0.0, "1", "x: caffeine or halothane, of its half dose", "none", low=0, high=1000)
    trigger_sensitivity: float = quantity(1.0, "1", "of the channel to it", "normal", low=0, high=20)
    trigger_gain: float = quantity(
        20.0, "1", "how much more it leaks at most", "assumed: contracture from 4-7 mM caffeine"
    )
    inactivation_rate: float = _gating(2.936, "fastest inactivation of release by calcium", FITTED)
    inactivation_half: float = quantity(23.65, "uM", "terminal calcium at half that rate", FITTED)
    recovery_rate: float = _gating(0.03, "recovery from inactivation", RECOVERY)

    uptake_rate: float = quantity(2.718, "uM/ms", "largest uptake", FITTED, low=0, high=50, q10="uptake_q10")
    uptake_half: float = quantity(0.8, "uM", "calcium at half the largest pump flux", "assumed")

    uptake_atp: float = quantity(0.05, "mM", "ATP at half the speed of the pump", "assumed")
    uptake_acid: float = quantity(1.8, "uM", "H+ that halves the pump", "30 % slower by one unit of pH; assumed")
    uptake_phosphate: float = quantity(
        50.0, "mM", "phosphate that halves the pump", "half speed in fatigue: Westerblad & Allen 1993", high=1e6
    )
    hydrolysis_constant: float = quantity(1.4e8, "mM", "ADP Pi / ATP in balance at pH 7.05", "-32 kJ/mol", high=1e12)
    release_atp: float = quantity(0.2, "mM", "ATP at half of release", "assumed: Owen et al. 1996, Dutka & Lamb 2004")
    release_magnesium: float = quantity(
        2500.0, "uM", "magnesium that halves release", "Lamb & Stephenson 1991", high=1e9
    )
    freed_magnesium: float = quantity(
        200.0, "uM/mM", "magnesium set free for ATP lost", "Westerblad & Allen 1992: 0.8 to 2.1 mM"
    )
    atp_rest: float = quantity(8.2, "mM", "ATP at which `magnesium` holds", "by definition")
    troponin_phosphate: float = quantity(
        25.0, "mM", "phosphate that doubles unbinding, through strong heads", "Fryer 1995, Debold 2006", high=1e6
    )
    phosphate_rest: float = quantity(3.5, "mM", "phosphate at which all rates hold", "by definition")
    troponin_acid: float = quantity(0.94, "uM", "H+ that doubles unbinding", "pCa50 down 0.25 by one unit of pH")
    hydrogen_rest: float = quantity(0.089, "uM", "H+ at which all rates hold", "by definition")
    phosphate_entry: float = _rate(
        2.5e-6,
        "1/ms",
        "permeability of the store to phosphate",
        ENERGY,
        "diffusion_q10",
    )
    solubility: float = quantity(3.5, "mM^2", "calcium x phosphate that precipitates", ENERGY + "; 6 in Shorten 2007")
    precipitation_rate: float = quantity(8e-5, "1/(mM*ms)", "growth of the precipitate", ENERGY, low=0, high=1)
    dissolution_rate: float = quantity(1e-6, "1/(mM^2*ms)", "its dissolution", ENERGY, low=0, high=1)

    per_millimolar: float = quantity(1000.0, "uM/mM", "change of unit", "by definition", low=1000, high=1000)
    terminal_fraction: float = quantity(0.04, "1", "myoplasm near release", "assumed", low=0.005, high=0.4)
    exchange: float = _rate(2.248, "1/ms", "diffusion of calcium to the bulk", SHARED, "diffusion_q10")
    atp_exchange: float = _rate(1.057, "1/ms", "diffusion of ATP to the bulk", ATP_DIFFUSION, "diffusion_q10")
    store_volume: float = quantity(0.14, "1", "volume of the store, of the myoplasmic water", STORE)
    total: float = quantity(1554.0, "uM", "all calcium of the fibre", STORE)

    troponin: float = quantity(240.0, "uM", "calcium sites on troponin, two to a molecule", BINDING)
    first_on: float = _binding(0.7588, "calcium to the first site of troponin", WARM)
    first_off: float = _unbinding(2.968, "calcium off the first site", SHARED)
    second_on: float = _binding(0.09821, "calcium to the second site of troponin", FITTED)
    second_off: float = _unbinding(0.06666, "calcium off the second site", FITTED)
    parvalbumin: float = quantity(0.2, "uM", "sites on parvalbumin", NO_PARVALBUMIN, low=0, high=5000)
    parvalbumin_on: float = _binding(0.1788, "calcium to parvalbumin", WARM)
    parvalbumin_off: float = _unbinding(0.002144, "calcium off parvalbumin", WARM)
    magnesium_on: float = _binding(0.0001415, "magnesium to parvalbumin", WARM)
    magnesium_off: float = _unbinding(0.01286, "magnesium off parvalbumin", WARM)
    magnesium: float = quantity(1000.0, "uM", "free magnesium", BINDING)
    atp: float = quantity(8000.0, "uM", "ATP, free and with magnesium", BINDING)
    atp_on: float = _binding(0.05848, "calcium to ATP in 1 mM magnesium", WARM)
    atp_off: float = _unbinding(128.6, "calcium off ATP", WARM)
    calsequestrin: float = quantity(22230.0, "uM", "sites on calsequestrin, of the store's volume", STORE)
    calsequestrin_on: float = _binding(0.01286, "calcium to calsequestrin", "assumed: fast")
    calsequestrin_off: float = _unbinding(10.29, "calcium off calsequestrin", "assumed: half full at 0.8 mM")


@dataclass(frozen=True)
class CalciumState(Quantities):
    """Free and bound calcium, and the state of the release channels; values near rest."""

    terminal: float = quantity(0.1, "uM", "free calcium beside the release sites", low=0, high=1e3)
    bulk: float = quantity(0.1, "uM", "free calcium in the rest of the myoplasm", low=0, high=1e3)
    store: float = quantity(700.0, "uM", "free calcium in the reticulum", low=0, high=1e4)
    terminal_atp: float = quantity(0.36, "uM", "calcium on ATP, terminal", low=0, high=1e3)
    bulk_atp: float = quantity(0.36, "uM", "calcium on ATP, bulk", low=0, high=1e3)
    one_bound: float = _fraction(0.01, "troponin with its first site filled")
    both_bound: float = _fraction(0.004, "troponin with both sites filled")
    parvalbumin_calcium: float = _fraction(0.4, "parvalbumin sites holding calcium")
    parvalbumin_magnesium: float = _fraction(0.55, "parvalbumin sites holding magnesium")
    calsequestrin_bound: float = _fraction(0.467, "calsequestrin sites holding calcium")
    closed_1: float = _fraction(0.01, "channels shut, 1 sensor moved", CHANNELS)
    closed_2: float = _fraction(0.0, "channels shut, 2 sensors moved", CHANNELS)
    closed_3: float = _fraction(0.0, "channels shut, 3 sensors moved", CHANNELS)
    closed_4: float = _fraction(0.0, "channels shut, 4 sensors moved", CHANNELS)
    open_0: float = _fraction(0.0, "channels open, no sensor moved", CHANNELS)
    open_1: float = _fraction(0.0, "channels open, 1 sensor moved", CHANNELS)
    open_2: float = _fraction(0.0, "channels open, 2 sensors moved", CHANNELS)
    open_3: float = _fraction(0.0, "channels open, 3 sensors moved", CHANNELS)
    open_4: float = _fraction(0.0, "channels open, 4 sensors moved", CHANNELS)
    inactivated: float = _fraction(0.0, "release inactivated by calcium")
    ready: float = _fraction(1.0, "voltage sensors in working order")
    store_phosphate: float = quantity(3.5, "mM", "free phosphate in the reticulum", low=0, high=100)
    precipitate: float = quantity(0.0, "mM", "calcium phosphate in the reticulum", low=0, high=100)


def _sourced(source, **numbers):
    """Return changes that share a source."""
    return {name: (value, source) for name, value in numbers.items()}


HUMAN_FAST = CalciumParameters()
HUMAN_SLOW = HUMAN_FAST.varied(
    _sourced(SHARED, sensor_midpoint=-28.0)
    | _sourced(FAILURE, ready_midpoint=-37.7, ready_time=8000.0)
    | _sourced(FITTED, release_permeability=0.2754, inactivation_rate=3.7, inactivation_half=18.55)
    | _sourced(FITTED, uptake_rate=1.018, first_off=2.145, second_on=0.0526, second_off=0.0242)
    | _sourced(REST, release_leak=2.226e-05)
    | _sourced("assumed; lower in type I, Lamboley et al. 2014", uptake_half=0.6)
    | _sourced(STORE, store_volume=0.083, total=1753.0, calsequestrin=38130.0)
    | _sourced(BINDING, troponin=120.0)
    | _sourced(NO_PARVALBUMIN, parvalbumin=0.0)
    | _sourced(ENERGY, precipitation_rate=1e-5, phosphate_entry=2e-5, solubility=4.1)
)
MOUSE_FAST = HUMAN_FAST.varied(
    _sourced(MEASURED, reference_temperature=16.0)
    | _sourced(ENERGY, precipitation_rate=5e-5, solubility=5.5, phosphate_entry=2e-5)
    | _sourced(SHARED, sensor_midpoint=-28.0)
    | _sourced(FITTED, sensor_rate=0.65, opening_rate=0.0002386, closing_rate=2000.0)
    | _sourced(FITTED, release_permeability=1.031, inactivation_rate=1.226, inactivation_half=47.61)
    | _sourced(FITTED, uptake_rate=1.182, exchange=1.296, first_off=0.6922, second_on=0.02139)
    | _sourced(FITTED, second_off=0.0321)
    | _sourced(FAILURE, ready_time=20000.0)
    | _sourced(REST, release_leak=1.885e-05)
    | _sourced(RECOVERY, recovery_rate=0.007)
    | _sourced(ATP_DIFFUSION, atp_exchange=0.6092)
    | _sourced(STORE, total=2110.0, calsequestrin=22220.0)
    | _sourced(BINDING, first_on=0.177, parvalbumin=1500.0, parvalbumin_on=0.0417, parvalbumin_off=0.0005)
    | _sourced(BINDING, magnesium_on=3.3e-05, magnesium_off=0.003, atp_on=0.01364, atp_off=30.0)
    | _sourced("assumed", calsequestrin_on=0.003, calsequestrin_off=2.4)
)
MOUSE_SLOW = MOUSE_FAST.varied(
    _sourced(FITTED, sensor_midpoint=-28.2, release_permeability=0.1352, inactivation_rate=1.317)
    | _sourced(FITTED, inactivation_half=21.72, uptake_rate=0.6189, first_off=0.9045, second_on=0.02168)
    | _sourced(FITTED, second_off=0.0136)
    | _sourced(FAILURE, ready_midpoint=-37.7, ready_time=34000.0)
    | _sourced(REST, release_leak=1.353e-05)
    | _sourced("assumed; lower in type I, Lamboley et al. 2014", uptake_half=0.6)
    | _sourced(STORE, store_volume=0.083, total=1752.0, calsequestrin=38130.0)
    | _sourced(BINDING, troponin=120.0)
    | _sourced(NO_PARVALBUMIN, parvalbumin=0.0)
    | _sourced(ENERGY, precipitation_rate=1e-5, phosphate_entry=2e-5, solubility=4.1)
)
