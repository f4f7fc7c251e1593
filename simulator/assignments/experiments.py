"""Experiments on a fibre in a dish: a protocol, the bath and its warmth, and how it is recorded."""

from dataclasses import dataclass, field
from pathlib import Path

from simulator import protocol
from simulator.assignments.key import AssignmentError
from simulator.protocol import Change, Protocol, Pulse, Rest, Train
from simulator.quantity import suggestion
from simulator.scenarios import loader, runner

BATH = ("temperature", "mechanics.set_length", "membrane.bath_")  # what a laboratory can set


@dataclass(frozen=True)
class Experiment:
    """What is done to a fibre, how long and how finely it is kept (ms), and in which bath: numbers and drugs (uM)."""

    protocol: Protocol
    duration: float
    interval: float
    meaning: str
    set: dict = field(default_factory=dict)
    drugs: dict = field(default_factory=dict)

    def on(self, fibre):
        """Return the fibre in the bath of this experiment."""
        for name, concentration in self.drugs.items():
            fibre = fibre.with_drug(name, concentration)
        return fibre.with_parameters(self.set)

    def describe(self):
        """Return it as plain data."""
        return vars(self) | {"protocol": self.protocol.describe()}


def from_description(description):
    """Return the Experiment that `describe` was called on."""
    return Experiment(**description | {"protocol": protocol.from_description(description["protocol"])})


MENU = {
    "rest": Experiment(Rest(), 2000.0, 0.5, "nothing is done"),
    "twitch": Experiment(Pulse(), 400.0, 0.1, "one stimulus"),
    "tetanus": Experiment(Train(50, 20), 2500.0, 0.25, "20 stimuli at 50 Hz, then silence"),
    "cool": Experiment(Train(50, 20), 3500.0, 0.25, "the same at 27 degC", {"temperature": 27.0}),
    "potassium": Experiment(
        Train(50, 20), 2500.0, 0.25, "the same in 8 mM potassium", {"membrane.bath_potassium": 8.0}
    ),
    "caffeine": Experiment(Change(1000, drugs={"caffeine": 2000}), 4000.0, 1.0, "caffeine, 2 mM, from 1 s on"),
    "exercise": Experiment(
        Train(40, 16, repeats=60, every=1000), 60_000.0, 5.0, "0.4 s of 40 Hz every second, for a minute"
    ),
}
USUAL = ("twitch", "tetanus", "cool", "exercise")


def experiments(names):
    """Return {name: Experiment} of names of the MENU, and of scenario files: one for each of their cases.

    Raises AssignmentError for an unknown name, and for a file that does what cannot be done to a fibre in a dish.
    """
    found = {}
    for name in names:
        if name in MENU:
            found[name] = MENU[name]
        elif Path(name).suffix == ".toml":
            found |= _of_file(name)
        else:
            raise AssignmentError(f"no experiment {name!r}{suggestion(name, MENU)}; or a scenario's file (.toml)")
    return found


def _of_file(name):
    """Return {name: Experiment} of the cases of a scenario file, whose models count for nothing."""
    scenario, stem = loader.load(name), Path(name).stem
    if scenario.curve:
        raise AssignmentError(f"{name} asks for a curve: a scenario of single runs is needed")
    found = {}
    for case in scenario.cases:
        done = runner.protocol_of(scenario, case)
        tables = [case.conditions, case.scale, *(t for c in done.changes for t in (c.conditions, c.scale))]
        numbers = [path for table in (case.set, *(c.set for c in done.changes)) for path in table]
        wrong = [path for path in numbers if not path.startswith(BATH)] + [path for table in tables for path in table]
        if wrong or done.drives:
            what = wrong[0] if wrong else "a voluntary drive"
            allowed = "pulses, movements, drugs, and set: temperature, mechanics.set_length and membrane.bath_..."
            raise AssignmentError(f"{name}: {what} cannot be chosen for a fibre in a dish; allowed are {allowed}")
        label = stem if len(scenario.cases) == 1 else f"{stem}-{case.name}"
        found[label] = Experiment(
            done, scenario.duration_ms, scenario.interval_ms, scenario.title, dict(case.set), dict(case.drugs_uM)
        )
    return found
