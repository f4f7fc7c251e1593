"""Each student has a fibre of its own, which only the lecturer's key tells, and comes out again to the last bit."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray
from test_cli import musclesim

from simulator import Fibre, Pulse, Train, measures, plots, simulate
from simulator.assignments import (
    INSTRUMENTS,
    MENU,
    SPREAD,
    AssignmentError,
    Key,
    hand_out,
    individual,
    mark,
    read,
    recorded,
)
from simulator.assignments.experiments import USUAL, experiments
from simulator.assignments.make import fibre
from simulator.assignments.variation import FARTHEST
from simulator.cli.assign import EXPERIMENTS
from simulator.conditions import CONDITIONS
from simulator.scenarios import proof

CLASS = ("Ada", "Bo", "Cem", "Dai")
ILL = ("myotonia congenita=0.9", "slow reuptake")
TWITCH = {"twitch": MENU["twitch"].describe()}


@pytest.fixture(scope="module")
def key():
    return Key(students=CLASS, unknown=ILL, experiments=TWITCH, secret="00" * 32)


@pytest.fixture(scope="module")
def given(key, tmp_path_factory):
    folder = tmp_path_factory.mktemp("given")
    return dict(zip(CLASS, hand_out(key, folder), strict=True))


def data(file):
    return np.loadtxt(file, delimiter=",", skiprows=3)


def test_individuals_vary_as_told_and_stay_within_the_range_of_each_number():
    usual, rng = Fibre.fast().parameters(), np.random.default_rng(1)
    fibres = [individual(Fibre.fast(), rng).parameters() for _ in range(600)]
    for path, spread in SPREAD.items():
        factors = np.array([f[path] for f in fibres]) / usual[path]
        size = np.sqrt(np.log1p(spread**2))
        assert np.log(factors).std() == pytest.approx(size, rel=0.12)
        assert np.median(factors) == pytest.approx(1.0, abs=4 * 1.25 * size / np.sqrt(600))
        assert np.abs(np.log(factors)).max() <= FARTHEST * size * 1.0001
        assert all(f[path].low <= f[path] <= f[path].high for f in fibres)


def test_individuals_are_healthy():
    for seed in range(12):
        fast = individual(Fibre.fast(), np.random.default_rng(seed))
        run = simulate(fast, Train(50, 10), duration=700, interval=1)
        assert measures.answered(run) == 10
        assert measures.after_discharge(run).count == 0
        assert 0.5 < run.relative_force.max() < 1


def test_noise_has_the_size_that_is_told_and_no_bias():
    rest = simulate(Fibre.fast(), duration=2000, interval=0.2)
    shown = recorded(rest, np.random.default_rng(3))
    for name, (noise, relative, step) in INSTRUMENTS.items():
        error = shown[name] - rest[name].values
        size = np.sqrt(noise**2 + (relative * float(rest[name][0])) ** 2 + step**2 / 12)  # of rounding
        assert error.std() == pytest.approx(size, rel=0.05)
        assert abs(error.mean()) < 4 * size / np.sqrt(len(error))
        assert np.allclose(shown[name] / step, np.round(shown[name] / step), atol=1e-6)


def test_what_is_given_out_comes_out_again_to_the_last_byte(key, given, tmp_path):
    for file, again in zip(given.values(), hand_out(key, tmp_path), strict=True):
        assert file.read_bytes() == again.read_bytes()


def test_a_mark_tells_student_condition_and_that_nothing_was_changed(key, given):
    for student, file in given.items():
        found = mark(file, key)
        assert found.genuine
        assert (found.student, found.condition, found.severity) == (student, *key.condition(student))
        assert found.values == data(file).size


def test_one_changed_number_is_found(key, given, tmp_path):
    lines = given["Bo"].read_text().splitlines()
    time, potential, *rest = lines[501].split(",")
    lines[501] = ",".join([time, f"{float(potential) + 0.1:.1f}", *rest])
    changed = tmp_path / "twitch.csv"
    changed.write_text("\n".join(lines) + "\n")
    found = mark(changed, key)
    assert (found.genuine, found.differing) == (False, 1)
    assert found.largest == pytest.approx(0.1)
    changed.write_text("\n".join(lines[:400]))
    assert not mark(changed, key).genuine


def test_a_file_that_a_spreadsheet_has_saved_is_still_the_students_own(key, given, tmp_path):
    saved = tmp_path / "twitch.csv"
    saved.write_text("\ufeff" + given["Cem"].read_text().replace("\n", "\r\n").replace(".0,", ","), encoding="utf-8")
    assert mark(saved, key).genuine


def test_nothing_a_student_is_given_tells_the_condition(key, given):
    usual = Fibre.fast().parameters()
    for student, file in given.items():
        text = file.read_bytes().decode()
        words = [*CONDITIONS, "health", key.secret, "severity", "seed", "version"]
        assert not any(word in text for word in words)
        changed = {float(x) for path, x in fibre(key, student).parameters().items() if x != usual[path]}
        assert len(changed) >= len(SPREAD)
        assert not any(f"{x!r}" in text for x in changed if len(f"{x!r}") > 5)  # shorter ones may stand for others


def test_two_students_with_the_same_condition_have_different_data(key, given):
    same = [s for s in CLASS if key.condition(s)[0] == key.condition("Ada")[0]]
    assert len(same) >= 2
    one, other = (data(given[s])[:, 1:] for s in same[:2])
    assert (one != other).any(axis=0).all()


def test_without_the_secret_nothing_can_be_computed_from_a_name(key):
    names = [f"student {i}" for i in range(60)]
    one, other = Key(students=names, unknown=ILL), Key(students=names, unknown=ILL)
    assert {one.identity(s) for s in names}.isdisjoint({other.identity(s) for s in names})
    alike = sum(one.condition(s)[0] == other.condition(s)[0] for s in names)
    assert 12 < alike < 48  # as two coins: 30, standard deviation 4
    assert key.secret not in repr(key)


def test_another_key_is_refused(key, given):
    with pytest.raises(AssignmentError, match="was not made with this key"):
        mark(given["Ada"], Key(students=CLASS, unknown=ILL, experiments=TWITCH))
    with pytest.raises(AssignmentError, match="was not made with this key"):
        mark(given["Ada"], replace(key, secret="01" * 32))


def test_a_class_may_grow_without_a_change_for_those_who_are_there(key, given, tmp_path):
    grown = key.joined(["Eli"], "fast", ILL, {"rest": MENU["rest"].describe()})
    assert grown.students == (*CLASS, "Eli")
    again = hand_out(grown, tmp_path, students=["Dai"], experiments=["twitch"])
    assert again[0].read_bytes() == given["Dai"].read_bytes()
    with pytest.raises(AssignmentError, match="make another key"):
        key.joined(["Eli"], "fast", ["heat"], {})
    with pytest.raises(AssignmentError, match="rename its file"):
        key.joined([], "fast", ILL, {"twitch": MENU["rest"].describe()})


def test_a_key_is_kept_whole_and_for_its_owner(key, tmp_path):
    file = tmp_path / "key.json"
    key.save(file)
    assert Key.load(file) == key
    assert json.loads(file.read_text())["answers"]["Ada"]["condition"] == key.condition("Ada")[0]
    assert not key.newer()
    assert replace(key, versions=key.versions | {"numpy": "1.0"}).newer().endswith("(was 1.0)")
    file.write_text("{}")
    with pytest.raises(AssignmentError, match="no key"):
        Key.load(file)


def test_students_ask_for_experiments_of_their_own_but_cannot_change_the_fibre(tmp_path):
    musclesim_file = tmp_path / "mine.toml"
    text = Path(__file__).parents[1].joinpath("simulator/cli/template.toml").read_text()
    asked = text.replace(
        'scale = { "calcium.uptake_rate" = 0.5 }', "drugs_uM = { dantrolene = 10 }\nset = { temperature = 30 }"
    )
    musclesim_file.write_text(asked)
    found = experiments([str(musclesim_file)])
    assert list(found) == ["mine-healthy", "mine-half the pump"]
    assert found["mine-half the pump"].drugs == {"dantrolene": 10}
    musclesim_file.write_text(text)
    with pytest.raises(AssignmentError, match="calcium.uptake_rate cannot be chosen"):
        experiments([str(musclesim_file)])
    with pytest.raises(AssignmentError, match="did you mean twitch"):
        experiments(["twich"])


def test_an_own_fibre_is_run_by_any_protocol_and_known_again(tmp_path):
    (tmp_path / "class.csv").write_text("student,group\nAda,1\nBo,2\n")
    key, given = tmp_path / "key.json", tmp_path / "given"
    assert musclesim("assign", tmp_path / "class.csv", "--key", key, "-o", given).exit_code == 0
    mine = given / "Bo" / "preparation.toml"
    assert proof.problems(mine) == []
    text = (
        mine.read_text()
        .replace("times_ms = [10]", "times_ms = [10, 40]")
        .replace("duration_ms = 600", "duration_ms = 200")
    )
    set_ = next(line for line in text.splitlines() if line.startswith("set"))
    ill = f'[[cases]]\nname = "ill"\nconditions = {{ "slow reuptake" = 0.7 }}\n{set_}\n\n[lesson]'
    mine.write_text(text.replace("[lesson]", ill).replace("interval_ms = 0.1", "interval_ms = 1"))
    assert musclesim("run", mine, "-o", tmp_path / "results").exit_code == 0
    handed_in = sorted((tmp_path / "results").glob("*.nc"))
    marked = json.loads(musclesim("mark", *handed_in, "--key", key, "--json").stdout)["marks"]
    assert [(m["student"], m["genuine"]) for m in marked] == [("Bo", True), ("Bo", True)]
    assert marked[0]["condition"] == "slow reuptake 0.7"
    changed = xarray.load_dataset(handed_in[1])
    changed.force[50] += 1e-9
    changed.to_netcdf(handed_in[1])
    assert musclesim("mark", handed_in[1], "--key", key).exit_code == 1
    other = Key(students=("Ada", "Bo"))
    with pytest.raises(AssignmentError, match="not that of any student"):
        mark(handed_in[0], other)


def test_the_command_keeps_the_key_away_from_what_is_given_out(tmp_path):
    (tmp_path / "class.csv").write_text("student\nAda\n")
    given = musclesim("assign", tmp_path / "class.csv", "--key", tmp_path / "out" / "key.json", "-o", tmp_path / "out")
    assert given.exit_code == 2
    assert "keep it elsewhere" in given.stderr
    (tmp_path / "class.csv").write_text("student\nAda\nAda\n")
    given = musclesim("assign", tmp_path / "class.csv", "--key", tmp_path / "key.json", "-o", tmp_path / "out")
    assert "'Ada' stands there twice" in given.stderr
    given = musclesim(
        "assign", tmp_path / "class.csv", "--key", tmp_path / "key.json", "-o", tmp_path, "--unknown", "gout"
    )
    assert given.exit_code == 2


def test_recordings_are_measured_and_drawn_as_runs_are(key, given):
    for student, file in given.items():
        shown = read(file)
        run = simulate(fibre(key, student), Pulse(), duration=400, interval=0.1)
        assert measures.spikes(shown) == pytest.approx(measures.spikes(run), abs=0.05)
        assert measures.twitch(shown).peak == pytest.approx(measures.twitch(run).peak, abs=4)
        assert len(plots.overview(shown, panels=["membrane_potential", "force"]).axes) == 3
    with pytest.raises(AssignmentError, match="holds no recordings"):
        read(__file__)


def test_the_help_names_all_experiments_of_the_menu():
    assert [name for name in MENU if name in EXPERIMENTS] == list(MENU)
    assert EXPERIMENTS.endswith(f"Usual: {', '.join(USUAL)}.")
