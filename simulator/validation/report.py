"""The report of a validation: a page in Markdown with its pictures, and the rows as JSON."""

import json

from simulator import plots
from simulator.curves import CURVES
from simulator.scenarios.writer import picture, whole_text
from simulator.validation.fibres import FIBRES
from simulator.validation.run import share

SHOWN = {  # curves that go into the report, with their words
    "force-frequency": "Force and fusion by the rate of stimulation",
    "length-tension": "Active, passive and total force by sarcomere length",
    "force-velocity": "Force, velocity and power, with Hill's hyperbola",
    "force-pca": "Force of a skinned fibre by calcium",
    "redevelopment": "Force after release and restretch",
    "temperature": "The twitch by temperature",
}
HEAD = "| no. | target | published | model | unit | verdict | source |\n|---|---|---|---|---|---|---|\n"


def write_report(folder, rows):
    """Write report.md, targets.json and pictures into a folder; return their paths."""
    written = [whole_text(folder / "targets.json", json.dumps({"targets": rows}, indent=1) + "\n")]
    written.append(picture(folder / "targets.png", plots.validation(rows)))
    for kind in SHOWN:
        found = {name: CURVES[kind](fibre) for name, fibre in FIBRES.items()}
        written.append(picture(folder / f"{kind}.png", plots.curve(found)))
    return [whole_text(folder / "report.md", page(rows)), *written]


def page(rows):
    """Return the report as Markdown."""
    met = sum(row["passed"] for row in rows)
    text = "# The model and what was measured\n\n"
    text += f"{met} of {len(rows)} values ({100 * share(rows):.0f} %) lie within their published range.\n\n"
    text += "![where each value lies in its range](targets.png)\n\n" + HEAD
    for row in rows:
        verdict = "holds" if row["passed"] else "**misses**"
        value = "-" if row["value"] is None else f"{row['value']:.4g}"
        text += f"| {row['id']} | {row['target']} | {row['low']:g} to {row['high']:g} | {value} | {row['unit']} "
        text += f"| {verdict} | {row['source']} |\n"
    missed = [row for row in rows if not row["passed"]]
    if missed:
        text += "\n## Why it misses\n\n"
        text += "".join(f"- **{row['id']}, {row['target']}**: {row['note'] or 'not explained'}\n" for row in missed)
    text += "\n## Curves\n\n"
    return text + "".join(f"{words}\n\n![{words}]({kind}.png)\n\n" for kind, words in SHOWN.items())
