"""The lecturer's key: a secret, from which all that a class is given is drawn, and can be drawn again.

Every draw is a random generator seeded by HMAC-SHA256 of what is drawn for whom, under a secret of 256 random bits:
without the secret neither a student's fibre nor its condition can be computed from a name, a file, or this program.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from simulator.conditions import CONDITIONS, conditions_for
from simulator.models.fibre import Fibre
from simulator.quantity import suggestion
from simulator.simulate.system import versions

HEALTHY = "healthy"
LEAST = 0.8  # severity of an unknown's condition, to 1


class AssignmentError(ValueError):
    """An assignment that cannot be made or marked as asked."""


@dataclass(frozen=True)
class Key:
    """What a class was given.

    secret : hexadecimal; students : who, in order; kind : of the fibres; unknown : conditions that an unknown fibre
    may have, as "NAME" or "NAME=SEVERITY", none if each gets a healthy fibre; experiments : {name: plain data};
    versions : of the libraries with which it was made
    """

    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    students: tuple = ()
    kind: str = "fast"
    unknown: tuple = ()
    experiments: dict = field(default_factory=dict)
    versions: dict = field(default_factory=versions)

    def __post_init__(self):
        for words in self.unknown:
            _condition(words, None)

    def generator(self, *words):
        """Return a random generator for a purpose and a student."""
        return np.random.default_rng(int.from_bytes(self._digest(*words)))

    def identity(self, student):
        """Return the label of a student's preparation, which tells nothing of either."""
        return self._digest("identity", student).hex()[:12]

    def _digest(self, *words):
        return hmac.digest(bytes.fromhex(self.secret), json.dumps(words).encode(), "sha256")

    def condition(self, student):
        """Return (name, severity) of the condition of a student's fibre; severity 0 for health."""
        if not self.unknown:
            return HEALTHY, 0.0
        draw = self.generator("condition", student)
        return _condition(self.unknown[draw.integers(len(self.unknown))], draw)

    def joined(self, students, kind, unknown, experiments):
        """Return the key of a class that has grown in students or experiments.

        Raises AssignmentError if that would change what was given out before.
        """
        if self.students and (kind, tuple(unknown)) != (self.kind, self.unknown):
            was = f"{self.kind} fibres, unknown: {', '.join(self.unknown) or 'none'}"
            raise AssignmentError(f"this key was made for {was}; ask for the same, or make another key")
        for name, described in experiments.items():
            if self.experiments.get(name, described) != described:
                raise AssignmentError(f"experiment {name!r} was another one when this key was made: rename its file")
        everyone = tuple(dict.fromkeys([*self.students, *students]))
        return replace(self, students=everyone, kind=kind, unknown=tuple(unknown),
                       experiments=self.experiments | experiments)  # fmt: skip

    def newer(self):
        """Return in words which libraries are others now: results may then differ in their last digits."""
        pairs = ((name, self.versions.get(name), now) for name, now in versions().items())
        return ", ".join(f"{name} {now} (was {then})" for name, then, now in pairs if then != now)

    def save(self, file):
        """Write the key, for the lecturer alone."""
        answers = {s: dict(zip(("preparation", "condition", "severity"), (self.identity(s), *self.condition(s)),
                               strict=True)) for s in self.students}  # fmt: skip
        text = json.dumps({"answers": answers} | vars(self), indent=1, allow_nan=False) + "\n"
        temporary = Path(f"{file}.{os.getpid()}")
        temporary.touch(mode=0o600)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(file)

    @classmethod
    def load(cls, file):
        """Return the key of a file; raises AssignmentError for one that is none."""
        try:
            data = json.loads(Path(file).read_text(encoding="utf-8"))
            del data["answers"]
            data = {name: tuple(v) if isinstance(v, list) else v for name, v in data.items()}
            bytes.fromhex(data["secret"])
            return cls(**data)
        except (OSError, UnicodeDecodeError) as error:
            raise AssignmentError(f"{file}: cannot be read: {error}") from None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise AssignmentError(f"{file}: is no key of an assignment: {error}") from None


def _condition(words, draw):
    """Return (name, severity) of "NAME" or "NAME=SEVERITY"; a severity that is not told is drawn."""
    name, _, told = words.partition("=")
    if name == HEALTHY and not told:
        return HEALTHY, 0.0
    if name not in CONDITIONS:
        raise AssignmentError(f"unknown: no condition {name!r}{suggestion(name, [HEALTHY, *CONDITIONS])}")
    try:
        severity = float(told) if told else round(LEAST + (1 - LEAST) * (draw.random() if draw else 1.0), 3)
    except ValueError:
        raise AssignmentError(f"unknown: {words!r}: write NAME or NAME=SEVERITY") from None
    conditions_for(Fibre.fast(), name, severity)
    return name, severity
