"""A whole muscle: a pool of motor units, each with its motoneuron, its axon and one representative fibre, on a tendon.

drive + afferents + noise -> motoneurons -> axons -> junctions and fibres -> force -> tendon -> length, force
                  ^                                                                               |
                  +--------------------- spindle, tendon organ, Renshaw cells <-------------------+
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from simulator.conditions import conditions_for, drugs_for, strain
from simulator.models.axon import Axon
from simulator.models.motoneuron import Motoneuron
from simulator.models.neuromuscular import SPREAD
from simulator.models.system import Model
from simulator.models.unit import fibre_of
from simulator.quantity import ParameterError, suggestion
from simulator.stages import pool
from simulator.stages.electrode import ElectrodeParameters
from simulator.stages.nerve import NerveParameters
from simulator.stages.pool import PoolParameters
from simulator.stages.reflex import ReflexParameters
from simulator.stages.tendon import TendonParameters

MOST_UNITS = 2000
SHAPE, TYPES = "assumed: sizes of an adult", "Johnson et al. 1973"
HALF = "assumed: half of what is not slow, or a little more"
MUSCLES = {  # numbers that differ from the soleus
    "soleus": {"electrode.shallowest": 10.0, "electrode.deepest": 30.0},
    "gastrocnemius": {
        "tendon.maximal_force": 1600.0, "tendon.fascicle": 51.0, "tendon.angle": 17.0, "tendon.slack": 390.0,
        "pool.slow_part": (0.5, TYPES), "pool.resistant_part": (0.25, HALF),
    },
    "hand": {  # ball of the thumb, its nerve stimulated at the wrist
        "tendon.maximal_force": 100.0, "tendon.fascicle": 35.0, "tendon.angle": 10.0, "tendon.slack": 60.0,
        "tendon.mass": 2.0, "nerve.proximal": 650.0, "nerve.distal": 120.0, "reflex.nerve": 770.0,
        "electrode.shallowest": 6.0, "electrode.deepest": 14.0, "electrode.half_length": 20.0,
        "electrode.end_plates": 6.0, "electrode.place": 8.0, "electrode.spacing": 10.0,
        "pool.slow_part": (0.63, TYPES + ": short abductor"), "pool.resistant_part": (0.2, HALF),
    },
    "forearm": {  # flexors of the fingers, their nerve stimulated at the elbow
        "tendon.maximal_force": 500.0, "tendon.fascicle": 65.0, "tendon.angle": 7.0, "tendon.slack": 290.0,
        "tendon.mass": 2.0, "nerve.proximal": 450.0, "nerve.distal": 130.0, "reflex.nerve": 580.0,
        "electrode.shallowest": 8.0, "electrode.deepest": 25.0,
        "pool.slow_part": (0.47, TYPES + ": deep flexor"), "pool.resistant_part": (0.25, HALF),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Muscle(Model):
    """A human muscle of motor units; made with `Muscle.of(name, units=120, temperature=37)`.

    Changed with `scaled`, `with_parameters`, `with_condition` and `with_drug`, as a Fibre is. Numbers of the pool, the
    nerve, the tendon and the reflexes are the muscle's own; those of "motoneuron", "axon", "junction", "membrane" and
    the other stages of a fibre are changed in every unit, and shown as they are in the smallest.
    """

    name: str
    temperature: float
    pool: PoolParameters
    nerve: NerveParameters
    tendon: TendonParameters
    reflex: ReflexParameters
    electrode: ElectrodeParameters
    motoneurons: tuple
    axons: tuple
    fibres: tuple
    conditions: tuple = ()
    history: tuple = ()

    own = ("pool", "nerve", "tendon", "reflex", "electrode")
    groups = ("motoneurons", "axons", "fibres")
    temperatures = (0.0, 42.0)

    @classmethod
    def of(cls, name, *, units=120, temperature=37.0):
        """Return a muscle by name, with a number of motor units, at a temperature (degC)."""
        if name not in MUSCLES:
            raise ParameterError(f"no muscle {name!r}{suggestion(name, MUSCLES)}")
        if not (isinstance(units, int | np.integer) and 1 <= units <= MOST_UNITS):
            raise ParameterError(f"units = {units!r}: allowed is a whole number from 1 to {MOST_UNITS}")
        numbers = {path: x if isinstance(x, tuple) else (x, SHAPE) for path, x in MUSCLES[name].items()}
        usual = PoolParameters().varied(
            {path.partition(".")[2]: x for path, x in numbers.items() if path.startswith("pool.")}
        )
        ranks, apart = pool.ranks(units), ndtri(pool.scattered(units))
        fibres = {kind: fibre_of(kind, name, float(temperature)) for kind in ("S", "FR", "FF")}
        made = cls(
            name,
            float(temperature),
            usual,
            NerveParameters(),
            TendonParameters(),
            ReflexParameters(),
            ElectrodeParameters(),
            tuple(Motoneuron.at(r) for r in ranks),
            tuple(_axon(r, z, float(temperature)) for r, z in zip(ranks, apart[::-1], strict=True)),
            tuple(
                fibres[kind].scaled({"junction.quanta": float(np.exp(SPREAD * z))})
                for kind, z in zip(pool.types(ranks, usual), apart, strict=True)
            ),
        )
        return replace(made.with_parameters(numbers), history=())

    @classmethod
    def soleus(cls, *, units=120, temperature=37.0):
        """Return a human soleus; arguments as in `of`."""
        return cls.of("soleus", units=units, temperature=temperature)

    @property
    def units(self):
        """How many motor units there are."""
        return len(self.fibres)

    @property
    def start_length(self):
        """Length of the fascicles when nothing is done, of the optimal."""
        return self.mechanics.set_length / self.mechanics.optimal_length

    @property
    def ranks(self):
        """The rank of each unit: 0 of the smallest, 1 of the largest."""
        return pool.ranks(self.units)

    @property
    def parts(self):
        """The stages that have parameters."""
        return (*self.own, *(part for group in self.groups for part in getattr(self, group)[0].parts))

    def __getattr__(self, part):
        """Return the numbers of a stage that every unit has, as they are in the smallest."""
        for group in self.groups:
            members = vars(self).get(group, ())
            if members and part in members[0].parts:
                return getattr(members[0], part)
        raise AttributeError(f"a muscle has no {part!r}")

    def command_units(self):
        """Return what commands to the tendon's end are in: its own (see `simulate`)."""
        return {"velocity": 1.0, "load": 1.0, "free": 1.0}

    def make(self):
        """Return the arguments of this muscle's maker."""
        return {"name": self.name, "units": self.units, "temperature": self.temperature}

    def describe(self):
        """Return how it was made, and all that was done to it since, as plain data."""
        return {"name": "muscle", "make": self.make(), "history": [list(step) for step in self.history]}

    def with_parameters(self, changes):
        """Return a copy with {"stage.name": value} set, in every unit if each has that stage."""
        return self._in_each(Model.with_parameters, changes)._after(self, "with_parameters", _plain(changes))

    def scaled(self, factors):
        """Return a copy with {"stage.name": factor} multiplied by its factor, in each unit its own."""
        return self._in_each(Model.scaled, factors)._after(self, "scaled", _plain(factors))

    def after(self, results, day=None, *, muscle=None):
        """Return this muscle as a strain or weeks of load have left it; arguments as in `conditions.strain.left`."""
        return strain.left(self, results, day, muscle=muscle)

    def with_condition(self, name, severity=1.0):
        """Return this muscle with a condition, wherever that acts; severity 0 is health, 1 the full disease."""
        return self._with(conditions_for(self, name, severity), severity)._after(
            self, "with_condition", [name, severity]
        )

    def with_drug(self, name, concentration):
        """Return this muscle with a drug (uM), wherever that acts."""
        return self._with(drugs_for(self, name, concentration), concentration)._after(
            self, "with_drug", [name, concentration]
        )

    def _in_each(self, change, numbers):
        """Return a copy in which `change`, a method of a Model, has set numbers wherever they belong."""
        for path in numbers:
            self._split(path)
        new = {}
        for group in self.groups:
            members = getattr(self, group)
            known = members[0].parts + (("temperature",) if members[0].temperatures else ())
            mine = {path: x for path, x in numbers.items() if path.partition(".")[0] in known}
            if mine:
                new[group] = _mapped(members, lambda model, mine=mine: change(model, mine))
        own = {path: x for path, x in numbers.items() if path.partition(".")[0] in (*self.own, "temperature")}
        return change(replace(self, **new), own)

    def _with(self, changes, amount):
        """Return a copy in which conditions or drugs have acted on every part that they know."""
        whole = self
        for change in changes:
            groups = {
                group: _mapped(getattr(whole, group), lambda model, c=change: _changed(model, model.parts, c, amount))
                for group in self.groups
            }
            whole = _changed(replace(whole, **groups), self.own, change, amount)
            whole = whole.noted(change.name, float(amount)) if change is changes[-1] else whole
        return whole

    def _after(self, before, verb, arguments):
        """Return this muscle with the history of the one it was made of, and what was done to that."""
        return replace(self, history=(*before.history, (verb, arguments)))


def _axon(rank, z, temperature):
    """Return the axon of a unit, more or less excitable by z standard deviations."""
    axon = Axon.at(rank, temperature=temperature)
    usual = axon.axon.load_potential
    return axon.with_parameters(
        {"axon.load_potential": (usual + pool.AXON_SPREAD * z, f"{usual.source}; spread assumed")}
    )


def _plain(changes):
    """Return numbers without their sources."""
    return {path: float(value[0] if isinstance(value, tuple) else value) for path, value in changes.items()}


def _mapped(models, change):
    """Return changed models; those that are equal are changed once, and stay the same object."""
    done = {}
    for model in models:
        if model not in done:
            done[model] = change(model)
    return tuple(done[model] for model in models)


def _changed(model, parts, change, amount):
    """Return a model on which a condition or drug has acted, in some of its parts."""
    here = change.within((*parts, "temperature") if model.temperatures else parts)
    return model.with_parameters(here.changes(model.parameters(), amount))
