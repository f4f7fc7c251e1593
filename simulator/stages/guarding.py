"""Guarding: how a strained muscle is hurt, how its cord answers, and how it heals.

Of each muscle: activation a, reflex r, persistent drive q and its inactivation h, tendon-organ inhibition i,
nociception n, sensitisation s, fatigue z, damage D. e : stretch from upright standing, v : its velocity, f : active
force, T : all force, of the largest. (x)+ : x above zero; v+ : velocity of lengthening.

    reflex           time dr/dt = gain (e + weight v - threshold + fall s)+ - r
    guarding         time dg/dt = gain drive sum over muscles of share n - g         own, neighbours, antagonists
    persistent       time dq/dt = 1 / (1 + exp(-(r + g + hold q - tire h - i - threshold) / width)) - q
    inactivation     time dh/dt = q + r + g - h                  so that they open to what is new, not to what lasts
    tendon organ     time di/dt = gain (T + e - threshold)+ - i       and other endings of tense, stretched muscle
    nociception      time dn/dt = 1 - exp(-relief (strain (e - threshold + fall s)+ + tender s f + soreness)) - n
    soreness         sore D / (D + half)
    sensitisation    ds/dt = n^2 (1 - s) / rise - s / fade
    fatigue          dz/dt = F min(a, 1 - z) - R z, R larger at rest
    damage           dD/dt = (overload + tearing + wear) (1 - D) - repair D / heal
    overload         ((f / (1 - loss z) + rest) / bears)^10 v+ / tolerance, beyond the threshold of length
    tearing          rate f^10 D                                                in contraction of what is torn
    wear             rate (e - threshold)+                                       of tissue that is held stretched

A full contraction is harmed by a stretch as stages/injury.py has it, whose threshold, tolerance and fatigue these are;
a weaker one by the tenth power of its tension, where that has the root of activation: it is of a single stretch, this
of all that a day brings, and tissue lasts longer with a power of 9 to 10 (Schechtman & Bader 1997, from memory).

Repair, relief and what warm muscle bears are those of stages/care.py. Damage heals as failing release does in
stages/healing.py, at the pace of man, which is the most of a small injury; the dead tissue, cells and scar of a large
one are in Recovery alone, where it takes longer.

The persistent drive has two stable states: what pushes it over its threshold may leave it on, until inactivation,
tendon organs or fewer afferents end it. What pushes for longer than a minute or two finds it inactivated: pain at rest
guards, and a movement sets off the spasm. (In the cat the reflex of held flexion fades within three minutes too, but
spasms come by themselves later, which this leaves out: Williams et al. 2000, Spine 25:2916, abstract.) The loop of
guarding goes from force to pain to force in sensitised muscles, and from pain to sensitisation; its gain is told in
that at which it just keeps itself going.

Roland 1986, Clin J Pain 2:102, and van Dieen, Selen & Cholewicki 2003, J Electromyogr Kinesiol 13:333 (pain and muscle
activity: evidence mixed); Solomonow et al. 2003, J Electromyogr Kinesiol 13:381 (held flexion, spasm, inflammation,
in the cat); Xia & Frey-Law 2008, J Biomech 41:3046 (fatigue).
"""

from dataclasses import dataclass
from math import exp, sqrt

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

FITTED = "fitted: an untroubled back picks up a pen, a strained one is caught"
MIXED = "assumed: evidence for guarding by pain is mixed (van Dieen et al. 2003)"
FATIGUE = "Xia & Frey-Law 2008; trunk: Frey-Law, Looft & Heitsman 2012, from memory"
SECOND, HOUR, DAY = 1e3, 3.6e6, 8.64e7  # ms


