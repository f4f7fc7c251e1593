"""Motoneuron: from a current through the soma, or synaptic drive to the dendrite, to spikes.

Two compartments, the soma being a part p of the surface (s) and the dendrite the rest (d); current densities in
uA/cm^2 of each compartment's own membrane, x_inf = 1 / (1 + exp((half - V) / width)).

    C dVs/dt = stimulus - INa - IKs - INs - gL (Vs - EL) - g (Vs - Vd) / p
    C dVd/dt = synaptic - Ii - IKd - INd - IL - gLd (Vd - EL) - g (Vd - Vs) / (1 - p)
    synaptic = excitation + a tonic current; Ii = inhibition (Vd - Ei)
    INa = gNa m_inf(Vs)^3 h (Vs - ENa)                      sodium
    IKs = [gKdr n^4 + gKCa Cas / (Cas + K)] (Vs - EK)       delayed rectifier; after-hyperpolarisation
    IKd = gKCad Cad / (Cad + K) (Vd - EK)                   calcium-activated potassium of the dendrite
    INs = gN a^2 b (Vs - ECa), INd likewise with gNd        N-type calcium
    IL  = gP l y (Vd - ECa)                                 L-type calcium: the persistent inward current
    dCa/dt = free (-entry ICa - removal Ca)                 of each compartment, ICa: its calcium current
    dx/dt = (x_inf - x) / time                              for h, n, a, b, l and, in a minute, y

The persistent current holds the dendrite depolarised, and calcium-activated potassium of the dendrite holds it back:
with few of those potassium channels the cell is bistable, so that a pulse leaves it firing until y has fallen. Large
cells differ from small ones by larger conductances, and so need more drive and have a higher rheobase.

Booth, Rinzel & Kiehn 1997, J Neurophysiol 78:3371 (equations and numbers, read in a program made after them);
Hounsgaard & Kiehn 1989, J Physiol 414:265 (plateau potentials in serotonin, abstract); Zengel et al. 1985, J
Neurophysiol 53:1323 (rheobase and resistance by type, abstract); Elias & Kohn 2013 (rheobases, read in a program).
"""

from dataclasses import dataclass
from math import exp

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

BOOTH = "Booth, Rinzel & Kiehn 1997"
SLOWER = "fitted: first fires at about 7 Hz, fires on at 10-35 Hz; longer after-hyperpolarisation than in Booth et al."
RESISTANCE = "fitted: input resistance and rheobase of small cells, Zengel et al. 1985, Elias & Kohn 2013"
BISTABLE = "fitted: silent without input, bistable when gKCad falls; near Booth et al. 1997"
POOL = "fitted: cells recruited by size up to 12 times the first drive, rheobase 4.5-22 nA, 25-37 Hz at full drive"
FADING = "assumed: firing that goes on by itself ends within 15-180 s, Minetto et al. 2009"


