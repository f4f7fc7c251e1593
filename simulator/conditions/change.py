"""What a condition and a drug are: data from which changes of parameters follow."""

from dataclasses import dataclass, field, replace

TEMPERATURE = "temperature"  # (degC), the one number of a model that belongs to no stage


@dataclass(frozen=True)
class Condition:
    """A disturbance: parameters to scale and parameters to set, with the source of their size.

    At severity x every number in `scale` is multiplied by factor ** x, and every number in `set`
    moved on a straight line from its healthy value, so that severity 0 is health to the last bit.

    scale : {"stage.parameter": factor at severity 1}
    set : {"stage.parameter": value at severity 1, in the unit of the parameter}; "temperature" too
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

    def within(self, parts):
        """Return what this does to some parts of a model, by the stages they are named after."""
        scale, set_ = ({path: x for path, x in t.items() if _part(path) in parts} for t in (self.scale, self.set))
        return replace(self, scale=scale, set=set_)


@dataclass(frozen=True)
class Effect:
    """What a drug does to one parameter at full occupancy of its site.

    largest : the parameter is multiplied by 1 + largest x occupancy (-1: full block), or, if `adds`,
    this is added to it in its own unit
    half, hill : occupancy = c^hill / (half^hill + c^hill), half in uM
    """

    path: str
    largest: float
    half: float
    hill: float = 1.0
    adds: bool = False

    def __str__(self):
        most = f"{self.largest:+g}" if self.adds else f"x {1 + self.largest:g}"
        return f"{self.path} {most} at full effect, half at {self.half:g} uM, Hill {self.hill:g}"

    def on(self, value, concentration):
        """Return the parameter's value in a concentration (uM)."""
        bound = concentration**self.hill
        bound /= self.half**self.hill + bound
        return value + self.largest * bound if self.adds else value * (1.0 + self.largest * bound)


@dataclass(frozen=True)
class Dose:
    """A parameter that holds a concentration itself: concentration / unit is added to it (unit in uM)."""

    path: str
    unit: float

    def __str__(self):
        return f"{self.path} + concentration / {self.unit:g} uM"

    def on(self, value, concentration):
        """Return the parameter's value in a concentration (uM)."""
        return value + concentration / self.unit


@dataclass(frozen=True)
class Drug:
    """A substance in the bath: its effects, and where their sizes come from."""

    name: str
    stage: str
    meaning: str
    source: str
    effects: tuple

    def changes(self, parameters, concentration):
        """Return {"stage.parameter": (value, source)} in a concentration (uM)."""
        source = f"{self.name} {concentration:g} uM: {self.source}"
        return {e.path: (e.on(parameters[e.path], concentration), source) for e in self.effects}

    def within(self, parts):
        """Return what this does to some parts of a model, by the stages they are named after."""
        return replace(self, effects=tuple(e for e in self.effects if _part(e.path) in parts))


def _part(path):
    """Return the stage that a parameter belongs to; the temperature stands for itself."""
    return path.partition(".")[0]