@dataclass(frozen=True)
class CordParameters(Quantities):
    """Constants of the way from receptors of the back to its motoneurons."""

    reference_temperature: float = quantity(37.0, "degC", "at which the numbers are given", "by definition")
    warming: float = quantity(1.6, "1", "Q10 of the reflex", "assumed: as conduction in axon", low=1, high=3)
    rise: float = quantity(15.0, "ms", "of activation", "De Groote et al. 2016")
    fall: float = quantity(60.0, "ms", "of activation", "De Groote et al. 2016")
    reflex_gain: float = quantity(
        2.0, "1", "activation for a stretch beyond the threshold, of the optimal length", FITTED, low=0, q10="warming"
    )
    reflex_threshold: float = quantity(0.65, "1", "stretch from upright that excites nothing", FITTED)
    reflex_weight: float = quantity(200.0, "ms", "of velocity", "assumed")
    reflex_fall: float = quantity(0.6, "1", "fall of the threshold in full sensitisation", FITTED, low=0)
    reflex_time: float = quantity(40.0, "ms", "from stretch to drive", "assumed: 30-50 ms in the back")
    guarding_gain: float = quantity(0.32, "1", "gain of guarding; below 1 it dies out", MIXED, low=0, high=5)
    guarding_drive: float = quantity(
        1.9, "1", "drive of guarding for nociception, at a gain of 1",
        "fitted: above it pain and guarding after weeks of slump are still there two months later", low=0,
    )  # fmt: skip
    guarding_time: float = quantity(200.0, "ms", "in which guarding builds up", "assumed")
    own_share: float = quantity(0.4, "1", "of a muscle's own pain in its guarding", "assumed", low=0, high=1)
    neighbour_share: float = quantity(
        0.4, "1", "of its neighbours', the rest is antagonists'", "assumed", low=0, high=1
    )
    spasm_threshold: float = quantity(0.22, "1", "drive that half opens the persistent currents", FITTED)
    spasm_width: float = quantity(0.03, "1", "of that threshold", "assumed")
    spasm_hold: float = quantity(0.6, "1", "what they add to what opens them", "assumed: more than the threshold")
    spasm_tire: float = quantity(0.7, "1", "what inactivation takes away", "assumed: more than that", low=0)
    spasm_drive: float = quantity(
        0.5, "1", "activation that they give", "assumed: 55-70 % of maximal EMG in cramp", high=1
    )
    spasm_time: float = quantity(60.0, "ms", "in which they open", "assumed")
    spasm_lasting: float = quantity(90_000.0, "ms", "of inactivation", "fitted: a spasm ends after a minute or so")
    organ_gain: float = quantity(8.0, "1", "inhibition for force and stretch above their threshold", FITTED, low=0)
    organ_threshold: float = quantity(0.55, "1", "sum of force and stretch from upright that inhibits nothing", FITTED)
    organ_time: float = quantity(
        6000.0, "ms", "of their inhibition", "fitted: a spasm ends in ten to twenty seconds of stretch"
    )


@dataclass(frozen=True)
class TissueParameters(Quantities):
    """Constants of injury, pain, healing and fatigue of muscle."""

    tendon: float = quantity(10.0, "ms", "in which a tendon passes force on", "assumed: series elasticity")
    tear: float = quantity(
        4e-4, "1/ms", "damage of what is damaged by contraction at the largest force",
        "assumed: weak sarcomeres yield to strong ones (Morgan 1990)", low=0,
    )  # fmt: skip
    wear: float = quantity(
        1.65e-9,
        "1/ms",
        "damage by held stretch, for a stretch",
        "fitted: sore after two to three weeks of eight hours",
        low=0,
    )
    wear_threshold: float = quantity(0.15, "1", "stretch from upright that can be held for ever", "assumed")
    heal: float = quantity(
        17.8 * DAY, "ms", "of damage, at no load and without care",
        "failing release in a recovery of man: 3.97 d of the rabbit at a pace of 0.223", low=DAY, high=1e11,
    )  # fmt: skip
    weakness: float = quantity(1.0, "1", "loss of force for damage", "by definition", low=0, high=1)
    pain_strain: float = quantity(2.0, "1", "nociception for stretch beyond its threshold", "assumed", low=0)
    pain_threshold: float = quantity(
        0.62, "1", "stretch from upright that does not hurt", "assumed: full flexion is free"
    )
    pain_fall: float = quantity(0.5, "1", "fall of it in full sensitisation", "assumed", low=0)
    tender: float = quantity(1.2, "1", "nociception for active force in full sensitisation", "assumed")
    sore: float = quantity(
        0.3, "1", "nociception for large damage", "assumed: less than sets off spasms at rest", low=0
    )
    sore_half: float = quantity(0.1, "1", "damage at half of it", "assumed")
    pain_rise: float = quantity(300.0, "ms", "of nociception", "assumed")
    pain_fade: float = quantity(5000.0, "ms", "of nociception", "assumed")
    sensitise: float = quantity(
        2e6,
        "ms",
        "of sensitisation, in the worst pain",
        "fitted: the pen is too much in the second week of a slump",
        high=1e10,
    )
    desensitise: float = quantity(3.5 * DAY, "ms", "its end", "assumed: days", high=1e11)
    tire: float = quantity(7.55e-6, "1/ms", "rate of fatigue of active units", FATIGUE, low=0)
    recover: float = quantity(7.5e-7, "1/ms", "rate of recovery", FATIGUE)
    rest: float = quantity(15.0, "1", "how much faster that is at rest", "Looft, Herkert & Frey-Law 2018, from memory")
    rest_fall: float = quantity(
        0.1, "1", "activation at which that is 1/e as much",
        "assumed: what is below 15 % of the largest force can be held for long (Rohmert 1960, from memory)",
    )  # fmt: skip


