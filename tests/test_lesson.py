"""Lessons in the laboratory: any case of any scenario as panels and measures, run once for all who ask."""

import json
import threading

import numpy as np
import pytest

pytest.importorskip("starlette")
from starlette.testclient import TestClient  # noqa: E402

from simulator.lab import blackboard  # noqa: E402
from simulator.lab.lesson import cases, lesson  # noqa: E402
from simulator.lab.limits import Limits  # noqa: E402
from simulator.lab.server import make_app  # noqa: E402
from simulator.scenarios import loader, runner  # noqa: E402

TOKEN = "a-token"
ONE_OF_EACH = {  # of each kind of model and figure
    "twitch": 0, "stretch": 1, "fatigue": 0, "force-frequency": 1, "work-loop": 0, "force-velocity": 0, "clonus": 0,
    "six-weeks": 2, "guarding": 0, "popping-sarcomeres": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def lab():
    with TestClient(make_app(TOKEN, limits=Limits()), base_url="http://127.0.0.1:8000") as client:
        yield client


def asked(lab, scenario, case, **more):
    return lab.get("/lesson", params={"scenario": scenario, "case": case, "token": TOKEN, **more})


@pytest.mark.parametrize(("name", "number"), ONE_OF_EACH.items())
def test_every_kind_of_scenario_has_panels_and_measures(name, number):
    found = json.loads(json.dumps(lesson(name, number), allow_nan=False))
    scenario = loader.load(name, numbers=False)
    assert found["case"] == scenario.cases[number].name
    assert found["measures"] and all({"value", "unit", "meaning"} <= row.keys() for row in found["measures"].values())
    for panel in found["panels"]:
        assert len(panel["x"]) == len(panel["y"]) > (0 if panel["strokes"] else 1) and panel["meaning"]
        assert panel["axis"]["low"] < panel["axis"]["high"]
        assert panel["axis"]["log"] is False or panel["axis"]["low"] > 0
    if not scenario.curve and scenario.figure != "trains":
        assert [panel["name"] for panel in found["panels"] if panel["name"] != "stimulus"] == scenario.panels


def test_a_panel_is_the_run_with_its_peak():
    ((_, run),) = runner.play(loader.load("twitch").model_copy(update={"cases": loader.load("twitch").cases[:1]}), "t")
    panels = {panel["name"]: panel for panel in lesson("twitch", 0)["panels"]}
    for name in ("membrane_potential", "force"):
        x, y = (np.array(panels[name][axis]) for axis in "xy")
        assert y.max() == pytest.approx(float(run[name].max()), rel=1e-4)
        assert np.interp(50.0, x, y) == pytest.approx(float(run[name].interp(time=50.0)), rel=0.01)


def test_what_lasts_days_is_told_in_days():
    axis = lesson("six-weeks", 0)["panels"][0]["axis"]
    assert (axis["unit"], axis["high"]) == ("d", 365.0)
    assert lesson("guarding", 0)["panels"][0]["axis"]["unit"] == "d"
    assert lesson("pen-from-the-floor", 0)["panels"][0]["axis"]["unit"] == "s"


def test_of_many_trains_the_force_of_each_is_shown():
    force = lesson("fatigue", 0)["panels"][0]
    assert len(force["x"]) == 120 and force["y"][0] == 1.0 and force["y"][-1] < 0.5


def test_a_unit_fires_on_its_own_row():
    raster = next(panel for panel in lesson("clonus", 0)["panels"] if panel["name"] == "motor_units")
    assert raster["strokes"] and min(raster["y"]) >= 1 and max(raster["y"]) <= 20


def test_a_lesson_is_run_once_for_all(lab, monkeypatch):
    runs, own = [], blackboard.lesson
    monkeypatch.setattr(blackboard, "lesson", lambda *a: runs.append(a[:2]) or own(*a))
    threads = [threading.Thread(target=asked, args=(lab, "cold", 0)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == [("cold", 0)]
    assert asked(lab, "cold", 0).json()["case"] == "healthy"


@pytest.mark.parametrize(("name", "number", "told"), [
    ("nothing", "0", "scenario"), ("twitch", "2", "has 2"), ("twitch", "-1", "case"), ("twitch", "", "case"),
    ("twitch", "9" * 500, "case"), ("twitch", "²", "case"), ("../twitch", "0", "scenario"),
    ("/etc/passwd", "0", "scenario"), ("x" * 5000, "0", "scenario"),
])  # fmt: skip
def test_lessons_that_do_not_exist_are_told(lab, name, number, told):
    found = asked(lab, name, number)
    assert found.status_code == 404 and told in found.json()["error"] and len(found.text) < 400


def test_a_lesson_needs_the_token(lab):
    lab.cookies.clear()
    assert lab.get("/lesson?scenario=twitch&case=0").status_code == 403
    assert asked(lab, "twitch", 0, token="wrong").status_code == 403


def test_a_lesson_that_fails_does_not_end_the_server(lab, monkeypatch):
    def broken(*_):
        raise ValueError("no such luck")

    monkeypatch.setattr(blackboard, "lesson", broken)
    found = asked(lab, "cold", 2)
    assert found.status_code == 500 and "no such luck" in found.json()["error"]
    monkeypatch.undo()
    assert asked(lab, "cold", 2).status_code == 200  # and is tried anew


def test_every_scenario_has_cases():
    assert set(cases()) == set(loader.names()) and min(cases().values()) >= 1
