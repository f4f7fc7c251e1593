"""Whatever the README, the examples and the notebooks say is executed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(arguments, folder):
    environment = {"MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    import os

    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=os.environ | environment, capture_output=True, text=True
    )


def test_the_python_of_the_readme_runs(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        done = run(["-c", block], tmp_path)
        assert done.returncode == 0, done.stderr
        words = "AfterDischarge(count=", "Sustained(duration=", "relaxation.half_time", "95 % interval", "vmax"
        assert any(word in done.stdout for word in words)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_runs(example, tmp_path):
    done = run([str(example)], tmp_path)
    assert done.returncode == 0, done.stderr


def test_every_scenario_stands_in_the_readme_with_its_question():
    from simulator import scenarios

    for name in scenarios.names():
        assert f"| `{name}` | {scenarios.load(name).question} |" in README


def claims(text):
    """Return each claim of the table, what to run and the verdict, without links."""
    rows = re.findall(r"^\| (\d+\. .*?) \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    return [(claim, re.sub(r"\[(.*?)\]\(.*?\)", r"\1", run), verdict) for claim, run, verdict in rows]


def test_the_claims_stand_alike_in_the_readme_and_in_the_lesson_on_the_back():
    cells = json.loads((ROOT / "notebooks" / "08_the_back.ipynb").read_text())["cells"]
    assert len(claims(README)) == 21
    assert claims(README) in [claims("".join(cell["source"])) for cell in cells]


def test_every_scenario_that_a_claim_names_exists():
    from simulator import scenarios

    named = {word for _, run, _ in claims(README) for word in re.findall("`([a-z0-9][a-z0-9-]*)`", run)}
    assert named and named <= set(scenarios.names())


def test_every_file_the_readme_points_to_exists():
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_commands_of_the_readme():
    assert "README.md" in (ROOT / ".ci" / "run").read_text()
    assert len(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)) == 2


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_notebook_runs_and_is_stored_without_outputs(notebook, tmp_path):
    cells = json.loads(notebook.read_text())["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    assert 10 <= len(cells) <= 24
    done = run(["-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", str(notebook)], tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_lesson_asks_predicts_confesses_and_hides_its_answers(notebook):
    cells = json.loads(notebook.read_text())["cells"]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert words[0].startswith(f"# {int(notebook.stem[:2])}. ")
    assert "**Question.**" in words[0] and "**Predict" in words[0]
    assert any("## Change something" in text for text in words)
    assert any("**What the model leaves out.**" in text for text in words)
    exercises, answers = (next(text for text in words if mark in text) for mark in ("## Exercises", "<details>"))
    assert [f"\n{i}. " in exercises and f"\n{i}. " in answers for i in (1, 2, 3)] == [True] * 3
    assert sum("assert " in "".join(cell["source"]) for cell in cells) >= 4  # what it says is checked
