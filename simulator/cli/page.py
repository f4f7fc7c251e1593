"""A scenario as a web page for the class: one file that needs nothing else, made from the scenario's own words."""

from base64 import b64encode
from html import escape

from simulator.cli.tables import bounds, differs, number

STYLE = """
:root { color-scheme: light dark }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem; line-height: 1.2; margin-bottom: .3rem } h2 { font-size: 1.15rem; margin: 1.6rem 0 .3rem }
p { margin: .4rem 0 } .question { font-size: 1.2rem } .small { font-size: .88rem; opacity: .8 }
table { border-collapse: collapse; width: 100%; font-size: .92rem } img { max-width: 100%; background: white }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #8886 }
summary { cursor: pointer; font-weight: 600; margin: 1.2rem 0 .4rem } code { font-size: .95em }
@media print { body { font-size: 11pt; margin: 0 } }
""".strip()


def page(name, scenario, outcome=None, picture=None):
    """Return the page of a Scenario; with its outcome and picture (PNG, bytes) if it has been run."""
    lesson = scenario.lesson
    asked = "".join(f"<li>{escape(question)}</li>" for question in lesson.ask)
    parts = [
        f'<p class="question">{escape(scenario.question)}</p>',
        f'<p class="small">Stage: {escape(scenario.stage)}. Run it: <code>musclesim run {escape(name)}</code></p>',
        _section("Cases", _table(["case", "what differs"], [[c.name, differs(c)] for c in scenario.cases])),
        _section("Predict", f"<p>{escape(lesson.predict)}</p>"),
        _hidden("What comes out", _found(scenario, outcome, picture)),
        _hidden("Why", f"<p>{escape(lesson.explain)}</p>"),
        _section("Ask", f"<ul>{asked}</ul>"),
        _section("What the model leaves out", f"<p>{escape(lesson.leaves_out)}</p>"),
    ]
    return document(scenario.title, "\n".join(parts))


def index(rows):
    """Return a page that leads to those of some scenarios, [{"name", "title", "stage", "question"}]."""
    lines = [
        f'<tr><td><a href="{escape(row["name"])}.html">{escape(row["title"])}</a></td>'
        f"<td>{escape(row['question'])}</td><td>{escape(row['stage'])}</td></tr>"
        for row in rows
    ]
    head = "<tr><th>experiment</th><th>question</th><th>stage</th></tr>"
    return document("Experiments on muscle", f"<table>{head}{''.join(lines)}</table>")


def document(title, body):
    """Return an HTML page."""
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width"><style>\n{STYLE}\n</style></head>\n'
        f"<body><h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def _found(scenario, outcome, picture):
    """Return the picture, and what was expected beside what came out."""
    shown = ""
    if picture:
        words = f"Traces of {', '.join(case.name for case in scenario.cases)}; the numbers stand in the table"
        shown = f'<img src="data:image/png;base64,{b64encode(picture).decode()}" alt="{escape(words)}">'
    if not scenario.expect:
        return shown
    values = (
        [[number(row["value"]), "holds" if row["passed"] else "FAILS"] for row in outcome.expect] if outcome else []
    )
    values = values or [[] for _ in scenario.expect]
    rows = [
        [row.measure, row.subject, f"{bounds(row.low, row.high)} {row.unit or ''}", *value, row.source]
        for row, value in zip(scenario.expect, values, strict=True)
    ]
    return shown + _table(["measure", "case", "expected", *(["found", ""] if outcome else []), "source"], rows)


def _section(title, body):
    return f"<h2>{escape(title)}</h2>\n{body}"


def _hidden(title, body):
    """Return what is not to be seen before the class has made its predictions."""
    return f"<details><summary>{escape(title)}</summary>\n{body}</details>"


def _table(columns, rows):
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
