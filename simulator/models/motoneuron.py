"""One motoneuron, from a current to spikes."""

from dataclasses import dataclass

from simulator.conditions import apply
from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity, suggestion
from simulator.stages import motoneuron
from simulator.stages.motoneuron import MotoneuronParameters, MotoneuronState
from simulator.stages.pool import PoolParameters


@dataclass(frozen=True)
class MotoneuronInputs(Quantities):
    """What is done to a motoneuron."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current into the soma", low=-1e4, high=1e4)
    excitation: float = quantity(0.0, "uA/cm^2", "synaptic current into the dendrite", low=-1e3, high=1e3)
    inhibition: float = quantity(0.0, "mS/cm^2", "conductance of inhibitory synapses, dendrite", low=0.0, high=1e3)


@dataclass(frozen=True)
class MotoneuronOutputs(Quantities):
    """What is read off a motoneuron."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current into the soma")
    synaptic_current: float = quantity(0.0, "uA/cm^2", "current of all synapses into the dendrite")
    membrane_potential: float = quantity(0.0, "mV", "potential of the soma")
    dendrite_potential: float = quantity(0.0, "mV", "potential of the dendrite")
    calcium: float = quantity(0.0, "uM", "free calcium of the soma")
    dendrite_calcium: float = quantity(0.0, "uM", "free calcium of the dendrite")
    persistent_current: float = quantity(0.0, "uA/cm^2", "persistent inward current of the dendrite")


STATES, SETS = {"motoneuron": MotoneuronState}, {"motoneuron": MotoneuronParameters}
STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = MotoneuronInputs.dtype(), MotoneuronOutputs.dtype()


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d, p = y.view(STATE)[0], out.view(STATE)[0], parameters.view(PARAMETERS)[0]
    motoneuron.motoneuron_rates(s.motoneuron, inputs.view(INPUTS)[0], p.motoneuron, d.motoneuron)


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the motoneuron."""
    s, p = y.view(STATE)[0].motoneuron, parameters.view(PARAMETERS)[0].motoneuron
    u, o = inputs.view(INPUTS)[0], out.view(OUTPUTS)[0]
    o.stimulus, o.synaptic_current = u.stimulus, motoneuron.synaptic_current(s, u, p)
    o.membrane_potential, o.dendrite_potential = s.soma_potential, s.dendrite_potential
    o.calcium, o.dendrite_calcium = s.soma_calcium, s.dendrite_calcium
    o.persistent_current = motoneuron.persistent_current(s, p)


SYSTEM = System(
    name="motoneuron",
    rates=rates,
    outputs=outputs,
    totals=None,
    total_count=0,
    states=STATES,
    parameters=SETS,
    inputs=MotoneuronInputs,
    output=MotoneuronOutputs,
    spike_state="motoneuron.soma_potential",
)


FULL_DRIVE = float(PoolParameters().full_drive)  # uA/cm^2 of excitation; the last cell is recruited at two fifths
RANKS = {"S": 0.1, "FR": 0.7, "FF": 0.95}  # where a typical cell of each type stands in its pool; assumed


@dataclass(frozen=True)
class Motoneuron(Model):
    """One motoneuron: its place in a pool, by size, and its parameter set.

    Make one with `Motoneuron.at(rank)`, `Motoneuron.of(kind)`, `Motoneuron.slow()` or `Motoneuron.fast()`; change it
    with `scaled`, `with_parameters` and `with_condition`. Pulses of a protocol are currents into the soma (uA/cm^2
    of it), negative ones hyperpolarise; `motoneuron.synaptic_current` is the tonic drive, which a Ramp can lead.

    It starts silent: at the rest reached from where the cell would be without sodium and persistent current, which of
    a bistable cell is the lower one. A cell that fires by itself has no stable rest: it starts from an unstable one,
    or from that lower state.
    """

    rank: float
    motoneuron: MotoneuronParameters
    conditions: tuple = ()
    temperature: float = 37.0  # no number here depends on it

    parts = tuple(SETS)
    system = SYSTEM

    @classmethod
    def at(cls, rank):
        """Return a motoneuron of a pool: rank 0 is the smallest, recruited first, 1 the largest."""
        if not 0.0 <= rank <= 1.0:
            raise ParameterError(f"rank = {rank} of a motoneuron is outside 0 (smallest) to 1 (largest)")
        return cls(float(rank), motoneuron.at(float(rank)))

    @classmethod
    def of(cls, kind):
        """Return a motoneuron of a type: "S" (slow), "FR" (fast, resistant to fatigue) or "FF" (fast, fatigable)."""
        if kind not in RANKS:
            raise ParameterError(f"no type of motoneuron {kind!r}{suggestion(kind, RANKS)}")
        return cls.at(RANKS[kind])

    @classmethod
    def slow(cls):
        """Return a small motoneuron, of a slow unit: type S."""
        return cls.of("S")

    @classmethod
    def fast(cls):
        """Return a large motoneuron, of a fast and fatigable unit: type FF."""
        return cls.of("FF")

    def make(self):
        """Return the arguments of this motoneuron's maker."""
        return {"rank": self.rank}

    def with_condition(self, name, severity=1.0):
        """Return this motoneuron with a named condition; severity 0 is health, 1 the full disease."""
        return apply(self, name, severity)

    def current(self, density):
        """Return the current (nA) that a density at the soma (uA/cm^2) is in this cell."""
        return 1e3 * density * self.motoneuron.soma_part * self.motoneuron.surface

    def initial(self):
        """Return a state near rest (n,)."""
        return MotoneuronState().array()

    def inexcitable(self):
        """Return this motoneuron without sodium and persistent current."""
        return self.with_parameters({"motoneuron.sodium_conductance": 0.0, "motoneuron.persistent_conductance": 0.0})

    def quiet(self):
        """Return the inputs of a motoneuron left alone."""
        return MotoneuronInputs().array()
