"""A back: eight muscles about L5/S1, the load that they hold, the cord that guards them, and what is left of a strain.

task -> wanted posture -> moments asked -> activation of each muscle -> force -> trunk moves
stretch, force, damage -> reflex, nociception -> guarding of a muscle, its neighbours and its antagonists
"""

from dataclasses import dataclass

import numpy as np

from simulator import conditions
from simulator.kernel import kernel, select
from simulator.models.readout import BackOutputs
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity, require
from simulator.stages import care, guarding, posture, trunk
from simulator.stages.anatomy import EXTENSORS, FLEXORS, MUSCLES, NEIGHBOURS, OTHERS, PAIRS, PARTS
from simulator.stages.care import CareParameters, EffectParameters
from simulator.stages.guarding import CordParameters, HistoryParameters, MuscleState, TissueParameters
from simulator.stages.injury import InjuryParameters
from simulator.stages.posture import OrderState, PostureParameters
from simulator.stages.trunk import (
    ERECTOR_SPINAE,
    MULTIFIDUS,
    OBLIQUE,
    RECTUS_ABDOMINIS,
    StrapParameters,
    TrunkParameters,
    TrunkState,
)

NEWTON_METRES = 1e-3  # in N mm
PER_MS2 = 1e-6  # rad/s^2 in rad/ms^2
SLIGHT = 0.02  # of the force of a muscle: how round the corner is where it gives no more
SLOW = tuple(HistoryParameters.__dataclass_fields__)


@dataclass(frozen=True)
class BackInputs(Quantities):
    """What is done to a back from outside: nothing; its task is a set of parameters."""

    stimulus: float = quantity(0.0, "1", "none", low=0.0, high=1e4)


STATES = {"trunk": TrunkState, "orders": OrderState} | dict.fromkeys(MUSCLES, MuscleState)
SETS = (
    {"trunk": TrunkParameters, "posture": PostureParameters, "cord": CordParameters, "tissue": TissueParameters}
    | {"injury": InjuryParameters, "effects": EffectParameters, "care": CareParameters}
    | dict.fromkeys(PAIRS, StrapParameters)
    | dict.fromkeys(MUSCLES, HistoryParameters)
)
STATE, PARAMETERS = record(**STATES), record(**SETS)
INPUTS, OUTPUTS = BackInputs.dtype(), BackOutputs.dtype()


@kernel
def lengths(s, side, pair, p):
    """Return length, stretch from upright and velocity (1/ms) of a muscle, of its optimal length."""
    strap = getattr(p, pair)
    length = trunk.strap_length(s.trunk.flexion, s.trunk.twist, side, strap, p.trunk.bend)
    way = trunk.strap_length(s.trunk.flexion_velocity, s.trunk.twist_velocity, side, strap, p.trunk.bend)
    return length, length - strap.neutral, way - strap.neutral


@kernel
def contractile(muscle, side, pair, s, p):
    """Return the force of the contractile part of a muscle, of the largest."""
    strap, state = getattr(p, pair), getattr(s, muscle)
    length, _, velocity = lengths(s, side, pair, p)
    sound = strap.strength * (1.0 - p.tissue.weakness * state.damage)
    return sound * guarding.working(state) * trunk.overlap(length) * trunk.yielding(1000.0 * velocity / strap.fastest)


@kernel
def forces(muscle, side, pair, s, p):
    """Return active and passive force of a muscle (N), as its tendon passes them on."""
    strap = getattr(p, pair)
    length, _, _ = lengths(s, side, pair, p)
    return strap.force * getattr(s, muscle).tension, strap.force * strap.stiffness * trunk.passive(length)


@kernel
def guards(s, p):
    """Return the drive of guarding of each muscle."""
    others = 1.0 - p.cord.own_share - p.cord.neighbour_share
    found = {}
    for muscle in MUSCLES:
        own, near = getattr(s, muscle).nociception, NEIGHBOURS[muscle]
        beside = sum(getattr(s, m).nociception for m in near) / len(near)
        across = sum(getattr(s, m).nociception for m in OTHERS[muscle]) / len(OTHERS[muscle])
        drive = p.cord.own_share * own + p.cord.neighbour_share * beside + others * across
        found[muscle] = p.cord.guarding_gain * p.cord.guarding_drive * drive
    return found


