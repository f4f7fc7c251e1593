"""A scenario's page as one file: nothing outside it is needed, and the runs inside are the fibre's."""

import json
import re
from base64 import b64decode

import numpy as np
import pytest

from simulator.lab.answer import answer
from simulator.lab.document import bundle
from simulator.lab.export import export, recorded, rows_of
from simulator.lab.frame import decode
from simulator.lab.limits import Limits
from simulator.lab.request import Request
from simulator.scenarios.mistakes import ScenarioError

OWN_NOTE = "https://github.com/leeoniya/uPlot"  # in the library's first line, a comment


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "twitch.html"
    export("twitch", path)
    return path


def _inside(text):
    return json.loads(re.search(r'id="inside">(.*?)</script>', text, re.DOTALL)[1])


def test_asks_for_nothing_outside(page):
    text = page.read_text()
    assert set(re.findall(r"(?:https?|wss?)://[\w./-]+", text)) <= {OWN_NOTE}
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)=\"(?!data:)", text)
    assert not re.findall(r"^\s*(?:import|export) ", text, re.MULTILINE)
    assert not re.findall(r"@import|url\((?!data:)", text)


def test_is_small_and_alone_in_its_folder(page):
    assert page.stat().st_size < 2_000_000
    assert [path.name for path in page.parent.iterdir()] == ["twitch.html"]


def test_frames_are_the_runs(page):
    inside = _inside(page.read_text())["answers"]
    answers, limits = [row for row in inside if "case" in row], Limits(rows=rows_of(len(inside), Limits()))
    assert [row["case"] for row in answers] == ["fast", "slow"]
    for row in answers:
        header, columns = decode(b64decode(row["frame"]))
        _, wanted = decode(answer(Request.model_validate(row["request"]), limits))
        np.testing.assert_array_equal(columns["force"], wanted["force"])
        assert header["measures"]["relative_force.peak"] == pytest.approx(wanted["force"].max(), rel=0.02)


def test_a_condition_becomes_a_slider():
    found = recorded("myotonia", limits=Limits(rows=60))
    assert found["axis"]["label"] == "myotonia congenita"
    values = [row["value"] for row in found["answers"] if "value" in row]
    assert values[0] == 0.0 and values[-1] == 1.0 and values == sorted(values)
    assert all("frame" in row for row in found["answers"])


def test_a_lesson_beyond_one_fibre_is_shown_case_by_case(tmp_path):
    path = export("six-weeks", tmp_path / "x.html")
    inside = _inside(path.read_text())
    assert inside["answers"] == [] and inside["axis"] is None
    assert [row["case"] for row in inside["lessons"]] == ["grade 1", "grade 2", "grade 3"]
    assert path.stat().st_size < 2_000_000


def test_what_cannot_be_shown_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="did you mean twitch"):
        export("twich", tmp_path / "x.html")
    assert not list(tmp_path.iterdir())


def test_modules_follow_what_they_need():
    text = bundle()
    places = [text.index(f'modules["{name}"] = ') for name in ("dom.js", "traces.js", "lab.js")]
    assert places == sorted(places)
    assert "export " not in re.sub(r"`musclesim export`|/\*.*?\*/", "", text, flags=re.DOTALL)