@dataclass(frozen=True)
class HistoryParameters(Quantities):
    """What a muscle brings along from before the run."""

    damage: float = quantity(0.0, "1", "of its fibres at the start", "none", low=0, high=1)
    sensitisation: float = quantity(0.0, "1", "of its nociceptors at the start", "none", low=0, high=1)
    fatigue: float = quantity(0.0, "1", "of its motor units that are tired at the start", "none", low=0, high=0.98)


@dataclass(frozen=True)
class MuscleState(Quantities):
    """One muscle of the back."""

    activation: float = quantity(0.0, "1", "activation", low=-0.1, high=1.5, floor=0.01)
    tension: float = quantity(
        0.0, "1", "active force that the tendon passes on, of the largest", low=-0.1, high=2, floor=0.01
    )
    reflex: float = quantity(0.0, "1", "drive of the stretch reflex", low=-0.1, high=5, floor=0.01)
    guarding: float = quantity(0.0, "1", "drive of guarding", low=-0.1, high=5, floor=0.01)
    spasm: float = quantity(0.0, "1", "persistent drive", low=-0.1, high=1.1, floor=0.01)
    inactivation: float = quantity(0.0, "1", "inactivation of it", low=-0.1, high=1.1, floor=0.01)
    inhibition: float = quantity(0.0, "1", "inhibition by tendon organs", low=-0.1, high=10, floor=0.01)
    nociception: float = quantity(0.0, "1", "nociception", low=-0.1, high=1.1, floor=0.01)
    sensitisation: float = quantity(0.0, "1", "sensitisation of nociceptors", low=0, high=1, floor=0.01)
    fatigue: float = quantity(0.0, "1", "part of the motor units that is tired", low=0, high=1, floor=0.01)
    damage: float = quantity(0.0, "1", "part of the fibres that is damaged", low=0, high=1, floor=0.001)


SHARP = 0.02  # width of thresholds, of stretch, force or drive
SLIGHT = 1e-3  # likewise, where nothing may be left at zero
POWER = 10  # of tension in damage: see above


@kernel
def above_zero(x):
    """Return x where it is above zero, 0 where it is below, with a round corner."""
    return 0.5 * (x + sqrt(x * x + SHARP * SHARP))


@kernel
def nearing(way, rise, fall):
    """Return the rate of what is so far from its goal: it comes nearer in one time from below, another from above."""
    return way * (1.0 / fall + (1.0 / rise - 1.0 / fall) / (1.0 + exp(-(way / SHARP))))


@kernel
def reflex_drive(s, stretch, velocity, p):
    """Return the drive that a stretch calls for."""
    lowered = p.reflex_threshold - p.reflex_fall * s.sensitisation
    return p.reflex_gain * above_zero(stretch + p.reflex_weight * velocity - lowered)


@kernel
def opened(s, p):
    """Return the part of the persistent currents that afferents and the currents themselves hold open."""
    push = s.reflex + s.guarding + p.spasm_hold * s.spasm - p.spasm_tire * s.inactivation - s.inhibition
    return 1.0 / (1.0 + exp(-(push - p.spasm_threshold) / p.spasm_width))


