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

from dataclasses import dataclass
from math import exp

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

CHANNELS = 0.01  # fraction of channels below which errors do not matter to release
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
        2e-5,
        "1/ms",
        "permeability of the store to phosphate",
        ENERGY,
        "diffusion_q10",
    )
    solubility: float = quantity(4.1, "mM^2", "calcium x phosphate that precipitates", ENERGY + "; 6 in Shorten 2007")
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


@kernel
def uptake_price(s, e, p):
    """Return the part of an ATP's energy that two calcium ions cost: 1 where the pump must stop (1)."""
    acid = p.hydrogen_rest / e.hydrogen
    return (s.store / s.bulk) ** 2 * e.adp * e.phosphate / (e.atp * p.hydrolysis_constant * acid)


@kernel
def uptake(s, e, p):
    """Return the calcium pumped back into the reticulum (uM/ms)."""
    fuel = e.atp / (p.uptake_atp + e.atp) * (p.uptake_acid + p.hydrogen_rest) / (p.uptake_acid + e.hydrogen)
    slowed = (p.uptake_phosphate + p.phosphate_rest) / (p.uptake_phosphate + e.phosphate)
    filled = s.bulk**2 / (p.uptake_half**2 + s.bulk**2)
    return p.uptake_rate * fuel * slowed * filled * (1 - uptake_price(s, e, p))


@kernel
def atp_use(s, e, p):
    """Return the ATP that the pump splits, one for two calcium ions (mM/ms)."""
    return 0.5 * uptake(s, e, p) / p.per_millimolar


@kernel
def phosphate_entry(s, e, p):
    """Return the phosphate that enters the store, of the myoplasm's volume (mM/ms)."""
    return p.phosphate_entry * (e.phosphate - s.store_phosphate)


@kernel
def precipitation(s, p):
    """Return the rate at which calcium and phosphate precipitate in the store (mM/ms)."""
    product = s.store * s.store_phosphate / p.per_millimolar
    excess = product - p.solubility
    return select(excess > 0.0 * p.solubility, p.precipitation_rate, p.dissolution_rate * s.precipitate) * excess


@kernel
def diffusion(s, p):
    """Return the free calcium that diffuses from the terminal to the bulk myoplasm (uM/ms)."""
    return p.exchange * (s.terminal - s.bulk)


@kernel
def atp_diffusion(s, p):
    """Return the calcium that ATP carries from the terminal to the bulk myoplasm (uM/ms)."""
    return p.atp_exchange * (s.terminal_atp - s.bulk_atp)


@kernel
def atp_binding(free, bound, p):
    """Return the calcium that binds to ATP in one compartment (uM/ms)."""
    return p.atp_on * free * (p.atp - bound) - p.atp_off * bound


@kernel
def looseness(e, p):
    """Return how much faster protons, and phosphate, make calcium leave troponin (1)."""
    acid = (p.troponin_acid + e.hydrogen) / (p.troponin_acid + p.hydrogen_rest)
    return acid * (p.troponin_phosphate + e.phosphate) / (p.troponin_phosphate + p.phosphate_rest)


@kernel
def first_binding(s, e, p):
    """Return the rate at which troponin fills its first site (1/ms)."""
    empty = 1 - s.one_bound - s.both_bound
    return p.first_on * s.bulk * empty - p.first_off * looseness(e, p) * s.one_bound


@kernel
def second_binding(s, e, p):
    """Return the rate at which troponin fills its second site (1/ms)."""
    return p.second_on * s.bulk * s.one_bound - p.second_off * looseness(e, p) * s.both_bound


@kernel
def parvalbumin_binding(s, p):
    """Return the rate at which parvalbumin sites fill with calcium (1/ms)."""
    empty = 1 - s.parvalbumin_calcium - s.parvalbumin_magnesium
    return p.parvalbumin_on * s.bulk * empty - p.parvalbumin_off * s.parvalbumin_calcium


@kernel
def magnesium_binding(s, p):
    """Return the rate at which parvalbumin sites fill with magnesium (1/ms)."""
    empty = 1 - s.parvalbumin_calcium - s.parvalbumin_magnesium
    return p.magnesium_on * p.magnesium * empty - p.magnesium_off * s.parvalbumin_magnesium


@kernel
def calsequestrin_binding(s, p):
    """Return the rate at which calsequestrin sites fill with calcium (1/ms)."""
    empty = 1 - s.calsequestrin_bound
    return p.calsequestrin_on * s.store * empty - p.calsequestrin_off * s.calsequestrin_bound


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
    | _sourced(ENERGY, precipitation_rate=1e-5)
)
MOUSE_FAST = HUMAN_FAST.varied(
    _sourced(MEASURED, reference_temperature=16.0)
    | _sourced(ENERGY, precipitation_rate=5e-5, solubility=5.5)
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
    | _sourced(ENERGY, precipitation_rate=1e-5)
)
