"""The spasm atlas: each condition shows its signature, and what stops it agrees with what is known."""

from functools import cache

import numpy as np
import pytest

from simulator import measures, plots, scenarios
from simulator.scenarios.differential import INTERVENTIONS, by_severity, misses

NAMES = [n for n in scenarios.names() if scenarios.load(n, numbers=False).atlas]
NERVE = [n for n in NAMES if scenarios.load(n, numbers=False).model.name == "muscle"]
FIBRE = [n for n in NAMES if n not in NERVE]
row = cache(lambda name: scenarios.atlas([name])[0])


@pytest.mark.parametrize("name", NAMES)
def test_what_stops_a_condition_agrees_with_what_is_known_or_says_why_not(name):
    for condition, treatment, found, known, why in misses([row(name)]):
        assert why, f"{condition}: {treatment} gives {found}, known is {known}"


@pytest.mark.parametrize("name", NAMES)
def test_the_healthy_fibre_under_the_same_protocol_has_no_trouble(name):
    told = row(name)
    ill, healthy = told["signature"], told["healthy"]
    assert healthy["spikes"] == 0
    assert healthy["electrical"] == "silent"
    if told["trouble"] == "discharge":
        assert ill["electrical"] == "discharging"
    elif told["trouble"] == "contraction":
        assert ill["spikes"] == 0  # a contracture, not a spasm
        assert ill["force"] > 2 * healthy["force"]
    else:
        assert ill["force"] < 0.9 * healthy["force"]


@pytest.mark.parametrize("name", NAMES)
def test_every_intervention_is_tried(name):
    assert list(row(name)["interventions"]) == list(INTERVENTIONS)


def test_a_nerve_block_stops_no_disorder_of_the_fibre_itself():
    assert all(row(n)["interventions"]["nerve block"]["verdict"] == "no" for n in FIBRE)


@pytest.mark.parametrize("name", NERVE)
def test_nerve_block_and_curare_stop_what_comes_from_the_nerve(name):
    told = row(name)["interventions"]
    assert told["nerve block"]["verdict"] == told["curare"]["verdict"] == "yes"


def test_only_discharges_are_stopped_by_tetrodotoxin():
    for name in NAMES:
        told = row(name)
        assert (told["interventions"]["tetrodotoxin"]["verdict"] == "yes") == (told["trouble"] == "discharge"), name


def test_the_atlas_is_drawn_with_every_condition_and_intervention():
    rows = [row(n) for n in NAMES]
    words = {text.get_text() for text in plots.atlas(rows).axes[0].texts}
    assert {r["name"] for r in rows} <= words
    assert {name.replace(" ", "\n") for name in INTERVENTIONS} <= words


def test_the_chain_marks_the_link_that_is_at_fault(run):
    from simulator import Change, Fibre, Train

    fibre, train = Fibre.fast(), Train(rate=50, count=20)
    healthy = run(fibre, train, 3400.0)
    verdicts = {
        name: {link.name: link.verdict for link in measures.chain(run(ill, train, 3400.0), healthy)}
        for name, ill in (
            ("health", fibre),
            ("myotonia", fibre.with_condition("myotonia congenita")),
            ("paralysis", fibre.with_condition("sodium-channel paralysis")),
        )
    }
    assert set(verdicts["health"].values()) == {"normal"}
    assert verdicts["myotonia"]["membrane"] == verdicts["myotonia"]["force"] == "fails to stop"
    assert verdicts["paralysis"]["membrane"] == "failing"
    leak = Change(500, scale={"calcium.release_leak": 60})
    links = {
        link.name: link.verdict for link in measures.chain(run(fibre, leak, 3000.0), run(fibre, Change(1), 3000.0))
    }
    assert links["membrane"] == "normal"
    assert links["calcium"] == links["force"] == "fails to stop"
    drawn = plots.chain(run(fibre.with_condition("myotonia congenita"), train, 3400.0), healthy)
    assert "fails to stop" in {text.get_text() for text in drawn.axes[0].texts}


@pytest.mark.parametrize("name", NAMES)
def test_severity_is_monotone_in_its_main_measure_and_none_is_health(name):
    found = by_severity(name, [0.0, 0.3, 0.6, 1.0])
    health = by_severity(name, [0.0])[0]
    assert found[0] == health
    steps = np.diff(found) * np.sign(found[-1] - health)
    assert (steps >= 0).all(), found
    assert steps.max() > 0


def test_every_condition_has_its_scenario():
    from simulator.conditions import CONDITIONS

    shown = {c for n in scenarios.names() for case in scenarios.load(n, numbers=False).cases for c in case.conditions}
    assert set(CONDITIONS) <= shown
