"""A muscle fibre and its nerve: each pulse of the protocol is a nerve impulse.

nerve impulse -> quanta -> acetylcholine -> receptors -> end-plate current -> the fibre, as in models/fibre.py

The end-plate current enters the fibre as its stimulus, carried by potassium like every stimulus, so that charge is
conserved. Any strength above zero counts as an impulse; its width should be that of an impulse, 0.5 ms.
"""

from dataclasses import dataclass, replace
from math import exp
from statistics import NormalDist

import numpy as np

from simulator.kernel import kernel, select
from simulator.models import fibre
from simulator.models.fibre import Fibre, FibreInputs, FibreOutputs
from simulator.models.system import record
from simulator.quantity import ParameterError, quantity
from simulator.stages import junction
from simulator.stages.junction import JunctionParameters, JunctionState

STATES = {"junction": JunctionState} | fibre.STATES
SETS = {"junction": JunctionParameters} | fibre.SETS
SPREAD = 0.24  # of the logarithm of quanta, fitted: curare blocks first fibres at 76 % of receptors, nearly all at 92 %
# (Paton & Waud 1967, cat: occupancy 0.76 at threshold, 0.917 for nearly complete block)


@dataclass(frozen=True)
class NeuromuscularOutputs(FibreOutputs):
    """What is read off a fibre and its junction."""

    stimulus: float = quantity(0.0, "uA/cm^2", "pulses; above zero, the nerve fires")
    quanta_released: float = quantity(0.0, "1/ms", "quanta released in a unit of time")
    transmitter: float = quantity(0.0, "uM", "acetylcholine in the cleft")
    end_plate_conductance: float = quantity(0.0, "mS/cm^2", "conductance of the end-plate")
    end_plate_current: float = quantity(0.0, "uA/cm^2", "current through the end-plate into the fibre")


STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = FibreInputs.dtype(), NeuromuscularOutputs.dtype()


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    nerve = select(u.stimulus > 0.0, 1.0, 0.0)
    junction.junction_rates(
        s.junction, nerve, p.membrane.bath_calcium, p.membrane.bath_magnesium, p.junction, d.junction
    )
    current = junction.end_plate_current(s.junction, s.membrane.potential, p.junction)
    fibre.write_rates(s, current, u, p, d)


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the fibre and its junction."""
    s, o = y.view(STATE)[0], out.view(OUTPUTS)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    fibre.write_outputs(s, u, p, o)
    nerve = select(u.stimulus > 0.0, 1.0, 0.0)
    o.quanta_released = junction.release(
        s.junction, nerve, p.membrane.bath_calcium, p.membrane.bath_magnesium, p.junction
    )
    o.transmitter = junction.transmitter(s.junction, o.quanta_released, p.junction)
    o.end_plate_conductance = junction.end_plate_conductance(s.junction, p.junction)
    o.end_plate_current = junction.end_plate_current(s.junction, s.membrane.potential, p.junction)


@kernel
def totals(y, inputs, parameters, out):
    """Write what no rate changes, as of a fibre."""
    fibre.write_totals(y.view(STATE)[0], parameters.view(PARAMETERS)[0], out)


SYSTEM = replace(
    fibre.SYSTEM,
    name="neuromuscular",
    rates=rates,
    outputs=outputs,
    totals=totals,
    states=STATES,
    parameters=SETS,
    output=NeuromuscularOutputs,
)


@dataclass(frozen=True)
class Neuromuscular(Fibre):
    """One human muscle fibre and its nerve ending; made and changed as a Fibre is."""

    junction: JunctionParameters = junction.HUMAN_FAST

    parts = tuple(SETS)
    system = SYSTEM
    near_rest = np.concatenate([states().array() for states in STATES.values()])

    @classmethod
    def _of(cls, kind, species, temperature):
        made = super()._of(kind, species, temperature)
        return replace(made, junction=getattr(junction, f"{species}_{kind}".upper()))

    def population(self, count=20):
        """Return `count` fibres, each for an equal share of a muscle, from the weakest junction to the strongest.

        Terminals differ in size: their quanta are spread log-normally about those of this fibre.
        """
        middles = (NormalDist().inv_cdf((i + 0.5) / count) for i in range(count))
        return tuple(self.scaled({"junction.quanta": exp(SPREAD * z)}) for z in middles)

    def __post_init__(self):
        super().__post_init__()
        if self.species != "human":
            raise ParameterError(f"no junction of species {self.species!r}; known is human")
