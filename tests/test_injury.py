"""Strain injury: what a stretch does to a muscle. Targets 90 and 91 in validation/targets.csv."""

import numpy as np
import pytest

from simulator.stages.injury import InjuryParameters, damage_of_load, damage_of_stretch, passive_load

P = InjuryParameters()
HOUR = 50  # cycles at 10 cm/min: assumed, the paper says an hour


def test_an_hour_of_active_stretching_by_a_fifth_injures_and_by_an_eighth_does_not():
    """Tsuang et al. 2007, rabbit: threshold between 12 and 20 %."""
    assert damage_of_stretch(0.12, 1.0, 0.02, repeats=HOUR) == 0
    assert damage_of_stretch(0.20, 1.0, 0.02, repeats=HOUR) > 0.1


def test_a_passive_pull_injures_between_a_fifth_and_three_tenths_of_the_load_at_failure():
    """Noonan et al. 1994, rabbit."""
    assert damage_of_load(0.20) == 0
    assert 0 < damage_of_load(0.30) < 0.1


def test_a_passive_muscle_bears_a_stretch_that_injures_an_active_one():
    assert damage_of_stretch(0.4, 0.0, 1.0) == 0 < damage_of_stretch(0.4, 1.0, 1.0)
    assert passive_load(P.failure_strain) == pytest.approx(1.0)
    assert passive_load(-0.2) == 0


@pytest.mark.parametrize(
    "what, values",
    [
        ("strain", (0.2, 0.3, 0.5, 0.8)),
        ("activation", (0.0, 0.3, 0.6, 1.0)),
        ("velocity", (0.0, 1.0, 3.0, 10.0)),
        ("repeats", (1, 5, 20, 100)),
        ("fatigue", (0.0, 0.2, 0.5, 0.8)),
    ],
)
def test_damage_rises_with(what, values):
    usual = dict(strain=0.3, activation=0.8, velocity=1.0, repeats=2, fatigue=0.1)
    found = damage_of_stretch(**usual | {what: np.array(values)})
    assert (np.diff(found) > 0).all()
    assert found[0] >= 0 and found[-1] < 1


def test_velocity_matters_in_large_strains_only():
    """Brooks & Faulkner 2001, mouse (from memory)."""
    slow, fast = (damage_of_stretch(np.array([0.14, 0.17, 0.5]), 1.0, v) for v in (0.5, 10.0))
    gained = fast - slow
    assert gained[0] == 0
    assert gained[1] < 0.1 * gained[2]


def test_a_muscle_half_tired_is_injured_by_seven_tenths_of_the_load():
    """Mair et al. 1996: 69.7 % of the energy at the same length, which is what tears it."""
    assert damage_of_stretch(0.7 * 0.3, 1.0, fatigue=0.5) == pytest.approx(damage_of_stretch(0.3, 1.0))
