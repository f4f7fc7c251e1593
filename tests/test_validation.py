"""The published targets and how they are told. Targets that take long are run by `musclesim validate` itself."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator import ParameterError, plots
from simulator.cli import app
from simulator.validation import share, targets, validate
from simulator.validation.experiments import EXPERIMENTS

ASKED = {
    92,
    93,
    94,
    95,
    96,
    *range(14, 22),
    *range(56, 63),
    *range(65, 68),
    74,
    75,
    79,
    97,
    98,
    53,
    23,
    24,
    26,
    27,
    28,
    30,
    31,
    32,
    34,
    36,
    37,
    *range(39, 48),
    49,
    52,
}
SLOW = {
    101,
    102,
    103,
    104,
    105,
    106,
    61,
    62,
    63,
    64,
    65,
    66,
    67,
    9,
    10,
    11,
    12,
    42,
    49,
    52,
    53,
    54,
    55,
    77,
    80,
    82,
    83,
    84,
    85,
}
QUICK = list(dict.fromkeys(t.id for t in targets() if int(t.id) not in SLOW))


def test_every_target_has_an_experiment_a_range_and_a_source():
    for target in targets():
        assert target.experiment in EXPERIMENTS
        assert target.low <= target.high
        assert len(target.source) > 8
    assert len({t.id for t in targets()}) >= 50
    assert {str(n) for n in ASKED} <= {t.id for t in targets()}


def test_nine_in_ten_values_are_in_range_and_every_miss_is_explained():
    rows = validate(QUICK)
    assert share(rows) >= 0.9
    assert [r["target"] for r in rows if not r["passed"] and not r["note"]] == []
    figure = plots.validation(rows)
    words = {text.get_text() for ax in figure.axes for text in ax.get_yticklabels()}
    assert f"{rows[0]['target']}  {rows[0]['id']}" in words


def test_the_readme_counts_the_targets_rightly():
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert f"{len(targets())} values of the model with {len({t.id for t in targets()})} published targets" in readme


def test_an_unknown_target_is_refused():
    with pytest.raises(ParameterError, match="no target"):
        validate(["1000"])


def test_the_command_tells_range_value_verdict_and_source():
    result = CliRunner().invoke(app, ["validate", "--only", "26", "--json"])
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)["targets"]
    assert set(row) == {"id", "target", "low", "high", "value", "unit", "passed", "source", "note"}
    assert row["passed"] and row["low"] <= row["value"] <= row["high"]
    told = CliRunner().invoke(app, ["validate", "--only", "26"]).stdout
    assert "Hollingworth" in told and "1 of 1 values" in told
