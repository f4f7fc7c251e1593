"""What a strain leaves of a fibre, a muscle and its cord, on any day: slow models feed fast ones."""

import json
from functools import cache

import numpy as np
import pytest

from simulator import Back, Fibre, Muscle, ParameterError, Recovery, Train, simulate
from simulator.conditions import CONDITIONS, SPINAL_CONDITIONS
from simulator.conditions.strain import FATIGUE, Slow, state
from simulator.scenarios import mistakes, saved
from simulator.scenarios.loader import load

DAMAGE, DAYS = 0.4, (0, 1, 2, 5, 20, 60)
MADE = {"fast": Fibre.fast(), "slow": Fibre.slow()}
HURT = "left_multifidus"


@cache
def healing(damage=DAMAGE):
    return simulate(Recovery.human(damage=damage), duration=60.0)


@cache
def force(fibre, rate):
    """Return the largest force of a tetanus (kPa)."""
    run = simulate(fibre, Train(rate, int(0.6 * rate) + 1), duration=620, interval=2.0)
    return float(run.force.max() - run.force[0])


def left(kind, rate, day=0):
    """Return the force of a fibre on a day after the strain, of that before."""
    return force(MADE[kind].after(healing(), day), rate) / force(MADE[kind], rate)


@cache
def rest(fibre, length=1.0):
    return simulate(fibre.scaled({"mechanics.set_length": length}), duration=1).isel(time=0)


@pytest.fixture(scope="module")
def worn():
    """Return a run of a back with one muscle damaged, sore and tired."""
    numbers = {"damage": 0.3, "sensitisation": 0.5, "fatigue": 0.4}
    back = Back().with_parameters({f"{HURT}.{name}": x for name, x in numbers.items()})
    return simulate(back, duration=100.0, interval=10.0)


@pytest.mark.parametrize("kind", MADE)
def test_force_is_lost_more_at_low_rates_than_at_high_ones(kind):
    """Balnave & Allen 1995, mouse: 30 and 50 Hz more than 100 Hz."""
    found = [left(kind, rate) for rate in (20, 50, 100)]
    assert found == sorted(found) and found[0] < 0.85 * found[2]


@pytest.mark.parametrize("day", DAYS)
def test_the_greatest_force_is_that_of_the_slow_model(day):
    """What RELEASE and FILAMENTS were fitted to; a slow fibre has more calcium to spare."""
    expected = float(healing().force.interp(time=day))
    assert left("fast", 100, day) == pytest.approx(expected, abs=0.05)
    assert left("slow", 100, day) == pytest.approx(expected, abs=0.05)


def test_force_falls_further_in_the_first_days_and_comes_back_by_sixty():
    found = [left("fast", 50, day) for day in DAYS]
    assert found[2] < found[0] and found[2] < found[3] < found[4] < found[5]
    assert found[5] > 0.9


def test_with_release_alone_failing_more_calcium_brings_the_force_back():
    """Balnave & Allen 1995: caffeine restores force after moderate stretches; here a larger store does."""
    slow = Slow(1.0, 0.3, 1.0, 0.0, 0.0, 0.0, "test")
    fibre = MADE["fast"].scaled({"calcium.release_permeability": slow.scale()["calcium.release_permeability"]})
    assert force(fibre, 20) < 0.6 * force(MADE["fast"], 20)
    assert force(fibre, 200) > 0.95 * force(MADE["fast"], 200)


def test_calcium_at_rest_and_passive_tension_are_raised_and_come_down_again():
    """Balnave & Allen 1995: a small rise; Whitehead et al. 2001: direction."""
    healthy = MADE["fast"]
    calcium, tension = (
        [
            float(rest(fibre, length)[name])
            for fibre in (healthy, *(healthy.after(healing(), d) for d in (0, 5, 20, 60)))
        ]
        for name, length in (("calcium", 1.0), ("passive_force", 1.2))
    )
    assert calcium[1] > calcium[2] > calcium[3] > calcium[4] > calcium[0]
    assert calcium[1] < 2 * calcium[0]
    assert tension[1] > tension[3] > tension[4] > tension[0]


def test_the_optimum_moves_to_longer_lengths():
    """Whitehead et al. 2001: direction. At a short length more is lost than at a long one."""

    def lost(length):
        healthy = MADE["fast"].scaled({"mechanics.set_length": length})
        return force(healthy.after(healing(), 0), 100) / force(healthy, 100)

    assert lost(0.7) < lost(1.0) < lost(1.15)


@pytest.mark.parametrize("day", [0, 30])
def test_without_damage_every_number_stays_to_the_last_bit(day):
    for fibre in MADE.values():
        assert (fibre.after(healing(0.0), day).packed() == fibre.packed()).all()
        assert (fibre.with_condition("strained", 0.0).packed() == fibre.packed()).all()
    muscle = Muscle.soleus(units=3)
    assert [f.packed().tolist() for f in muscle.after(healing(0.0), day).fibres] == [
        f.packed().tolist() for f in muscle.fibres
    ]


