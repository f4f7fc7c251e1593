"""STUB."""

from dataclasses import dataclass

from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import Quantities, quantity


@dataclass(frozen=True)
class AxonParameters(Quantities):
    """x"""

    leak: float = quantity(3.0, "1/ms", "x", "stub")
    speed: float = quantity(50.0, "mm/ms", "x", "stub")


@dataclass(frozen=True)
class AxonState(Quantities):
    """x"""

    potential: float = quantity(-80.0, "mV", "x", low=-150, high=300)


@dataclass(frozen=True)
class AxonInputs(Quantities):
    """x"""

    stimulus: float = quantity(0.0, "uA/cm^2", "x", low=-1e4, high=1e4)


@dataclass(frozen=True)
class AxonOutputs(Quantities):
    """x"""

    membrane_potential: float = quantity(0.0, "mV", "x")


STATES = {"axon": AxonState}
SETS = {"axon": AxonParameters}
STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = AxonInputs.dtype(), AxonOutputs.dtype()


@kernel
def rates(y, inputs, parameters, out):
    """x"""
    s, d, p = y.view(STATE)[0], out.view(STATE)[0], parameters.view(PARAMETERS)[0]
    d.axon.potential = inputs.view(INPUTS)[0].stimulus - p.axon.leak * (s.axon.potential + 80.0)


@kernel
def outputs(y, inputs, parameters, out):
    """x"""
    out.view(OUTPUTS)[0].membrane_potential = y.view(STATE)[0].axon.potential


SYSTEM = System("axon", rates, outputs, None, 0, STATES, SETS, AxonInputs, AxonOutputs, "axon.potential")


@dataclass(frozen=True)
class Axon(Model):
    """x"""

    axon: AxonParameters = AxonParameters()
    conditions: tuple = ()
    temperature: float = 37.0
    parts = ("axon",)
    system = SYSTEM

    @classmethod
    def at(cls, rank, temperature=37.0):
        """x"""
        return cls(AxonParameters(speed=44.0 + 9 * rank))

    def velocity(self):
        """x"""
        return float(self.axon.speed)

    def make(self):
        """x"""
        return {}

    def initial(self):
        """x"""
        return AxonState().array()

    def quiet(self):
        """x"""
        return AxonInputs().array()
