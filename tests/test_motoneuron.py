"""One motoneuron: size, rate, and firing that goes on by itself. Booth, Rinzel & Kiehn 1997; targets 60, 61, 63."""

from math import exp

import numpy as np
import pytest

from simulator import Change, Fibre, Motoneuron, ParameterError, Pulse, Ramp, Rest, measures
from simulator.models.motoneuron import MotoneuronInputs
from simulator.stages import motoneuron
from simulator.stages.motoneuron import MotoneuronParameters, MotoneuronState

KINDS = ("S", "FR", "FF")
STEP = {"S": 20.0, "FR": 40.0, "FF": 50.0}  # uA/cm^2 into the soma that makes each fire well
DRIVE = {"S": 20.0, "FR": 30.0, "FF": 40.0}  # uA/cm^2 into the dendrite that does
OFF = {"S": 100.0, "FR": 200.0, "FF": 300.0}  # uA/cm^2 out of the soma that end a plateau of the dendrite
SYNAPSES = "motoneuron.synaptic_current"
PUBLISHED = {  # numbers that Booth et al. have otherwise
    "leak_conductance": 0.51,
    "dendrite_leak_conductance": 0.51,
    "persistent_conductance": 0.33,
    "calcium_potassium_conductance": 5.0,
    "dendrite_calcium_potassium_conductance": 1.1,
    "leak_potential": -60.0,
    "calcium_removal": 2.0,
    "fading_half": -12.0,  # so that nothing is inactivated
}
PIC = "persistent inward current"
NO_L = {"motoneuron.persistent_conductance": 0.0}


def fires(run, cell, strength, lasting=1000.0):
    """Return the Firing in the second half of a step of current."""
    results = run(cell, Pulse(at=10, width=lasting, strength=strength), lasting + 100, 0.5)
    return measures.firing(results, lasting / 2, lasting + 10)


def after_a_pulse(run, cell, kind, more=None):
    """Return the run of a second of current into the soma, and what comes after it."""
    protocol = Pulse(at=500, width=1000, strength=STEP[kind])
    return run(cell, protocol + more if more else protocol, 6000.0, 0.5)


def after_drive(run, cell, kind, more=None, duration=6000.0):
    """Return the run of a second of synaptic drive, and what comes after it."""
    drive = Change(500, set={SYNAPSES: DRIVE[kind]}) + Change(1500, set={SYNAPSES: 0.0})
    return run(cell, drive + more if more else drive, duration, 0.5)


def rheobase(run, kind):
    """Return the weakest step that fires a cell (nA), to 2 uA/cm^2."""
    cell = Motoneuron.of(kind)
    return cell.current(next(x for x in range(4, 60, 2) if fires(run, cell, float(x)).count))