@kernel
def involuntary(s, p):
    """Return the drive that is not willed."""
    left = s.reflex + s.guarding - s.inhibition
    return 0.5 * (left + sqrt(left * left + SLIGHT * SLIGHT)) + p.spasm_drive * s.spasm


@kernel
def hurt(s, stretch, relief, p):
    """Return the nociception that a stretch, a contraction and damage hold; relief : part that care leaves of them."""
    strain = above_zero(stretch - p.pain_threshold + p.pain_fall * s.sensitisation)
    sore = p.sore * s.damage / (s.damage + p.sore_half)
    return 1.0 - exp(-relief * (p.pain_strain * strain + p.tender * s.sensitisation * s.tension + sore))


@kernel
def working(s):
    """Return the part of a muscle that contracts: its activation, or what is not tired."""
    return 1.0 - s.fatigue - above_zero(1.0 - s.fatigue - s.activation)


@kernel
def overload(s, length, velocity, resting, bears, p):
    """Return the rate of damage of a muscle lengthened under tension (1/ms); bears : load, of that without care."""
    weak = 1.0 - p.fatigue_loss * s.fatigue
    beyond = (length - 1.0) / weak - p.strain_threshold
    lengthening = velocity * select(velocity > 0.0, 1.0, 0.0)
    quickened = 1.0 + p.velocity_gain * lengthening / (lengthening + p.velocity_half / SECOND)
    step = 0.5 * (1.0 + beyond / sqrt(beyond * beyond + SHARP * SHARP))
    borne = (s.tension / weak + resting) / bears
    return borne**POWER * step * quickened * lengthening / (weak * p.strain_tolerance)


@kernel
def tearing(s, p):
    """Return the rate at which contraction tears on what is torn already (1/ms)."""
    return p.tear * s.tension**POWER * s.damage


@kernel
def wear(stretch, p):
    """Return the rate of damage of tissue that is held stretched (1/ms)."""
    return p.wear * above_zero(stretch - p.wear_threshold)


@kernel
def recovery(s, p):
    """Return the rate at which tired units recover (1/ms)."""
    return p.recover * (1.0 + (p.rest - 1.0) * exp(-(above_zero(s.activation) / p.rest_fall)))


@kernel
def muscle_rates(
    s, voluntary, guarding, length, stretch, velocity, force, resting, repair, relief, bears, cord, tissue, injury, d
):
    """Write the rate of change of each state of a muscle.

    voluntary, guarding : drives that are called for; length, stretch from upright, velocity (1/ms) : of the
    optimal; force, resting : of its contractile part and of its tissue at rest, of the largest active force;
    repair, relief, bears : how much faster it heals, what is left of pain, and what load it bears, by load and care
    """
    drive = voluntary + involuntary(s, cord)
    d.activation = nearing(1.0 - above_zero(1.0 - drive) - s.activation, cord.rise, cord.fall)
    d.tension = (force - s.tension) / tissue.tendon
    d.reflex = (reflex_drive(s, stretch, velocity, cord) - s.reflex) / cord.reflex_time
    d.guarding = (guarding - s.guarding) / cord.guarding_time
    d.spasm = (opened(s, cord) - s.spasm) / cord.spasm_time
    d.inactivation = (s.spasm + s.reflex + s.guarding - s.inactivation) / cord.spasm_lasting
    d.inhibition = (
        cord.organ_gain * above_zero(s.tension + resting + stretch - cord.organ_threshold) - s.inhibition
    ) / cord.organ_time
    d.nociception = nearing(hurt(s, stretch, relief, tissue) - s.nociception, tissue.pain_rise, tissue.pain_fade)
    worse = s.nociception**2 * (1.0 - s.sensitisation) / tissue.sensitise
    d.sensitisation = worse - s.sensitisation / tissue.desensitise
    d.fatigue = tissue.tire * above_zero(working(s)) - recovery(s, tissue) * s.fatigue
    harm = tearing(s, tissue) + overload(s, length, velocity, resting, bears, injury) + wear(stretch, tissue)
    d.damage = harm * (1.0 - s.damage) - repair * s.damage / tissue.heal
