"""What a fibre remembers of past contractions. Target 49; Stull, Kamm & Vandenboom 2011."""

import json
from pathlib import Path

import pytest

from simulator import Doublet, Fibre, Pulse, Pulses, Train, measures
from simulator.validation import calibration

FAST, SLOW = Fibre.fast(), Fibre.slow()
FORGETFUL = {"crossbridge.potentiation": 0.0}


def test_the_twitch_after_a_strong_contraction_is_as_much_greater_as_measured():
    stored = json.loads((Path(calibration.__file__).parent / "history.json").read_text())
    assert [name for rows in stored.values() for name, row in rows.items() if len(row) == 4 and not row[3]] == []


def test_potentiation_needs_light_chains(run):
    protocol = Train(30, 150) + Pulse(at=8000)
    twitch, last = [], slice(8000, 8500)
    for fibre in (FAST, FAST.with_parameters(FORGETFUL)):
        results = run(fibre, protocol, 8600.0, 1.0)
        before = measures.force_height(run(fibre, Pulse(), 600.0, 1.0))
        twitch.append(float(results.force.sel(time=last).max()) / before)
    assert twitch[0] > 1.3 > 1.0 > twitch[1]


def test_light_chains_are_phosphorylated_in_seconds_and_forgotten_in_a_minute_or_two(run):
    results = run(FAST, Train(30, 300), 130_000.0, 100.0).phosphorylated
    assert float(results[0]) < 0.02
    assert float(results.sel(time=10_000)) > 0.6
    assert float(results[-1]) < 0.5 * float(results.sel(time=12_000))


def test_slow_fibres_have_little_of_it(run):
    fast, slow = (float(run(f, Train(20, 200), 10_100.0, 10.0).phosphorylated.max()) for f in (FAST, SLOW))
    assert slow < fast / 3


def test_phosphorylation_raises_calcium_sensitivity_and_not_maximal_force():
    """Szczesna 2002: pCa50 by up to 0.25."""
    from simulator.curves import force_pca
    from simulator.curves.skinned import settled

    helped = FAST.scaled({"crossbridge.on_rate": 1 + float(FAST.crossbridge.potentiation)})
    shift = float(force_pca(helped).pca50 - force_pca(FAST).pca50)
    assert 0.05 < shift < 0.3
    assert settled(helped)[0][-1] == pytest.approx(settled(FAST)[0][-1], rel=0.01)


def test_a_second_pulse_adds_more_than_a_twitch_at_first_and_nothing_when_it_comes_too_soon(run):
    one = measures.force_height(run(FAST, Pulse(), 700.0))
    soon, well, late = (measures.force_height(run(FAST, Doublet(gap), 1200.0)) for gap in (2, 20, 500))
    assert soon == pytest.approx(one, rel=0.02)
    assert well > 1.8 * one
    assert late == pytest.approx(one, rel=0.05)


def test_an_initial_doublet_raises_the_force_of_a_slow_train(run):
    """The catch-like effect, Burke 1970."""
    slow = [10.0 + 100.0 * i for i in range(6)]
    plain, caught = run(FAST, Pulses(slow), 620.0), run(FAST, Pulses([*slow, 18.0]), 620.0)
    window = slice(10, 200)
    assert float(caught.force.sel(time=window).mean()) > 1.2 * float(plain.force.sel(time=window).mean())