@kernel
def mechanics(s, p):
    """Return what the trunk bears: lean, moment of the weight, moment at the side, inertia."""
    t, task = s.trunk, p.posture
    lean = t.flexion + t.pelvis
    weight = trunk.bending(lean, t.twist, t.load, t.push, task.reach, task.height, p.trunk)
    return (
        lean,
        weight,
        trunk.toppling(lean, t.twist, t.load, task.reach, p.trunk),
        trunk.inertia(t.load, task.reach, p.trunk),
    )


@kernel
def known(pair, flexion, p, side=1.0, twist=0.0):
    """Return the force (N) that the brain knows a muscle to have in a posture: of activation, and at rest."""
    strap = getattr(p, pair)
    length = trunk.strap_length(flexion, twist, side, strap, p.trunk.bend)
    return strap.force * strap.strength * trunk.overlap(length), strap.force * strap.stiffness * trunk.passive(length)


@kernel
def asked(s, p):
    """Return the moments that posture asks for: of extension, and of turning to the right (N m)."""
    t, task = s.trunk, p.posture
    _, _, sideways, inertia = mechanics(s, p)
    lean = t.flexion_wanted + t.pelvis
    ahead = trunk.bending(lean, t.twist, t.load, t.push, task.reach, task.height, p.trunk)
    faster = trunk.acceleration(t.flexion_first, t.flexion_second, t.flexion_wanted, task.pace)
    faster += trunk.acceleration(t.pelvis_first, t.pelvis_second, t.pelvis, task.pace)
    resting = trunk.ligaments(t.flexion, p.trunk)
    for pair in PAIRS:
        resting += 2.0 * NEWTON_METRES * getattr(p, pair).arm * known(pair, t.flexion, p)[1]
    way = (t.flexion_second - t.flexion_wanted) / task.pace
    hold = posture.held(t.flexion, t.flexion_velocity, t.flexion_wanted, way, task.stiffness, task.damping)
    extension = ahead - inertia * faster / PER_MS2 - resting + hold
    turn = (t.twist_second - t.twist_wanted) / task.pace
    hold = posture.held(t.twist, t.twist_velocity, t.twist_wanted, turn, task.turning_stiffness, task.turning_damping)
    return extension, trunk.discs(t.twist_wanted, p.trunk) + sideways * trunk.sine(joint(s)) - hold


@kernel
def joint(s):
    """Return how far the disc leans (rad): with the pelvis, and half of the lumbar flexion."""
    return s.trunk.pelvis + 0.5 * s.trunk.flexion


@kernel
def willed(s, p):
    """Return the voluntary drive of each muscle."""
    brace, oblique, order = p.posture.bracing, p.oblique, s.orders
    turners, turning = {}, 0.0
    for side in (1.0, -1.0):
        most = known("oblique", s.trunk.flexion, p, side, s.trunk.twist)[0]
        force = posture.shared(side * order.turning, brace) / (NEWTON_METRES * oblique.turn)
        turners[side] = force / most
        turning += trunk.capped(force, most, SLIGHT * oblique.force)
    extension = order.extension - NEWTON_METRES * oblique.arm * turning
    best = {pair: known(pair, s.trunk.flexion, p)[0] for pair in PAIRS}
    groups = {}
    for members, moment in ((EXTENSORS, extension), (FLEXORS, -extension)):
        most = sum(2.0 * best[pair] * abs(getattr(p, pair).arm) for pair in members)
        groups |= dict.fromkeys(members, posture.shared(moment, brace) / (NEWTON_METRES * most))
    aside = (
        p.posture.erectors * order.sideways / (2.0 * NEWTON_METRES * p.erector_spinae.sideways * best["erector_spinae"])
    )
    found = {}
    for muscle, side, pair in PARTS:
        drive = groups[pair]
        if pair == "erector_spinae":
            drive = posture.shared(drive + side * aside, 0.02)
        if pair == "oblique":
            drive = drive + turners[side]
        found[muscle] = drive
    return found


