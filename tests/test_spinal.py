"""Disorders of the cord in a whole muscle: what is too loud, and what is no longer held back."""

import numpy as np
import pytest

from simulator import Drive, Muscle, Stretch, simulate
from simulator.measures import muscle as read

CALF = Muscle.soleus(units=12)
PULL = Stretch(100, 0.06, lasting=40)


def answer(muscle):
    """Return the height of the reflex to a quick stretch (mV)."""
    return read.stretch_reflex(simulate(muscle, PULL, duration=250)).height


def test_spasticity_grows_with_severity_and_baclofen_calms_it():
    heights = [answer(CALF.with_condition("spasticity", x)) for x in (0.0, 0.5, 1.0)]
    assert heights[0] < heights[1] < heights[2]
    assert answer(CALF.with_condition("spasticity").with_drug("baclofen", 1.0)) < heights[2]


def test_the_reflex_is_gone_without_spindles():
    deaf = CALF.with_condition("spasticity").with_parameters({"reflex.primary_gain": 0.0, "reflex.secondary_gain": 0.0})
    assert answer(deaf) == 0.0


def test_the_farther_the_muscle_the_later_the_reflex():
    ill = CALF.with_condition("spasticity")
    near, far = (
        read.stretch_reflex(simulate(x, PULL, duration=250, step=1.0)).latency
        for x in (ill, ill.with_parameters({"reflex.nerve": 1100.0}))
    )
    assert far - near == pytest.approx(300.0 / float(CALF.reflex.primary_velocity), abs=2.0)


@pytest.mark.parametrize("condition", ["stiff person syndrome", "tetanus toxin", "pain guarding"])
def test_motor_units_fire_at_rest(condition):
    r = simulate(CALF.with_condition(condition), duration=6000 if condition == "pain guarding" else 1500, interval=10)
    late = read.units(r, float(r.time[-1]) - 1000)
    assert late.count > 0
    assert 4 < late.rate < 40
    assert not len(simulate(CALF, duration=1500, interval=10).spike_time)


def test_renshaw_cells_lower_the_rates_of_a_strong_contraction():
    with_, without = (
        read.units(simulate(x, Drive(0.8), duration=900, interval=4), 300).rate
        for x in (CALF, CALF.with_parameters({"reflex.renshaw_inhibition": 0.0}))
    )
    assert with_ < without


def test_tendon_organs_fire_with_force_and_inhibit_what_the_will_does_not_hold():
    r = simulate(CALF, Drive(1.0, end=600), duration=1000, interval=4)
    assert np.corrcoef(r.organ, r.relative_force)[0, 1] > 0.8
    during, after = r.inhibition.sel(time=slice(400, 600)).mean(), r.inhibition.sel(time=slice(680, 720)).mean()
    assert after > 3 * during