@dataclass(frozen=True)
class MotoneuronParameters(Quantities):
    """Constants of a motoneuron: by default of the smallest of a pool."""

    capacitance: float = quantity(1.0, "uF/cm^2", "of the membrane (C)", BOOTH)
    coupling: float = quantity(0.1, "mS/cm^2", "conductance between soma and dendrite (g)", BOOTH)
    soma_part: float = quantity(0.1, "1", "soma, of all surface (p)", BOOTH, low=0.01, high=0.9)
    surface: float = quantity(4e-3, "cm^2", "all surface of the cell: makes nA of a density", RESISTANCE)
    synaptic_current: float = quantity(
        0.0, "uA/cm^2", "tonic synaptic drive to the dendrite", "none unless told", low=-50.0, high=200.0
    )

    leak_conductance: float = quantity(0.4, "mS/cm^2", "leak of the soma (gL)", f"{RESISTANCE} (0.51)")
    dendrite_leak_conductance: float = quantity(0.5, "mS/cm^2", "leak of the dendrite (gLd)", f"{RESISTANCE} (0.51)")
    sodium_conductance: float = quantity(120.0, "mS/cm^2", "sodium channels (gNa)", BOOTH, low=0.0)
    rectifier_conductance: float = quantity(100.0, "mS/cm^2", "delayed rectifier (gKdr)", BOOTH, low=0.0)
    n_type_conductance: float = quantity(14.0, "mS/cm^2", "N-type calcium channels of the soma (gN)", BOOTH, low=0.0)
    dendrite_n_type_conductance: float = quantity(
        0.03, "mS/cm^2", "N-type calcium channels of the dendrite (gNd)", BOOTH, low=0.0
    )
    persistent_conductance: float = quantity(
        0.305, "mS/cm^2", "L-type calcium channels: persistent inward current (gP)", f"{BISTABLE} (0.33)", low=0.0
    )
    calcium_potassium_conductance: float = quantity(
        12.0, "mS/cm^2", "calcium-activated potassium of the soma (gKCa)", f"{SLOWER} (5)", low=0.0
    )
    dendrite_calcium_potassium_conductance: float = quantity(
        0.5, "mS/cm^2", "calcium-activated potassium of the dendrite (gKCad)", f"{BISTABLE} (1.1)", low=0.0
    )

    sodium_potential: float = quantity(55.0, "mV", "reversal of sodium (ENa)", BOOTH)
    potassium_potential: float = quantity(-80.0, "mV", "reversal of potassium (EK)", BOOTH)
    calcium_potential: float = quantity(80.0, "mV", "reversal of calcium (ECa)", BOOTH)
    leak_potential: float = quantity(-63.0, "mV", "reversal of the leak (EL)", f"{BISTABLE} (-60)")
    inhibition_potential: float = quantity(-75.0, "mV", "reversal of inhibitory synapses (Ei)", "assumed, below rest")

    sodium_half: float = quantity(-35.0, "mV", "half activation of sodium (m)", BOOTH)
    sodium_width: float = quantity(7.8, "mV", "its width", BOOTH)
    inactivation_half: float = quantity(-55.0, "mV", "half inactivation of sodium (h)", BOOTH)
    inactivation_width: float = quantity(7.0, "mV", "its width", BOOTH)
    inactivation_time: float = quantity(30.0, "ms", "its time constant, twice the largest", BOOTH)
    inactivation_centre: float = quantity(-50.0, "mV", "where that is nearly reached", BOOTH)
    inactivation_rise: float = quantity(15.0, "mV", "e-fold fall of the time above it", BOOTH)
    inactivation_fall: float = quantity(16.0, "mV", "e-fold fall of the time below it", BOOTH)
    rectifier_half: float = quantity(-28.0, "mV", "half activation of the delayed rectifier (n)", BOOTH)
    rectifier_width: float = quantity(15.0, "mV", "its width", BOOTH)
    rectifier_time: float = quantity(7.0, "ms", "its time constant, twice the largest", BOOTH)
    rectifier_centre: float = quantity(-40.0, "mV", "where that is nearly reached", BOOTH)
    rectifier_rise: float = quantity(40.0, "mV", "e-fold fall of the time above it", BOOTH)
    rectifier_fall: float = quantity(50.0, "mV", "e-fold fall of the time below it", BOOTH)
    n_type_half: float = quantity(-30.0, "mV", "half activation of N-type channels (a)", BOOTH)
    n_type_width: float = quantity(5.0, "mV", "its width", BOOTH)
    n_type_time: float = quantity(4.0, "ms", "its time constant", BOOTH)
    n_inactivation_half: float = quantity(-45.0, "mV", "half inactivation of N-type channels (b)", BOOTH)
    n_inactivation_width: float = quantity(5.0, "mV", "its width", BOOTH)
    n_inactivation_time: float = quantity(40.0, "ms", "its time constant", BOOTH)
    persistent_half: float = quantity(-40.0, "mV", "half activation of L-type channels (l)", BOOTH)
    persistent_width: float = quantity(7.0, "mV", "its width", BOOTH)
    persistent_time: float = quantity(40.0, "ms", "its time constant", BOOTH)
    fading_half: float = quantity(-42.0, "mV", "half inactivation of L-type channels (y)", FADING)
    fading_width: float = quantity(4.0, "mV", "its width", FADING)
    fading_time: float = quantity(300e3, "ms", "its time constant", FADING)

    calcium_half: float = quantity(0.2, "uM", "calcium that opens half of the potassium channels (K)", BOOTH)
    calcium_free: float = quantity(0.01, "1", "calcium that is free, of all that enters", BOOTH)
    calcium_entry: float = quantity(0.009, "uM*cm^2/(uA*ms)", "calcium that enters with a current", BOOTH)
    calcium_removal: float = quantity(0.75, "1/ms", "removal of calcium from the soma", f"{SLOWER} (2)")
    dendrite_calcium_removal: float = quantity(2.0, "1/ms", "removal of calcium from the dendrite", BOOTH)