def test_rates_are_those_of_the_published_equations():
    """The soma's and the dendrite's balance at one state, written down once more."""
    s, p = (
        MotoneuronState(soma_potential=-40.0, dendrite_potential=-50.0, persistent_available=0.7),
        MotoneuronParameters(),
    )
    rates = np.zeros(len(MotoneuronState.dtype()))
    inputs = MotoneuronInputs(stimulus=5.0, excitation=3.0, inhibition=0.2)
    u = inputs.array().view(MotoneuronInputs.dtype())[0]
    row = s.array().view(MotoneuronState.dtype())[0]
    constants = p.array().view(MotoneuronParameters.dtype())[0]
    motoneuron.motoneuron_rates(row, u, constants, rates.view(MotoneuronState.dtype())[0])
    m = 1 / (1 + exp(-(-40.0 + 35) / 7.8))
    sodium = 120 * m**3 * s.sodium_available * (-40.0 - 55)
    rectifier = p.rectifier_conductance * s.rectifier_open**4 * (-40.0 + 80)
    n_type = 14 * s.n_type_open**2 * s.n_type_available * (-40.0 - 80)
    held = p.calcium_potassium_conductance * s.soma_calcium / (s.soma_calcium + 0.2) * (-40.0 + 80)
    leak = p.leak_conductance * (-40.0 - p.leak_potential)
    expected = 5.0 - sodium - rectifier - n_type - held - leak - 0.1 / 0.1 * (-40.0 + 50.0)
    assert rates[0] == pytest.approx(expected, rel=1e-12)
    calcium = 0.01 * (-0.009 * n_type - p.calcium_removal * s.soma_calcium)
    assert rates[list(MotoneuronState.dtype().names).index("soma_calcium")] == pytest.approx(calcium, rel=1e-12)
    n_type = 0.03 * s.dendrite_n_type_open**2 * s.dendrite_n_type_available * (-50.0 - 80)
    l_type = p.persistent_conductance * s.persistent_open * 0.7 * (-50.0 - 80)
    held = p.dendrite_calcium_potassium_conductance * s.dendrite_calcium / (s.dendrite_calcium + 0.2) * (-50.0 + 80)
    leak = p.dendrite_leak_conductance * (-50.0 - p.leak_potential) + 0.2 * (-50.0 - p.inhibition_potential)
    expected = 3.0 - n_type - l_type - held - leak - 0.1 / 0.9 * (-50.0 + 40.0)
    assert rates[1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("strength", "rate"), [(6.0, 13.02), (10.0, 26.43), (20.0, 49.47)])
