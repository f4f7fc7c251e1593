"""What is made for those who write lessons: a template, its check, pages, and a cheat sheet."""

import re
from html.parser import HTMLParser

import pytest
from test_cli import musclesim
from test_scenarios import GOOD

from simulator import scenarios
from simulator.cli import app
from simulator.cli.cheatsheet import SIZE, blocks, cheatsheet
from simulator.cli.page import page
from simulator.conditions import everything
from simulator.measures.readings import READINGS
from simulator.scenarios import proof


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_template_passes_its_check_and_does_what_it_expects(folder):
    assert musclesim("new", "mine").exit_code == 0
    assert musclesim("check", "mine.toml").exit_code == 0
    assert musclesim("run", "mine.toml").exit_code == 0


def test_every_setting_offered_by_the_template_is_allowed(folder):
    musclesim("new", "mine")
    text = (folder / "mine.toml").read_text()
    for line in re.findall(r"^# ((?:model|train|changes|stretches|load|conditions|drugs_uM) = .*)", text, re.MULTILINE):
        name = line.split(" = ")[0]
        changed = re.sub(rf"^{name} = .*$", "", text, flags=re.MULTILINE).replace(f"# {line}", line)
        assert line in changed
        (folder / "other.toml").write_text(_without_clashes(changed, name))
        assert proof.problems("other.toml") == []


def _without_clashes(text, name):
    """Return the template without the pulses and panels that have no place beside a setting."""
    text = text.replace("pulses = { times_ms = [10] }\n", "") if name == "train" else text
    return text.partition("[[expect]]")[0] if name in ("train", "model") else text


def test_new_never_overwrites(folder):
    (folder / "mine.toml").write_text("precious")
    given = musclesim("new", "mine")
    assert given.exit_code == 2
    assert "stays as it is" in given.stderr
    assert (folder / "mine.toml").read_text() == "precious"
    assert musclesim("new", "../elsewhere").exit_code == 2


def test_check_tells_all_mistakes_of_all_files(folder):
    (folder / "one.toml").write_text(GOOD.replace("duration_ms", "durration_ms").replace('measure = "', 'measure = "x'))
    (folder / "two.toml").write_text("title = ")
    (folder / "good.toml").write_text(GOOD)
    given = musclesim("check", "one.toml", "good.toml", "two.toml", "three.toml")
    assert given.exit_code == 1
    for words in (
        "durration_ms",
        "did you mean duration_ms or",
        "no measure",
        "two.toml: not valid TOML",
        "no such file",
    ):
        assert words in given.stderr
    assert given.stdout == "good.toml: nothing wrong\n"


def test_check_finds_what_would_only_show_in_the_run(folder):
    late = GOOD.replace("[protocol]", "[protocol]\nchanges = [{ at_ms = 1e6, set = { 'fibre.nu_SR' = 1.0 } }]")
    (folder / "late.toml").write_text(late)
    assert "start at or after the end of the run" in proof.problems("late.toml")[0]
    (folder / "panels.toml").write_text(GOOD.replace('stage = "', 'panels = ["emg"]\nstage = "', 1))
    assert "panels[1]: no quantity 'emg' of a" in proof.problems("panels.toml")[0]


def test_every_scenario_passes_the_check_and_has_a_whole_page():
    for name in scenarios.names():
        assert proof.problems(name) == []
        scenario = scenarios.load(name)
        shown = _Text(page(name, scenario)).text
        said = (scenario.question, scenario.lesson.predict, scenario.lesson.explain, scenario.lesson.leaves_out)
        for words in (*said, *scenario.lesson.ask, *(row.source for row in scenario.expect)):
            assert " ".join(words.split()) in shown


def test_a_page_shows_what_came_out_and_escapes_what_is_written(folder):
    (folder / "mine.toml").write_text(GOOD.replace('question = "', 'question = "<b> & '))
    assert musclesim("pages", "mine.toml", "cheatsheet", "-o", "out").exit_code == 0
    text = (folder / "out" / "mine.html").read_text()
    assert "&lt;b&gt; &amp;" in text
    assert "data:image/png;base64," in text
    assert "<td>holds</td>" in text
    assert (folder / "out" / "cheatsheet.pdf").read_bytes().startswith(b"%PDF")
    assert not (folder / "out" / "index.html").exists()


def test_the_cheat_sheet_is_one_page_that_holds_every_name():
    figure = cheatsheet()
    assert tuple(figure.get_size_inches()) == SIZE
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    for text in figure.texts:
        box = text.get_window_extent()
        assert 0 < box.x0 < box.x1 < width and 0 < box.y0 < box.y1 < height
    told = {line.name for _, lines in blocks() for line in lines}
    conditions, drugs = everything()
    assert {*READINGS, *(c.name for c in (*conditions, *drugs))} <= told
    assert {c.name or c.callback.__name__.rstrip("_") for c in app.registered_commands} <= told


class _Text(HTMLParser):
    """The words of a page, with single spaces."""

    def __init__(self, html):
        super().__init__()
        self.parts = []
        self.feed(html)
        self.text = " ".join(" ".join(self.parts).split())

    def handle_data(self, data):
        self.parts.append(data)
