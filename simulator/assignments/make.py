"""What students are given: their own fibre, or recordings of an unknown one."""

import re

from simulator.assignments.experiments import from_description
from simulator.assignments.instruments import recorded, written
from simulator.assignments.key import HEALTHY, AssignmentError
from simulator.assignments.read import stimuli_line
from simulator.assignments.variation import SPREAD, individual
from simulator.models.fibre import Fibre
from simulator.scenarios.writer import whole_text
from simulator.simulate import simulate

TITLE = re.compile(r"# preparation ([0-9a-f]{12}), experiment (.+?):")


def fibre(key, student):
    """Return a student's fibre, with its condition if it is an unknown one."""
    made = individual(getattr(Fibre, key.kind)(), key.generator("variation", student))
    name, severity = key.condition(student)
    return made if name == HEALTHY else made.with_condition(name, severity)


def recording(key, student, name):
    """Return the recordings of an experiment on a student's fibre, as the text of a CSV file."""
    experiment = from_description(key.experiments[name])
    run = simulate(experiment.on(fibre(key, student)), experiment.protocol, duration=experiment.duration,
                   interval=experiment.interval)  # fmt: skip
    shown = recorded(run, key.generator("noise", student, name))
    columns = [("time", [f"{t:.6g}" for t in run.time.values])]
    columns += [(quantity, [written(quantity, v) for v in values]) for quantity, values in shown.items()]
    header = ",".join(f"{quantity} ({run[quantity].attrs['units']})" for quantity, _ in columns)
    rows = [",".join(row) for row in zip(*(values for _, values in columns), strict=True)]
    title = f"# preparation {key.identity(student)}, experiment {name}: {experiment.meaning}"
    return "\n".join([title, stimuli_line(experiment.protocol.pulse_times), header, *rows, ""])


def preparation(key, student):
    """Return a student's own fibre as the text of a scenario file, to be run and changed at will."""
    known = fibre(key, student).parameters()
    numbers = ", ".join(f'"{path}" = {float(known[path])!r}' for path in SPREAD)
    return PREPARATION.format(kind=key.kind, numbers=numbers, preparation=key.identity(student))


def hand_out(key, folder, *, students=None, experiments=None, progress=None):
    """Write what each student is given to a folder of their own; return the paths.

    students, experiments : of the key, all unless told
    """
    students = key.students if students is None else students
    names = (key.experiments if experiments is None else experiments) if key.unknown else [""]
    folders = {student: folder / (_slug(student) or key.identity(student)) for student in key.students}
    if len(set(folders.values())) < len(folders):
        raise AssignmentError("two students would have the same folder: names must differ in letters or digits")
    done = []
    for student in students:
        folders[student].mkdir(parents=True, exist_ok=True)
        for name in names:
            text = recording(key, student, name) if name else preparation(key, student)
            done.append(whole_text(folders[student] / (f"{name}.csv" if name else "preparation.toml"), text))
        if progress:
            progress(student, 1.0)
    return done


def _slug(student):
    return re.sub(r"[^\w.-]+", "-", student).strip("-.")


PREPARATION = """\
# Your own fibre, preparation {preparation}: no other is quite like it. What differs stands in `set`; leave it there.
#
#     musclesim run preparation.toml -o results
#
# stimulates it and writes pictures and data files. Change what is done, and add cases with drugs or conditions;
# `musclesim check preparation.toml` tells mistakes. Hand in the data files (.nc) that your answers come from.

title = "My own fibre"
question = "How strong, how fast and how lasting is it?"
stage = "whole chain"
duration_ms = 600
interval_ms = 0.1
panels = ["membrane_potential", "calcium", "force"]
model = {{ kind = "{kind}" }}

[protocol]
pulses = {{ times_ms = [10] }}

[[cases]]
name = "mine"
set = {{ {numbers} }}

[lesson]
predict = "How will it differ from the fibre of your neighbour, and how from that of the scenario twitch?"
explain = "Fibres of one muscle differ in channels, pumps and cross-bridges: each link of the chain has its own."
ask = ["Which of its numbers are far from usual?", "Which measurement shows each of them best?"]
leaves_out = "How fibres come to differ: by use, age and place. The size of the variation is assumed."
"""