def test_with_the_published_numbers_it_fires_as_an_independent_solution_does(run, strength, rate):
    """The equations and numbers of Booth et al. 1997 written down apart and solved by LSODA at rtol 1e-7."""
    cell = Motoneuron.at(0).with_parameters({f"motoneuron.{name}": value for name, value in PUBLISHED.items()})
    results = run(cell, Pulse(at=10, width=2500, strength=strength), 2520.0, 0.5, 1e-6)
    assert measures.firing(results, 1010, 2510).rate == pytest.approx(rate, rel=5e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_motoneuron_rests_and_stays_at_rest(run, kind):
    v = run(Motoneuron.of(kind), Rest(), 5000.0, 5.0).membrane_potential.values
    assert -75 <= v[0] <= -55
    assert np.ptp(v) < 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_more_current_fires_it_faster(run, kind):
    rates = [fires(run, Motoneuron.of(kind), x * STEP[kind]).count for x in (0.2, 1.2, 1.6, 2.0)]
    assert rates[0] == 0
    assert 0 < rates[1] < rates[2] < rates[3]


def test_small_motoneurons_fire_first(run):
    """Henneman's size principle; rheobase 3.5-6.5, 6.5-17.5 and 17.5-22 nA in the pools of Elias & Kohn 2013."""
    s, fr, ff = (rheobase(run, kind) for kind in KINDS)
    assert s < fr < ff
    assert ff > 2.5 * s


@pytest.mark.parametrize("kind", KINDS)
def test_a_healthy_motoneuron_stops_with_the_current(run, kind):
    """Its dendrite needs a moment longer, when it was the dendrite that was driven."""
    cell = Motoneuron.of(kind)
    assert measures.self_sustained(after_a_pulse(run, cell, kind)).duration < 50
    assert measures.self_sustained(after_drive(run, cell, kind), since=1500).duration < 500


@pytest.mark.parametrize("kind", KINDS)
def test_a_persistent_inward_current_keeps_it_firing_for_seconds(run, kind):
    """Target 60: for at least 3 s, at 10-35 Hz; not without the L-type channels."""
    ill = Motoneuron.of(kind).with_condition(PIC)
    results = after_drive(run, ill, kind)
    assert measures.firing(results, 0, 500).count == 0
    told = measures.self_sustained(results, since=1500)
    assert told.duration > 3000
    assert 10 <= told.rate <= 35
    assert measures.self_sustained(after_drive(run, ill.with_parameters(NO_L), kind), since=1500).duration < 50


@pytest.mark.parametrize("kind", KINDS)
def test_it_ends_by_itself_because_the_channels_inactivate(run, kind):
    """Target 63: motor units of a cramp fire for 15-180 s; target 61: at 14.5 Hz on average, 6-25 Hz."""
    results = after_drive(run, Motoneuron.of(kind).with_condition(PIC), kind, duration=80_000.0)
    told = measures.self_sustained(results, since=1500)
    assert 15e3 < told.duration < 70e3
    assert 9.4 <= told.rate <= 19.6
    available = results["motoneuron.persistent_available"]
    assert float(available.min()) < 0.95 < float(available[0])


@pytest.mark.parametrize("kind", KINDS)
def test_in_health_that_inactivation_is_hardly_seen_in_a_second(run, kind):
    cell = Motoneuron.of(kind)
    never = cell.with_parameters({"motoneuron.fading_time": 3e6})
    rates = [measures.firing(after_drive(run, c, kind), 1000, 1500).rate for c in (cell, never)]
    assert rates[0] == pytest.approx(rates[1], rel=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_that_can_fire_on_is_silent_until_something_drives_it(run, kind):
    assert not len(run(Motoneuron.of(kind).with_condition(PIC), Rest(), 30_000.0, 10.0).spike_time)


@pytest.mark.parametrize("kind", KINDS)
def test_inhibition_of_the_dendrite_or_much_of_the_soma_switches_it_off_for_good(run, kind):
    """Target 60: off by hyperpolarisation. The plateau is the dendrite's, and so the soma takes much current."""
    dendrite = Change(3000, set={SYNAPSES: -20.0}) + Change(4000, set={SYNAPSES: 0.0})
    soma, weakly = (Pulse(at=3000, width=1000, strength=-x) for x in (OFF[kind], 50.0))
    ill = Motoneuron.of(kind).with_condition(PIC)
    stopped, silenced, held = (after_drive(run, ill, kind, stop) for stop in (dendrite, soma, weakly))
    for results in (stopped, silenced, held):
        assert measures.firing(results, 2000, 3000).count > 5
        assert measures.firing(results, 3100, 4000).count == 0
    assert measures.firing(stopped, 4100, 6000).count == measures.firing(silenced, 4100, 6000).count == 0
    assert measures.firing(held, 4500, 6000).count > 5


def test_with_a_persistent_current_it_stops_at_a_lower_drive_than_it_began(run):
    """Hysteresis of a rising and falling drive (Hounsgaard 1988)."""
    up = np.linspace(0.0, 8.0, 41)
    drive = Ramp(SYNAPSES, [*up, *np.linspace(7.8, -8.0, 80)], start=100, end=12100)
    with_, without = (run(c, drive, 12500.0, 1.0) for c in (Motoneuron.slow().with_condition(PIC), Motoneuron.slow()))
    assert measures.hysteresis(with_).difference > 0.5
    assert measures.hysteresis(with_).difference > measures.hysteresis(without).difference


def test_two_solvers_agree_on_its_spikes(run):
    cell, protocol = Motoneuron.slow(), Pulse(at=10, width=300, strength=25.0)
    ours, scipy = (
        run(cell, protocol, 350.0, 0.5, 1e-6, solver).spike_time.values for solver in ("rosenbrock", "scipy")
    )
    assert len(ours) == len(scipy) > 1
    assert ours == pytest.approx(scipy, abs=0.1)


def test_conditions_of_one_model_are_refused_by_another():
    with pytest.raises(ParameterError, match="acts on the motoneuron"):
        Fibre.fast().with_condition(PIC)
    with pytest.raises(ParameterError, match="acts on the membrane"):
        Motoneuron.slow().with_condition("myotonia congenita")
    with pytest.raises(ParameterError, match="no type of motoneuron"):
        Motoneuron.of("FT")
    with pytest.raises(ParameterError, match="rank"):
        Motoneuron.at(1.1)
    assert (Motoneuron.fast().with_condition(PIC, 0.0).packed() == Motoneuron.fast().packed()).all()
