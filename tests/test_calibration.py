"""The figures stored beside each fit are those of the numbers as they stand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "simulator" / "validation" / "calibration"


def numbers(value):
    """Return every number in nested lists and dictionaries, in order."""
    if isinstance(value, dict):
        return [n for key in sorted(value) for n in numbers(value[key])]
    if isinstance(value, list):
        return [n for item in value for n in numbers(item)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@pytest.mark.parametrize(
    "stage",
    ["membrane", "calcium", "crossbridge", "energy", "history", "potassium", "transients", "motoneuron", "recovery"],
)
def test_what_a_fit_has_stored_can_be_measured_again(stage):
    stored = FOLDER / f"{stage}.json"
    before = stored.read_bytes()
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"simulator.validation.calibration.{stage}"],
            env=os.environ | {"PYTHONPATH": str(FOLDER.parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        again = json.loads(stored.read_text())
    finally:
        stored.write_bytes(before)
    # 2 %: last digits of times and of counts per time depend on the machine's rounding
    assert numbers(again) == pytest.approx(numbers(json.loads(before)), rel=0.02, abs=0.02)
