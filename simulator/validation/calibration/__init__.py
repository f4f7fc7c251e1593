"""The fits: one re-runnable script for each stage, and what it measured."""

import json
import re
from pathlib import Path


def table(measured, targets):
    """Return {measure: [value, low, high, met]}; a measure without a target has only its value."""
    rows = {}
    for label, value in measured.items():
        low, high = targets.get(label, (None, None))
        met = [] if low is None else [low, high, bool(low <= value <= high)]
        rows[label] = [float(f"{value:.4g}"), *met]
    return rows


def store(script, groups):
    """Write {group: {measure: row}} as JSON beside a script, a row on a line, and print it."""
    text = re.sub(r"\n {2,}(?=[^ \"])", "", json.dumps(groups, indent=1))
    text = re.sub(r"\n {2,}\]", "]", text)
    Path(script).with_suffix(".json").write_text(text + "\n")
    for group, rows in groups.items():
        for label, row in rows.items():
            print(f"{group:28} {label:42} {row[0]:9.4g}", *row[1:])
