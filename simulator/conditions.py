"""Named disturbances: which numbers each one changes, and how far.

A condition is data. At severity x every number it names is multiplied by factor ** x, or, where
the number itself is given, moved on a straight line from its healthy value; so that severity 0
is the healthy model to the last bit.
"""

from dataclasses import dataclass, field, replace

from simulator.quantity import ParameterError, suggestion


@dataclass(frozen=True)
class Condition:
    """A disturbance: parameters to scale and parameters to set, with the source of their size.

    scale : {"stage.parameter": factor at severity 1}
    set : {"stage.parameter": value at severity 1, in the unit of the parameter}
    """

    name: str
    stage: str
    meaning: str
    source: str
    scale: dict = field(default_factory=dict)
    set: dict = field(default_factory=dict)

    def changes(self, parameters, severity):
        """Return {"stage.parameter": (value, source)} for the given healthy parameters."""
        scaled = {path: parameters[path] * factor**severity for path, factor in self.scale.items()}
        moved = {path: parameters[path] + severity * (value - parameters[path]) for path, value in self.set.items()}
        source = f"{self.name}, severity {severity:g}: {self.source}"
        return {path: (value, source) for path, value in (scaled | moved).items()}


CONDITIONS = {
    c.name: c
    for c in (
        Condition(
            "myotonia congenita",
            "membrane",
            "loss of ClC-1: potassium left in the tubules fires the fibre again",
            "ClC-1 loss to 10 % of normal; threshold near 25-40 % (Kurihara 1984; Furman & Barchi 1978)",
            scale={"membrane.chloride_permeability": 0.1},
        ),
        Condition(
            "sodium-channel myotonia",
            "membrane",
            "a few sodium channels fail to inactivate: repetitive firing",
            "non-inactivating fraction 0.0075-0.010 (Cannon, Brown & Corey 1993)",
            set={"membrane.noninactivating_fraction": 0.0095},
        ),
        Condition(
            "sodium-channel paralysis",
            "membrane",
            "more sodium channels fail to inactivate: the membrane stays depolarised",
            "non-inactivating fraction 0.02 (Cannon & Corey 1993)",
            set={"membrane.noninactivating_fraction": 0.025},
        ),
        Condition(
            "calcium leak",
            "calcium",
            "release channels leak, as in malignant hyperthermia: contraction without a signal",
            "assumed: leak raised until the pump is overcome at 37 degC",
            scale={"calcium.release_leak": 80.0},
        ),
        Condition(
            "slow reuptake",
            "calcium",
            "the calcium pump is weak, as in Brody disease: the muscle lets go slowly",
            "SERCA1 to 5-30 % of normal in Brody disease; 20 % here",
            scale={"calcium.uptake_rate": 0.2},
        ),
    )
}


def apply(model, name, severity=1.0):
    """Return `model` with a condition; raises ParameterError for an unknown name or severity."""
    if name not in CONDITIONS:
        raise ParameterError(f"no condition {name!r}{suggestion(name, CONDITIONS)}")
    if not 0.0 <= severity <= 1.0:
        raise ParameterError(f"severity of {name} = {severity} is outside 0 (health) to 1 (full disease)")
    changed = model.with_parameters(CONDITIONS[name].changes(model.parameters(), severity))
    return replace(changed, conditions=(*model.conditions, (name, float(severity))))