@kernel
def moments(s, p):
    """Return extending and turning moment of all muscles, the part of those at rest, and that of the flexors (N m)."""
    extending = turning = resting = against = 0.0
    for muscle, side, pair in PARTS:
        active, passive = forces(muscle, side, pair, s, p)
        strap = getattr(p, pair)
        extending += NEWTON_METRES * strap.arm * (active + passive)
        turning += NEWTON_METRES * strap.turn * side * (active + passive)
        resting += NEWTON_METRES * strap.arm * passive
        if pair in FLEXORS:
            against -= NEWTON_METRES * strap.arm * active
    return extending, turning, resting, against


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    p = parameters.view(PARAMETERS)[0]
    trunk_rates(s.trunk, s, p, d.trunk)
    order_rates(s, p, d.orders)
    drives, guarded = willed(s, p), guards(s, p)
    repair, relief = care.repair(p.care, p.effects), care.relief(p.care, p.effects)
    bears = care.warmed(p.care, p.effects)
    for muscle, side, pair in PARTS:
        force = contractile(muscle, side, pair, s, p)
        resting = getattr(p, pair).stiffness * trunk.passive(lengths(s, side, pair, p)[0])
        guarding.muscle_rates(
            getattr(s, muscle), drives[muscle], guarded[muscle], *lengths(s, side, pair, p), force, resting,
            repair, relief, bears, p.cord, p.tissue, p.injury, getattr(d, muscle),
        )  # fmt: skip


@kernel
def order_rates(s, p, d):
    """Write the rate of each order to the muscles, which follows what posture asks for."""
    extension, turning = asked(s, p)
    sideways = mechanics(s, p)[2] * trunk.cosine(joint(s))
    d.extension = (extension - s.orders.extension) / p.posture.delay
    d.turning = (turning - s.orders.turning) / p.posture.delay
    d.sideways = (sideways - s.orders.sideways) / p.posture.delay