@dataclass(frozen=True)
class MotoneuronState(Quantities):
    """Potentials, open gates and calcium; values near rest."""

    soma_potential: float = quantity(-60.0, "mV", "potential of the soma", low=-150.0, high=100.0)
    dendrite_potential: float = quantity(-60.0, "mV", "potential of the dendrite", low=-150.0, high=100.0)
    sodium_available: float = quantity(0.67, "1", "sodium channels not inactivated (h)", low=0, high=1)
    rectifier_open: float = quantity(0.11, "1", "gates of the delayed rectifier (n)", low=0, high=1)
    n_type_open: float = quantity(0.0025, "1", "N-type activation, soma (a)", low=0, high=1, floor=0.01)
    n_type_available: float = quantity(0.95, "1", "N-type channels not inactivated, soma (b)", low=0, high=1)
    dendrite_n_type_open: float = quantity(0.0025, "1", "N-type activation, dendrite (a)", low=0, high=1, floor=0.01)
    dendrite_n_type_available: float = quantity(
        0.95, "1", "N-type channels not inactivated, dendrite (b)", low=0, high=1
    )
    persistent_open: float = quantity(0.05, "1", "L-type activation (l)", low=0, high=1)
    persistent_available: float = quantity(1.0, "1", "L-type channels not inactivated (y)", low=0, high=1)
    soma_calcium: float = quantity(0.001, "uM", "free calcium of the soma", low=0, high=20, floor=0.01)
    dendrite_calcium: float = quantity(0.01, "uM", "free calcium of the dendrite", low=0, high=20, floor=0.01)


LARGEST = dict(  # numbers of the largest cell of a pool; the others are the same in all
    surface=5e-3,
    coupling=0.15,
    leak_conductance=1.6,
    dendrite_leak_conductance=2.0,
    persistent_conductance=1.3,
    dendrite_calcium_potassium_conductance=1.9,
    calcium_removal=1.5,
)


@kernel
def activated(potential, half, width):
    """Return the part of gates that are open in balance at a potential."""
    return 1.0 / (1.0 + exp((half - potential) / width))


@kernel
def bell(potential, time, centre, rise, fall):
    """Return a time constant (ms) that falls on both sides of a potential."""
    away = potential - centre
    return time / (exp(away / rise) + exp(-away / fall))


@kernel
def sodium_current(s, p):
    """Return the sodium current (uA/cm^2)."""
    m = activated(s.soma_potential, p.sodium_half, p.sodium_width)
    return p.sodium_conductance * m**3 * s.sodium_available * (s.soma_potential - p.sodium_potential)


@kernel
def rectifier_current(s, p):
    """Return the current of the delayed rectifier (uA/cm^2)."""
    return p.rectifier_conductance * s.rectifier_open**4 * (s.soma_potential - p.potassium_potential)


@kernel
def calcium_potassium_current(potential, calcium, conductance, p):
    """Return the calcium-activated potassium current of a compartment (uA/cm^2)."""
    return conductance * calcium / (calcium + p.calcium_half) * (potential - p.potassium_potential)


@kernel
def n_type_current(potential, opened, available, conductance, p):
    """Return the N-type calcium current of a compartment (uA/cm^2)."""
    return conductance * opened**2 * available * (potential - p.calcium_potential)


@kernel
def persistent_current(s, p):
    """Return the L-type calcium current of the dendrite (uA/cm^2)."""
    opened = s.persistent_open * s.persistent_available
    return p.persistent_conductance * opened * (s.dendrite_potential - p.calcium_potential)


