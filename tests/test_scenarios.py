"""Every packaged scenario keeps its promises, and every mistake in one's own is told."""

import re
from functools import cache
from pathlib import Path

import pytest

from simulator import ScenarioError, scenarios
from simulator.measures.readings import READINGS, read
from simulator.protocol import Cycle, Load, Stretch
from simulator.quantity import ParameterError
from simulator.scenarios import runner, saved
from simulator.scenarios.mistakes import key_lines

NAMES = scenarios.names()
ROWS = [(name, row) for name in NAMES for row in range(len(scenarios.load(name, numbers=False).expect))]
outcome = cache(scenarios.run)


def row_name(value):
    return value if isinstance(value, str) else str(value)


@pytest.mark.parametrize(("name", "row"), ROWS, ids=row_name)
def test_what_a_scenario_expects_comes_out(name, row):
    told = outcome(name).expect[row]
    assert told["passed"], told


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_reads_every_case(name):
    found = outcome(name)
    assert set(found.measures) == {case.name for case in scenarios.load(name, numbers=False).cases}
    assert all(found.measures.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_predicts_explains_asks_and_confesses(name):
    lesson = scenarios.load(name, numbers=False).lesson
    assert min(len(lesson.predict), len(lesson.explain), len(lesson.leaves_out)) > 80
    assert len(lesson.ask) >= 2
    assert all(question.strip().endswith(("?", ".")) for question in lesson.ask)


def test_the_seven_scenarios_are_there():
    assert set(NAMES) >= {
        "twitch", "tetanus", "force-frequency", "myotonia", "paralysis", "calcium-leak-contracture",
        "slow-relaxation",
    }  # fmt: skip


def test_every_measure_has_unit_and_meaning():
    assert all(reading.unit and reading.meaning for reading in READINGS.values())


GOOD = """\
title = "t"
question = "q"
stage = "membrane"
duration_ms = 60
model = { name = "shorten2007" }

[protocol]
train = { rate_hz = 50, count = 2 }

[[cases]]
name = "one"

[[cases]]
name = "two"
scale = { "fibre.nu_SR" = 0.5 }

[lesson]
predict = "p"
explain = '''
several lines
fake_key = 3
'''
ask = ["a"]
leaves_out = "l"

[[expect]]
measure = "spikes.count"
case = "one"
low = 2
high = 2
source = "s"

[[expect]]
measure = "peak_force"
ratio = ["two", "one"]
low = 1
source = "s"
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a scenario file, with pieces of the good one replaced."""

    def write(*replaced):
        text = GOOD
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        file = tmp_path / "mine.toml"
        file.write_text(text)
        return file

    return write


def problems(file):
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(file)
    return caught.value.problems


def test_a_scenario_of_ones_own_runs(written):
    found = scenarios.run(written())
    assert found.passed
    assert [row["case"] for row in found.expect] == ["one", "two / one"]
    assert found.describe()["cases"]["one"]["spikes.count"] == 2


def test_changes_on_top_act_on_every_case(written):
    usual = scenarios.run(written())
    weak = scenarios.run(written(), changes={"fibre.nu_SR": 0.5})
    assert all(weak.measures[case]["peak_force"] > usual.measures[case]["peak_force"] for case in ("one", "two"))
    with pytest.raises(ParameterError, match="did you mean"):
        scenarios.run(written(), changes={"fibre.nu_SRR": 0.5})


def test_a_failed_expectation_is_not_hidden(written):
    found = scenarios.run(written(("low = 2\nhigh = 2", "low = 3")))
    assert not found.passed
    assert found.expect[0]["value"] == 2


MISTAKES = [
    (("duration_ms", "lenght_ms"), 4, "lenght_ms: unknown key"),
    (("duration_ms = 60", 'duration_ms = "long"'), 4, "duration_ms: is 'long', but must be a number"),
    (("rate_hz = 50", "rate_hz = 5000"), 8, "rate_hz: is 5000, outside the allowed range, 0.01 to 2000 Hz"),
    (("count = 2", "cuont = 2"), 8, "did you mean count"),
    (("count = 2", "count = 2, lasting_ms = 20"), 8, "needs one of count and lasting_ms"),
    (('stage = "membrane"', 'stage = "membrain"'), 3, "did you mean membrane?"),
    (("fibre.nu_SR", "fibre.nu_RS"), 15, "did you mean fibre.nu_SR"),
    (('"fibre.nu_SR" = 0.5', '"fibre.nu_SR" = 500'), 15, "is outside 0 to 48.75"),
    (('"fibre.nu_SR" = 0.5', '"fibre.nu_SR" = "half"'), 15, "but must be a number"),
    (("scale =", "conditions ="), 15, "conditions and drugs act on our own fibre only"),
    (('name = "two"', 'name = "one"'), 10, "two cases are named 'one'"),
    (("spikes.count", "spikes.cuont"), 27, "did you mean spikes.count"),
    (('case = "one"', 'case = "onne"'), 28, "did you mean one"),
    (("high = 2", "high = 1"), 29, "low: is 2, above high = 1"),
    (('case = "one"\nlow = 2\nhigh = 2', 'case = "one"'), 26, "needs low, high or both"),
    (('case = "one"', 'case = "one"\nunit = "mV"'), 29, "spikes.count is in 1"),
    (("spikes.count", "half_force_frequency"), 27, "no measure 'half_force_frequency'"),
    (('ratio = ["two", "one"]', 'ratio = ["two"]'), 35, "must hold at least 2, not 1"),
    (('ratio = ["two", "one"]', ""), 33, "needs one of case and ratio"),
    (("leaves_out", "left_out"), 17, "lesson.leaves_out: is missing"),
    (("count = 2 }", "count = 2 }\nload = { load = 5 }"), 9, "load.load: is 5, outside the allowed range, 0 to 3"),
    (("count = 2 }", "count = 2 }\nload = { lode = 1 }"), 9, "did you mean load"),
    (("count = 2 }", "count = 2 }\nload = { load = 1, start_ms = 5, end_ms = 4 }"), 9, "end_ms: is 4, but the load is"),
    (("count = 2 }", "count = 2 }\nstretches = [{ at_ms = 5, by = 2, lasting_ms = 5 }]"), 9, "by: is 2, outside"),
    (("count = 2 }", "count = 2 }\nstretches = [{ at_ms = 5, by = 0.1 }]"), 9, "lasting_ms: is missing"),
    (("count = 2 }", "count = 2 }\ncycle = { rate_hz = 500, amplitude = 0 }"), 9, "range, 0.01 to 100 Hz"),
    (("count = 2 }", "count = 2 }\ncycle = { rate_hz = 5, amplitude = 0 }"), 9, "only our own fibre and muscle"),
    (("duration_ms = 60", 'duration_ms = 60\npanels = ["calsium"]'), 5, "did you mean calcium"),
]  # fmt: skip


@pytest.mark.parametrize(("replaced", "line", "told"), MISTAKES, ids=[told for _, _, told in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_key(written, replaced, line, told):
    file = written(replaced)
    matching = [problem for problem in problems(file) if told in problem]
    assert matching, problems(file)
    assert matching[0].startswith(f"{file}:{line}: ")


def test_all_mistakes_are_told_at_once_in_order_of_their_lines(written):
    file = written(
        ('stage = "membrane"', "stage = 3"), ("rate_hz = 50", "rate_hz = -1"), ("fibre.nu_SR", "fibre.x"),
        ("spikes.count", "spikes"), ('case = "one"', 'case = "three"'),
    )  # fmt: skip
    lines = [int(problem.removeprefix(f"{file}:").split(":")[0]) for problem in problems(file)]
    assert lines == [3, 8, 15, 27, 28]


@pytest.mark.parametrize(
    "text", ["title = ", "cases = 3\nexpect = [1]\npanels = 2\nprotocol = 1\nlesson = 4", "cases = [1]"]
)
def test_a_file_of_nonsense_is_refused_in_words(tmp_path, text):
    file = tmp_path / "x.toml"
    file.write_text(text)
    assert problems(file)


def test_a_protocol_that_cannot_be_carried_out_is_refused(written):
    with pytest.raises(ScenarioError, match="start at or after the end of the run"):
        scenarios.run(written(("count = 2", "count = 200")))


def test_a_name_nearly_right_is_suggested():
    with pytest.raises(ScenarioError, match="did you mean twitch"):
        scenarios.load("twich")
    with pytest.raises(ScenarioError, match="no such file"):
        scenarios.load("nowhere/twitch.toml")


def test_lines_are_found_in_nested_tables_and_after_long_texts():
    lines = key_lines("a = 1\n[[b]]\nc = '''\nd = 2\n'''\n[b.e]\n\"f g\" = 1\n[[b]]\nc = 2\n[h.i]\nj.k = 1\n")
    assert lines[("b", 0, "c")] == 3
    assert lines[("b", 0, "e", "f g")] == 7
    assert lines[("b", 1, "c")] == 9
    assert lines[("h", "i", "j", "k")] == 11
    assert ("b", 0, "d") not in lines


def test_what_has_no_place_beside_a_curve_is_told(tmp_path):
    """One rule for each: no protocol, no duration, and our own fibre only."""
    file = tmp_path / "curve.toml"
    text = Path(scenarios.loader.find("force-frequency")).read_text()
    file.write_text(text.replace("[curve]", 'duration_ms = 5\n[protocol]\n[model]\nname = "shorten2007"\n[curve]'))
    with pytest.raises(ScenarioError) as told:
        scenarios.load(file)
    for words in (
        "needs one of duration_ms, duration_d (of a recovery) and curve",
        "protocol: has no place",
        "model.name: has no place",
    ):
        assert words in str(told.value)


def test_a_curve_that_does_not_exist_and_a_number_that_it_has_not_are_told(tmp_path):
    file = tmp_path / "curve.toml"
    text = Path(scenarios.loader.find("force-frequency")).read_text()
    file.write_text(text.replace("force-frequency", "force-frequncy", 1).replace("twitch_tetanus_ratio", "vmax"))
    with pytest.raises(ScenarioError, match="curve.kind"):
        scenarios.load(file)
    file.write_text(text.replace("twitch_tetanus_ratio", "vmax"))
    with pytest.raises(ScenarioError, match="no measure 'vmax'"):
        scenarios.load(file)


def test_a_fibre_is_loaded_stretched_and_moved_to_and_fro(written):
    moved = (
        "load = { load = 0.3, start_ms = 50 }\nstretches = [{ at_ms = 2, by = 0.1, lasting_ms = 5 }]\n"
        "cycle = { rate_hz = 50, amplitude = -0.01, count = 2, start_ms = 8 }"
    )
    file = written(
        ('model = { name = "shorten2007" }', ""), ("count = 2 }", f"count = 2 }}\n{moved}"),
        ("fibre.nu_SR", "calcium.uptake_rate"),
    )  # fmt: skip
    scenario = scenarios.load(file)
    protocol = scenarios.runner.protocol_of(scenario, scenario.cases[0])
    at_rest = Stretch(2, 0.1, lasting=5) + Load(0.3, start=50) + Cycle(50, -0.01, 2, start=8)
    assert protocol.moves == at_rest.moves
    run = dict(scenarios.play(scenario, "mine"))["one"]
    assert float(run.length.sel(time=7.5)) == pytest.approx(1.1 * 2.725, rel=0.005)


def test_moves_that_overlap_are_refused(written):
    moves = ", ".join(f"{{ at_ms = {at}, by = 0.1, lasting_ms = 5 }}" for at in (2, 4))
    file = written(
        ('model = { name = "shorten2007" }', ""), ("count = 2 }", f"count = 2 }}\nstretches = [{moves}]"),
        ("fibre.nu_SR", "calcium.uptake_rate"),
    )  # fmt: skip
    with pytest.raises(ScenarioError, match="moves overlap"):
        scenarios.run(file)


def test_an_unknown_measure_is_refused():
    with pytest.raises(KeyError, match="did you mean"):
        read("spikes.cuont", {})


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('kind = "pen"', 'kind = "pen", mass_kg = 5', "mass_kg: has no place in the task 'pen'"),
        ('kind = "pen"', 'kind = "lift"', "needs mass_kg"),
        ('name = "back"', 'name = "fibre"', "only a back has been through something before"),
        ('name = "back"', 'name = "recovery"', "needs one of grade and damage"),
    ],
)
def test_what_a_back_cannot_do_is_told(tmp_path, right, wrong, words):
    file = tmp_path / "pen.toml"
    file.write_text(Path(scenarios.loader.find("pen-from-the-floor")).read_text().replace(right, wrong))
    with pytest.raises(ScenarioError, match=re.escape(words)):
        scenarios.load(file)


@pytest.mark.parametrize(
    ("name", "case"), [("pen-from-the-floor", "after weeks of slumping"), ("six-weeks", "grade 2")]
)
def test_a_saved_back_and_a_saved_recovery_run_again_to_the_same_bits(tmp_path, name, case):
    results = dict(runner.play(scenarios.load(name), name))[case]
    results.to_netcdf(tmp_path / "run.nc")
    again = saved.rerun(tmp_path / "run.nc")[2]
    assert all((again[key].values == results[key].values).all() for key in again.data_vars)
