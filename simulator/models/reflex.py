"""The receptors of one muscle alone: what they tell the cord while its length, tension and drive are given."""

from dataclasses import dataclass

import numpy as np

from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import Quantities, quantity
from simulator.stages import reflex
from simulator.stages.reflex import ReflexParameters, ReflexState


@dataclass(frozen=True)
class HeldParameters(Quantities):
    """What a protocol may change or lead by a Ramp: all that the muscle and the cord would give the receptors."""

    start: float = quantity(1.0, "1", "length of the fascicles at the start, of the optimal", "by definition")
    tendon_force: float = quantity(0.0, "1", "force of the tendon, of the largest", "none unless told", high=3.0)
    gamma_dynamic: float = quantity(0.0, "1/s", "rate of dynamic fusimotor fibres", "none unless told", high=300.0)
    gamma_static: float = quantity(0.0, "1/s", "rate of static fusimotor fibres", "none unless told", high=300.0)
    discharge: float = quantity(0.0, "1/s", "mean rate of the motoneurons", "none unless told", high=500.0)
    antagonist: float = quantity(0.0, "1/s", "rate of Ia of the antagonist", "none unless told", high=1000.0)
    pain: float = quantity(0.0, "1", "pain", "none unless told", high=1.0)


@dataclass(frozen=True)
class HeldState(Quantities):
    """The muscle, as long as the protocol holds it."""

    length: float = quantity(1.0, "1", "length of the fascicles, of the optimal", low=0.3, high=2.0)


@dataclass(frozen=True)
class ReflexInputs(Quantities):
    """What is done to the receptors of a muscle."""

    stimulus: float = quantity(0.0, "1/s", "rate of motoneurons made to fire", low=0.0, high=1e4)
    velocity: float = quantity(0.0, "1/ms", "of the fascicles, optimal lengths in a millisecond", low=-1.0, high=1.0)


@dataclass(frozen=True)
class ReflexOutputs(Quantities):
    """What is read off the receptors of a muscle."""

    stimulus: float = quantity(0.0, "1/s", "rate of motoneurons made to fire")
    length: float = quantity(0.0, "1", "length of the fascicles, of the optimal")
    velocity: float = quantity(0.0, "1/ms", "velocity of the fascicles, optimal lengths in a millisecond")
    tendon_force: float = quantity(0.0, "1", "force of the tendon, of the largest")
    primary: float = quantity(0.0, "1/s", "rate of primary endings (Ia)")
    secondary: float = quantity(0.0, "1/s", "rate of secondary endings (II)")
    organ: float = quantity(0.0, "1/s", "rate of tendon organs (Ib)")
    interneurons: float = quantity(0.0, "1/s", "activity of the interneurons of Ib")
    renshaw: float = quantity(0.0, "1", "activity of Renshaw cells")
    nociception: float = quantity(0.0, "1", "sensitisation of nociceptors")
    excitation: float = quantity(0.0, "uA/cm^2", "current into the dendrites, without delay")
    inhibition: float = quantity(0.0, "mS/cm^2", "conductance of inhibition, without delay")


STATES = {"reflex": ReflexState, "held": HeldState}
SETS = {"reflex": ReflexParameters, "held": HeldParameters}
STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = ReflexInputs.dtype(), ReflexOutputs.dtype()


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    h = p.held
    d.held.length = u.velocity
    reflex.reflex_rates(
        s.reflex, s.held.length, u.velocity, h.tendon_force, h.gamma_dynamic, h.gamma_static,
        h.discharge + u.stimulus, h.pain, p.reflex, d.reflex,
    )  # fmt: skip


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the receptors."""
    s, o = y.view(STATE)[0], out.view(OUTPUTS)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    o.stimulus, o.length, o.velocity, o.tendon_force = u.stimulus, s.held.length, u.velocity, p.held.tendon_force
    o.primary = reflex.primary(s.reflex, p.reflex)
    o.secondary = reflex.secondary(s.reflex, s.held.length, p.reflex)
    o.organ = reflex.organ(s.reflex, p.held.tendon_force, p.reflex)
    o.interneurons = s.reflex.interneurons
    o.renshaw, o.nociception = s.reflex.renshaw, s.reflex.nociception
    o.excitation = reflex.excitation(o.primary, o.secondary, s.reflex.nociception, p.reflex)
    o.inhibition = reflex.inhibition(o.interneurons, s.reflex.renshaw, p.held.antagonist, 0.0, p.reflex)


SYSTEM = System(
    name="reflex",
    rates=rates,
    outputs=outputs,
    totals=None,
    total_count=0,
    states=STATES,
    parameters=SETS,
    inputs=ReflexInputs,
    output=ReflexOutputs,
    spike_state="reflex.bag1_tension",  # never below -20: nothing here fires single impulses
    placed=("held.length",),
)


@dataclass(frozen=True)
class Reflex(Model):
    """The receptors of one muscle, whose length the protocol leads.

    Change it with `scaled` and `with_parameters`. Stretch and Cycle move the fascicles; a Ramp or Change of a "held."
    parameter gives tension, fusimotor and motoneuron rates and pain. A pulse is a volley: its strength is the rate at
    which all motoneurons are made to fire (impulses/s), so that 2000 for 0.5 ms is one impulse each.
    """

    reflex: ReflexParameters = ReflexParameters()
    held: HeldParameters = HeldParameters()
    conditions: tuple = ()
    temperature: float = 37.0  # no number here depends on it

    parts = tuple(SETS)
    system = SYSTEM

    def make(self):
        """Return the arguments of its maker: none."""
        return {}

    def command_units(self):
        """Return what the velocity of a command, in optimal lengths per second, is in 1/ms."""
        return {"velocity": 1e-3}

    def initial(self):
        """Return a state near rest, at the length of the start (n,)."""
        return np.append(ReflexState().array(), self.held.start)

    def quiet(self):
        """Return the inputs of receptors left alone."""
        return ReflexInputs().array()
