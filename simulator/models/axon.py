"""One motor axon, from a current into a node to nerve impulses."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.conditions import apply, give
from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity
from simulator.stages import axon
from simulator.stages.axon import AxonParameters, AxonState

SLOWEST, FASTEST = 44.0, 53.0  # m/s at 37 degC, of the smallest and the largest unit (Elias & Kohn 2013)
STEP, NUDGE = 2.0, 0.01  # mV, of the search for rest, and from it


@dataclass(frozen=True)
class AxonInputs(Quantities):
    """What is done to an axon."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current into the node", low=-1e4, high=1e4)


@dataclass(frozen=True)
class AxonOutputs(Quantities):
    """What is read off an axon."""

    stimulus: float = quantity(0.0, "uA/cm^2", "current into the node")
    membrane_potential: float = quantity(0.0, "mV", "potential of the node")
    ionised_calcium: float = quantity(0.0, "mM", "ionised calcium outside, at its pH")
    surface_shift: float = quantity(0.0, "mV", "how much later gates open than in the usual bath")
    sodium_current: float = quantity(0.0, "uA/cm^2", "transient sodium current")
    persistent_current: float = quantity(0.0, "uA/cm^2", "persistent sodium current")
    potassium_current: float = quantity(0.0, "uA/cm^2", "current of both potassium channels")


STATES, SETS = {"axon": AxonState}, {"axon": AxonParameters}
STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = AxonInputs.dtype(), AxonOutputs.dtype()


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d, p = y.view(STATE)[0], out.view(STATE)[0], parameters.view(PARAMETERS)[0]
    axon.axon_rates(s.axon, inputs.view(INPUTS)[0].stimulus, p.axon, d.axon)


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the axon."""
    s, o, p = y.view(STATE)[0].axon, out.view(OUTPUTS)[0], parameters.view(PARAMETERS)[0].axon
    o.stimulus, o.membrane_potential = inputs.view(INPUTS)[0].stimulus, s.potential
    o.ionised_calcium, o.surface_shift = axon.ionised_calcium(p), axon.surface_shift(p)
    o.sodium_current, o.persistent_current = axon.sodium_current(s, p), axon.persistent_current(s, p)
    o.potassium_current = axon.potassium_current(s, p)


SYSTEM = System(
    name="axon",
    rates=rates,
    outputs=outputs,
    totals=None,
    total_count=0,
    states=STATES,
    parameters=SETS,
    inputs=AxonInputs,
    output=AxonOutputs,
    spike_state="axon.potential",
)


@dataclass(frozen=True)
class Axon(Model):
    """One motor axon: its parameter set and temperature.

    Make one with `Axon.motor()` or `Axon.at(rank)`; change it with `scaled`, `with_parameters`, `with_condition` and
    `with_drug`. Pulses of a protocol are currents into a node (uA/cm^2 of its membrane): 200 in 0.2 ms just
    excite it, 1000 are what a neighbouring node brings.
    It starts a hundredth of a mV from rest, so that one whose rest is unstable leaves it and fires by itself.
    """

    axon: AxonParameters
    temperature: float = 37.0
    conditions: tuple = ()

    parts = tuple(SETS)
    system = SYSTEM
    temperatures = (0.0, 42.0)
    starts_at_rest = False  # `initial` finds it

    def __post_init__(self):
        low, high = self.temperatures
        if not low <= self.temperature <= high:
            raise ParameterError(f"temperature = {self.temperature} is outside {low:g} to {high:g} degC")

    @classmethod
    def motor(cls, *, temperature=37.0):
        """Return the axon of a motor unit of middle size, at a temperature (degC)."""
        return cls.at(0.5, temperature=temperature)

    @classmethod
    def at(cls, rank, *, temperature=37.0):
        """Return the axon of a motor unit by size: rank 0 the smallest and slowest, 1 the largest and fastest."""
        if not 0.0 <= rank <= 1.0:
            raise ParameterError(f"rank = {rank} is outside 0 (smallest unit) to 1 (largest)")
        source = f"Elias & Kohn 2013, rank {rank:g} between {SLOWEST:g} and {FASTEST:g} m/s"
        velocity = SLOWEST + rank * (FASTEST - SLOWEST), source
        return cls(AxonParameters().varied({"conduction_velocity": velocity}), float(temperature))

    def make(self):
        """Return the arguments of this axon's maker."""
        return {"temperature": self.temperature}

    def with_condition(self, name, severity=1.0):
        """Return this axon with a named condition; severity 0 is health, 1 the full disease."""
        return apply(self, name, severity)

    def with_drug(self, name, concentration):
        """Return this axon in a bath with a drug (uM)."""
        return give(self, name, concentration)

    def velocity(self):
        """Return the conduction velocity at this axon's temperature (m/s, which is mm/ms)."""
        return float(self.axon.at_temperature(self.temperature).conduction_velocity)

    def delay(self, distance):
        """Return the time that an impulse takes over a distance (mm) at this axon's temperature (ms)."""
        return float(axon.delay(distance, self.packed().view(PARAMETERS)[0].axon))

    def initial(self):
        """Return the state (n,) a hundredth of a mV from the lowest rest, so that an unstable one is left."""
        return _near_rest(self.packed().tobytes()).copy()

    def quiet(self):
        """Return the inputs of an axon left alone."""
        return AxonInputs().array()


@lru_cache(maxsize=512)
def _near_rest(packed):
    """Return a state near the lowest rest (n,), all gates in balance at its potential."""
    p = np.frombuffer(packed).view(PARAMETERS)[0].axon
    low = next(v for v in np.arange(-100.0, 50.0, STEP) if _climb(v + STEP, p) <= 0)
    high = low + STEP
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _climb(middle, p) > 0 else (low, middle)
    return _settled(low + NUDGE, p)


def _settled(potential, p):
    """Return the state (n,) in which every gate is in balance at a potential (mV)."""
    u = potential - axon.surface_shift(p)
    shut, opened = (np.array([gate(x, u, p) for gate in axon.GATES]) for x in (0.0, 1.0))
    return np.array([potential, *(shut / (shut - opened))])


def _climb(potential, p):
    """Return the rate of change of the potential (mV/ms) with every gate in balance."""
    y, out = _settled(potential, p), np.empty(len(AxonState.dtype()))
    axon.axon_rates(y.view(AxonState.dtype())[0], 0.0, p, out.view(AxonState.dtype())[0])
    return out[0]
