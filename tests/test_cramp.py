"""A cramp of the calf: begins after a strong contraction of the short muscle, goes on alone, ends in known ways."""

import pytest

from simulator import Change, Muscle, Stretch
from simulator.validation.calibration import cramp

UNITS, AT, END = 16, 2600.0, 4000.0  # ms: what is done to the cramp, end of a run


def run(muscle, *then, duration=END):
    """Return the run of a muscle after a maximal contraction."""
    return cramp.contracted(muscle, duration, *then)


def fired(results, since, until=END, of="spike"):
    """Return how many impulses there are from one time to another (ms)."""
    times = results[f"{of}_time"].values
    return int(((times >= since) & (times < until)).sum())


@pytest.fixture(scope="module")
def left_alone():
    """A cramp that nothing is done about."""
    return run(cramp.calf(units=UNITS))


def test_a_cramp_goes_on_by_itself_at_its_own_rates_and_irregularly(left_alone):
    found = cramp.described(left_alone)
    assert fired(left_alone, END - 200) > 0
    assert found["units"] == UNITS
    assert 10 < found["mean rate"] < 25  # pulses per second, Minetto et al. 2009: 6-25, falls in time
    assert 0.25 < found["variation of intervals"] < 0.6  # 44.6 +- 9.7 % in a whole cramp


def test_the_same_muscle_without_the_persistent_current_falls_silent():
    healthy = Muscle.of("gastrocnemius", units=UNITS).scaled({"mechanics.set_length": cramp.SHORT})
    assert fired(run(healthy, duration=3000), cramp.END + 500) == 0


def test_the_lengthened_muscle_does_not_cramp():
    assert fired(run(cramp.calf(cramp.LONG, units=UNITS), duration=3200), 2200, 3200) == 0


def test_stretch_ends_a_cramp_within_a_second():
    stretched = run(cramp.calf(units=UNITS), Stretch(AT, 0.25, lasting=500.0))
    assert fired(stretched, AT - 300, AT) > 20
    assert fired(stretched, AT + 1000) == 0


@pytest.mark.parametrize(("drug", "dose"), [("lidocaine", 1000.0), ("curare", 10.0)])
def test_nerve_block_and_curare_silence_the_muscle_but_not_its_motoneurons(drug, dose):
    blocked = run(cramp.calf(units=UNITS), Change(AT, drugs={drug: dose}))
    assert fired(blocked, AT - 300, AT) > 20
    assert fired(blocked, AT + 300) == 0
    assert fired(blocked, AT + 300, of="motoneuron_spike") > 20


def test_loss_of_water_does_not_change_the_frequency_that_sets_off_a_cramp():
    for change in ({}, {"dehydration": 1.0}):
        muscle = cramp.calf(severity=cramp.PRONE)
        for name, severity in change.items():
            muscle = muscle.with_condition(name, severity)
        assert not cramp.cramps(muscle, 10)
        assert cramp.cramps(muscle, 20)
