"""A chain of half-sarcomeres in series, which differ a little in strength, and so pop one by one when it is stretched.

place of the end -> stretch of what is in series -> common force -> velocity of each half-sarcomere -> their lengths

    force = stress / give x (place of the end - mean length)

What is in series with the chain gives a little, so that the force follows from the lengths: an ordinary system, in
which each half-sarcomere meets the others in the force alone. Its program stands in models/loops.py.
"""

from dataclasses import dataclass, field, make_dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from simulator.kernel import kernel, select
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity, require
from simulator.stages import crossbridge, mechanics, sarcomere
from simulator.stages.crossbridge import CrossbridgeParameters
from simulator.stages.mechanics import MechanicsParameters
from simulator.stages.sarcomere import ChainParameters, ChainState

FEWEST, USUAL, MOST = 10, 100, 400
STRENGTH, CHANCE = 0.6180339887498949, 0.7548776662466927  # steps of even scatter, which share no pattern


def quantities(name, doc, fields):
    """Return a set of Quantities, as a class, with fields (name, float, quantity)."""
    told = {"__doc__": doc, "__module__": __name__}
    return make_dataclass(name, fields, bases=(Quantities,), frozen=True, namespace=told)


def _taken(cls, *names):
    """Return fields of another parameter set, as they stand there."""
    known = cls.__dataclass_fields__
    return [(n, float, field(default=known[n].default, metadata=known[n].metadata)) for n in names]