@kernel
def synaptic_current(s, u, p):
    """Return the current of synapses into the dendrite (uA/cm^2)."""
    return u.excitation + p.synaptic_current - u.inhibition * (s.dendrite_potential - p.inhibition_potential)


@kernel
def axial_current(s, p):
    """Return the current from soma to dendrite (uA/cm^2 of all surface)."""
    return p.coupling * (s.soma_potential - s.dendrite_potential)


@kernel
def calcium_change(current, calcium, removal, p):
    """Return the rate of change of free calcium under a calcium current (uM/ms)."""
    return p.calcium_free * (-p.calcium_entry * current - removal * calcium)


@kernel
def motoneuron_rates(s, u, p, d):
    """Write the rate of change of each state under u: stimulus, excitation (uA/cm^2) and inhibition (mS/cm^2)."""
    v, w, axial = s.soma_potential, s.dendrite_potential, axial_current(s, p)
    n_soma = n_type_current(v, s.n_type_open, s.n_type_available, p.n_type_conductance, p)
    n_dendrite = n_type_current(
        w, s.dendrite_n_type_open, s.dendrite_n_type_available, p.dendrite_n_type_conductance, p
    )
    persistent = persistent_current(s, p)
    soma = sodium_current(s, p) + rectifier_current(s, p) + n_soma + p.leak_conductance * (v - p.leak_potential)
    soma += calcium_potassium_current(v, s.soma_calcium, p.calcium_potassium_conductance, p)
    dendrite = n_dendrite + persistent + p.dendrite_leak_conductance * (w - p.leak_potential)
    dendrite += calcium_potassium_current(w, s.dendrite_calcium, p.dendrite_calcium_potassium_conductance, p)
    d.soma_potential = (u.stimulus - soma - axial / p.soma_part) / p.capacitance
    d.dendrite_potential = (synaptic_current(s, u, p) - dendrite + axial / (1.0 - p.soma_part)) / p.capacitance
    d.soma_calcium = calcium_change(n_soma, s.soma_calcium, p.calcium_removal, p)
    d.dendrite_calcium = calcium_change(n_dendrite + persistent, s.dendrite_calcium, p.dendrite_calcium_removal, p)
    gate_rates(s, v, w, p, d)


@kernel
def gate_rates(s, v, w, p, d):
    """Write the rate of change of each gate at the potentials (mV) of soma and dendrite."""
    h = 1.0 - activated(v, p.inactivation_half, p.inactivation_width)
    h_time = bell(v, p.inactivation_time, p.inactivation_centre, p.inactivation_rise, p.inactivation_fall)
    n = activated(v, p.rectifier_half, p.rectifier_width)
    n_time = bell(v, p.rectifier_time, p.rectifier_centre, p.rectifier_rise, p.rectifier_fall)
    d.sodium_available = (h - s.sodium_available) / h_time
    d.rectifier_open = (n - s.rectifier_open) / n_time
    a, b = p.n_type_half, p.n_inactivation_half
    d.n_type_open = (activated(v, a, p.n_type_width) - s.n_type_open) / p.n_type_time
    d.dendrite_n_type_open = (activated(w, a, p.n_type_width) - s.dendrite_n_type_open) / p.n_type_time
    gone, gone_dendrite = activated(v, b, p.n_inactivation_width), activated(w, b, p.n_inactivation_width)
    d.n_type_available = (1.0 - gone - s.n_type_available) / p.n_inactivation_time
    d.dendrite_n_type_available = (1.0 - gone_dendrite - s.dendrite_n_type_available) / p.n_inactivation_time
    opened = activated(w, p.persistent_half, p.persistent_width)
    d.persistent_open = (opened - s.persistent_open) / p.persistent_time
    available = 1.0 - activated(w, p.fading_half, p.fading_width)
    d.persistent_available = (available - s.persistent_available) / p.fading_time


def at(rank):
    """Return the numbers of a cell of a pool: rank 0 is the smallest, 1 the largest, by equal factors between."""
    smallest = MotoneuronParameters()
    changes = {}
    for name, largest in LARGEST.items():
        number = getattr(smallest, name)
        changes[name] = number * (largest / number) ** rank, f"{POOL}; of the smallest cell: {number.source}"
    return smallest.varied(changes)