def test_every_changed_number_says_what_changed_it():
    before, after = MADE["fast"].parameters(), MADE["fast"].after(healing(), 5).parameters()
    changed = [path for path in before if before[path] != after[path]]
    assert len(changed) == 10
    assert all("day 5 after a strain of 0.4" in after[path].source for path in changed)


@pytest.mark.parametrize("severity", [0.2, 0.4])
def test_the_condition_is_a_strain_at_once(severity):
    named, grown = MADE["fast"].with_condition("strained", severity), MADE["fast"].after(healing(severity), 0)
    for rate, near in ((20, 0.08), (100, 0.05)):
        assert force(named, rate) / force(MADE["fast"], rate) == pytest.approx(
            force(grown, rate) / force(MADE["fast"], rate), abs=near
        )


def test_the_condition_stands_in_the_lists_of_fibre_and_cord():
    assert "strained" in CONDITIONS and "strained" in SPINAL_CONDITIONS
    muscle = Muscle.soleus(units=3).with_condition("strained", 0.5)
    assert float(muscle.pool.pain) == 0.5
    assert all(f.crossbridge.sound < 1 for f in muscle.fibres)


def test_a_muscle_on_day_five_is_weak_and_hurts():
    muscle = Muscle.soleus(units=4)
    after = muscle.after(healing(), 5)
    assert float(after.pool.pain) == pytest.approx(float(healing().pain.interp(time=5)) / 5)
    shock = Train(50, 20, start=10, strength=40)
    strong, weak = (simulate(m, shock, duration=500, interval=10) for m in (muscle, after))
    expected = float(healing().force.interp(time=5))
    assert float(weak.force.max() / strong.force.max()) == pytest.approx(expected, abs=0.12)


def test_pain_lowers_the_threshold_of_the_stretch_reflex():
    muscle = Muscle.soleus(units=3)
    assert muscle.after(healing(), 5).pool.pain * muscle.reflex.pain_threshold_fall > 15  # of a threshold of 60 per s


def test_a_muscle_after_a_strain_is_restored_from_its_history():
    muscle = Muscle.soleus(units=3).after(healing(), 5)
    again = saved.restore(json.loads(json.dumps(muscle.describe())))
    assert [f.packed().tolist() for f in again.fibres] == [f.packed().tolist() for f in muscle.fibres]
    assert again.pool.packed(37.0).tolist() == muscle.pool.packed(37.0).tolist()


def test_a_muscle_of_a_back_brings_along_damage_pain_and_fatigue(worn):
    muscle = Muscle.soleus(units=3).after(worn, muscle=HURT)
    slow = state(worn, muscle=HURT)
    assert (slow.fatigue, slow.pain) == pytest.approx((0.4, 0.5), abs=0.01)
    assert slow.force == pytest.approx(0.7, abs=0.01)
    assert float(muscle.pool.pain) == pytest.approx(0.5, abs=0.01)
    for fibre in muscle.fibres:
        part = slow.fatigue * (FATIGUE.set["energy.phosphate_rest"] - 3.5)
        assert float(fibre.energy.phosphate_rest) == pytest.approx(3.5 + part)
    sound = Muscle.soleus(units=3).after(worn, muscle="right_oblique")
    assert float(sound.fibres[0].crossbridge.sound) == pytest.approx(1.0, abs=1e-3)


def test_what_cannot_be_is_told(worn):
    fibre = MADE["fast"]
    with pytest.raises(ParameterError, match="outside the run"):
        fibre.after(healing(), 61)
    with pytest.raises(ParameterError, match="none of a back; did you mean left_multifidus"):
        fibre.after(worn, muscle="left_multifidi")
    with pytest.raises(ParameterError, match="one muscle"):
        fibre.after(healing(), 1, muscle=HURT)
    with pytest.raises(ParameterError, match="neither"):
        fibre.after(simulate(fibre, duration=1))


@pytest.mark.parametrize(
    ("before", "problem"),
    [
        ("before = { lasting_d = 5 }", "needs one of tasks and damage"),
        ('before = { lasting_d = 5, damage = 0.3, tasks = [{ kind = "pen" }] }', "needs one of tasks and damage"),
        ('before = { lasting_d = 5, damage = 0.3 }\nmodel = { name = "shorten2007" }', "only a fibre or a muscle"),
    ],
)
def test_a_scenario_says_what_was_before(tmp_path, before, problem):
    from simulator.scenarios.loader import FOLDER

    text = (FOLDER / "day-five.toml").read_text()
    file = tmp_path / "mine.toml"
    file.write_text(text.replace("before = { damage = 0.3, lasting_d = 5 }", before))
    with pytest.raises(mistakes.ScenarioError) as caught:
        load(file)
    assert any(problem in line for line in caught.value.problems)


def test_what_pulls_is_a_part_of_a_whole():
    half = MADE["fast"].with_parameters({"crossbridge.sound": 0.5})
    assert force(half, 100) == pytest.approx(0.5 * force(MADE["fast"], 100), rel=0.02)  # less give of the filaments
    assert np.isclose(half.command_units()["load"], MADE["fast"].command_units()["load"])