FilamentParameters = quantities(
    "FilamentParameters",
    "Overlap of filaments, as of the cross-bridges of a human fibre.",
    _taken(
        CrossbridgeParameters, "overlap_begins", "knee", "knee_overlap", "plateau_begins", "plateau_ends",
        "overlap_ends", "rounding",
    ),
)  # fmt: skip
TissueParameters = quantities(
    "TissueParameters",
    "Passive stress and viscosity, as of the mechanics of a human fibre.",
    _taken(
        MechanicsParameters, "optimal_length", "titin_slack", "titin_reach", "titin_stress", "collagen_slack",
        "collagen_reach", "collagen_stress", "passive_curvature", "viscosity",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class SarcomeresInputs(Quantities):
    """What is done to the end of a chain."""

    stimulus: float = quantity(0.0, "1", "none: activation is a parameter", low=0.0, high=1e4)
    velocity: float = quantity(0.0, "um/ms", "of the end, for each sarcomere", low=-10.0, high=10.0)


@dataclass(frozen=True)
class SarcomeresOutputs(Quantities):
    """What is read off a chain, besides the length of every half-sarcomere."""

    force: float = quantity(0.0, "kPa", "force of the chain")
    relative_force: float = quantity(0.0, "1", "force, of the largest isometric one")
    length: float = quantity(0.0, "um", "mean length of the sarcomeres")
    imposed_length: float = quantity(0.0, "um", "length with what is in series, for each sarcomere")
    longest: float = quantity(0.0, "um", "length of the longest sarcomere")
    popped: float = quantity(0.0, "1", "half-sarcomeres that are popped, of all")
    torn: float = quantity(0.0, "1", "half-sarcomeres whose filaments do not find each other, of all")


SETS = {"chain": ChainParameters, "filaments": FilamentParameters, "tissue": TissueParameters}
PARAMETERS, INPUTS, OUTPUTS = record(**SETS), SarcomeresInputs.dtype(), SarcomeresOutputs.dtype()


@kernel
def overlap(length, p):
    """Return the overlap of the filaments at a sarcomere length, none below zero."""
    found = crossbridge.overlap(length, p)
    return select(found > 0.0, found, 0.0)


@kernel
def half_velocity(length, torn, activation, force, strength, p):
    """Return the velocity of a half-sarcomere, as that of a whole one (um/ms)."""
    isometric = p.chain.stress * activation * strength * overlap(length, p.filaments) * (1.0 - torn)
    fastest = p.chain.fastest * p.tissue.optimal_length / 1000.0
    passive = mechanics.resting_stress(length, p.tissue)
    return fastest * sarcomere.velocity(force, isometric, passive, p.tissue.viscosity * fastest, p.chain)


@kernel
def popped(length, p):
    """Return whether a half-sarcomere has popped (1) or not (0)."""
    return sarcomere.popped(overlap(length, p.filaments), length - p.filaments.plateau_ends, p.chain)


@kernel
def stiffness(p):
    """Return the stiffness of what is in series, for a sarcomere (kPa/um)."""
    return p.chain.stress / p.chain.give


def scattered(count, step):
    """Return numbers between 0 and 1 (count,), spread evenly and without order along the chain."""
    return (np.arange(count) * step + 0.5 / count) % 1.0


@lru_cache
def system_of(count):
    """Return the System of a chain of so many half-sarcomeres."""
    from simulator.models.loops import loops_of

    names = [f"h{i:03d}" for i in range(1, count + 1)]
    lengths = [(n, float, quantity(2.725, "um", f"length of {n}, as of a whole one", low=0.5, high=9.0)) for n in names]
    torn = [(n, float, quantity(0.0, "1", f"lost overlap of {n}", low=0.0, high=1.0, floor=0.1)) for n in names]
    loops = loops_of(count, ndtri(scattered(count, STRENGTH)), scattered(count, CHANCE))
    return System(
        name="sarcomeres",
        rates=loops.rates,
        outputs=loops.outputs,
        totals=None,
        total_count=0,
        states={
            "lengths": quantities("LengthState", "Length of every half-sarcomere.", lengths),
            "torn": quantities("TornState", "Filaments that do not find each other again.", torn),
            "chain": ChainState,
        },
        parameters=SETS,
        inputs=SarcomeresInputs,
        output=SarcomeresOutputs,
        spike_state="chain.activation",  # never below -20: nothing here fires
        loops=loops,
    )


@dataclass(frozen=True)
class Sarcomeres(Model):
    """A chain of half-sarcomeres of a human fast fibre at 37 degC, given by their number (10 to 400).

    Activated by `Change(at, set={"chain.activation": 1.0})`, moved by `Stretch`; changed with `scaled` and
    `with_parameters`. `after` gives the chain that a run leaves behind.
    """

    count: int = USUAL
    chain: ChainParameters = ChainParameters()
    filaments: FilamentParameters = FilamentParameters()
    tissue: TissueParameters = TissueParameters()
    conditions: tuple = ()
    temperature: float = 37.0  # no number here depends on it

    parts = tuple(SETS)
    starts_at_rest = False  # it is put where it is

    def __post_init__(self):
        if not (isinstance(self.count, int | np.integer) and FEWEST <= self.count <= MOST):
            raise ParameterError(f"count = {self.count!r}: allowed is a whole number from {FEWEST} to {MOST}")

    @property
    def system(self):
        """The compiled equations of a chain of this number."""
        return system_of(int(self.count))

    @property
    def ranks(self):
        """Part of the half-sarcomeres that are weaker than each (count,)."""
        return scattered(self.count, STRENGTH)

    def make(self):
        """Return the arguments of its maker."""
        return {"count": int(self.count)}

    def command_units(self):
        """Return what a velocity of one optimal length per second is (um/ms)."""
        return {"velocity": self.tissue.optimal_length / 1000.0}

    def initial(self):
        """Return the state at rest (n,): all lengths as set, torn what tore before, the end where they rest so."""
        gone = (self.ranks < self.chain.popped_before) & (scattered(self.count, CHANCE) < self.chain.fragile)
        p = self.packed().view(PARAMETERS)[0]
        held = mechanics.resting_stress(p.chain.set_length, p.tissue) / stiffness(p)
        return np.concatenate([np.full(self.count, p.chain.set_length), gone, [held, 0.0]])

    def quiet(self):
        """Return the inputs of a chain left alone."""
        return SarcomeresInputs().array()

    def after(self, results):
        """Return the chain as a run leaves it: what has popped in it, or before, has torn where it is fragile."""
        require(results, "popped", "Sarcomeres")
        popped = max(float(results.popped.max()), self.chain.popped_before)
        told = f"after a run of {float(results.time[-1]):g} ms"
        return self.with_parameters({"chain.popped_before": (popped, told)})