@kernel
def trunk_rates(t, s, p, d):
    """Write the rate of every state of the trunk."""
    task, own = p.posture, p.trunk
    for name in ("flexion", "twist", "pelvis"):
        last = name if name == "pelvis" else f"{name}_wanted"
        lags = getattr(t, f"{name}_first"), getattr(t, f"{name}_second"), getattr(t, last)
        first, second, third = trunk.led(getattr(task, name) / task.radian, *lags, task.pace)
        setattr(d, f"{name}_first", first)
        setattr(d, f"{name}_second", second)
        setattr(d, last, third)
    d.load, d.push = (task.load - t.load) / task.grip, (task.push - t.push) / task.grip
    _, weight, sideways, inertia = mechanics(s, p)
    extending, turning, _, _ = moments(s, p)
    tilting = trunk.acceleration(t.pelvis_first, t.pelvis_second, t.pelvis, task.pace)
    held = (
        extending
        + trunk.ligaments(t.flexion, own)
        - trunk.facets(t.flexion, own)
        + 1000.0 * own.damping * t.flexion_velocity
    )
    d.flexion = t.flexion_velocity
    d.flexion_velocity = PER_MS2 * (weight - held) / inertia - tilting
    against = sideways * trunk.sine(joint(s)) + trunk.discs(t.twist, own)
    d.twist = t.twist_velocity
    slowed = 1000.0 * own.turning_damping * t.twist_velocity
    d.twist_velocity = PER_MS2 * (turning - against - slowed) / own.turning_inertia


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off a back."""
    s, o = y.view(STATE)[0], out.view(OUTPUTS)[0]
    u, p = inputs.view(INPUTS)[0], parameters.view(PARAMETERS)[0]
    degrees, t = p.posture.radian, s.trunk
    o.stimulus = u.stimulus
    o.lumbar_flexion, o.wanted_flexion, o.twist_angle = (
        t.flexion * degrees,
        t.flexion_wanted * degrees,
        t.twist * degrees,
    )
    o.lean, o.load_held = (t.flexion + t.pelvis) * degrees, t.load
    extending, turning, resting, against = moments(s, p)
    ligaments = trunk.ligaments(t.flexion, p.trunk) - trunk.facets(t.flexion, p.trunk)
    o.moment = extending + ligaments + 1000.0 * p.trunk.damping * t.flexion_velocity
    o.ligament_moment, o.twist_moment, o.co_contraction = resting + ligaments, turning, against
    worst, total = 0.0, 0.0
    for muscle, side, pair in PARTS:
        state = getattr(s, muscle)
        setattr(o, f"{muscle}_force", sum(forces(muscle, side, pair, s, p)))
        setattr(o, f"{muscle}_guarding", guarding.involuntary(state, p.cord))
        worst = larger(state.nociception, worst)
        total = total + state.guarding / len(MUSCLES)
    o.pain, o.guarding = worst, total


@kernel
def larger(a, b):
    """Return the larger of two numbers."""
    return select(a > b, a, b)


SYSTEM = System(
    name="back",
    rates=rates,
    outputs=outputs,
    totals=None,
    total_count=0,
    states=STATES,
    parameters=SETS,
    inputs=BackInputs,
    output=BackOutputs,
    spike_state="trunk.load",  # never below -20: nothing here fires single impulses
    placed=tuple(f"{muscle}.{name}" for muscle in MUSCLES for name in (*SLOW, "spasm")),
)


@dataclass(frozen=True)
class Back(Model):
    """A trunk with eight muscles about L5/S1, of a man of 75 kg, led by the tasks of `simulator.tasks`.

    Change it with `with_condition`, `scaled` and `with_parameters`; `after` gives the back that a run leaves behind.
    Load and care ("care.") heal it, take its pain and change what it bears as in `Recovery`. It has no scar, swelling
    and white cells, and its tasks are what tears it: effects on those, `care.ALONE`, do nothing here.
    """

    trunk: TrunkParameters = TrunkParameters()
    posture: PostureParameters = PostureParameters()
    cord: CordParameters = CordParameters()
    tissue: TissueParameters = TissueParameters()
    injury: InjuryParameters = InjuryParameters()
    effects: EffectParameters = EffectParameters()
    care: CareParameters = CareParameters()
    multifidus: StrapParameters = MULTIFIDUS
    erector_spinae: StrapParameters = ERECTOR_SPINAE
    oblique: StrapParameters = OBLIQUE
    rectus_abdominis: StrapParameters = RECTUS_ABDOMINIS
    left_multifidus: HistoryParameters = HistoryParameters()
    left_erector_spinae: HistoryParameters = HistoryParameters()
    left_oblique: HistoryParameters = HistoryParameters()
    left_rectus_abdominis: HistoryParameters = HistoryParameters()
    right_multifidus: HistoryParameters = HistoryParameters()
    right_erector_spinae: HistoryParameters = HistoryParameters()
    right_oblique: HistoryParameters = HistoryParameters()
    right_rectus_abdominis: HistoryParameters = HistoryParameters()
    conditions: tuple = ()
    temperature: float = 37.0

    parts = tuple(SETS)
    system = SYSTEM
    temperatures = (20.0, 42.0)

    def make(self):
        """Return the arguments of its maker: none."""
        return {}

    def initial(self):
        """Return a state near rest, with the history of each muscle (n,)."""
        muscles = [
            MuscleState().varied({name: getattr(getattr(self, muscle), name) for name in SLOW}).array()
            for muscle in MUSCLES
        ]
        return np.concatenate([TrunkState().array(), OrderState().array(), *muscles])

    def quiet(self):
        """Return the inputs of a back left alone."""
        return BackInputs().array()

    def with_condition(self, name, severity=1.0):
        """Return the back with a named condition or remedy, from severity 0 (none) to 1."""
        return conditions.apply(self, name, severity)

    def with_drug(self, name, concentration):
        """Return the back in a drug (uM); raises ParameterError, for none acts on it."""
        return conditions.give(self, name, concentration)

    def after(self, results, time=None):
        """Return the back as a run leaves it, or as it is at a time of it (ms), with its damage, pain and fatigue.

        Raises ParameterError for results of another model, and for a time outside the run.
        """
        require(results, "lumbar_flexion", "Back")
        last = float(results.time[-1])
        time = last if time is None else time
        if not 0.0 <= time <= last * (1 + 1e-9):
            raise ParameterError(f"time = {time!r} ms is outside the run, from 0 to {last:g}")
        there = results.sel(time=time, method="nearest")
        told = f"after a run of {float(there.time) / guarding.DAY:.3g} days"
        changed = {
            f"{muscle}.{name}": (float(np.clip(there[f"{muscle}.{name}"], 0.0, 0.98)), told)
            for muscle in MUSCLES
            for name in SLOW
        }
        return self.with_parameters(changed)
