"""Care: what is done for an injured muscle, and which terms of its healing each thing is thought to touch.

    repair    = (1 + a load) (1 + b stretching)                  of release and of new fibres
    remodel   = (1 + c load) (1 + d massage)                     of the scar
    clearing  = 1 - e ice                                        of what is dead, by white cells
    relief    = (1 - f heat) (1 - g ice) (1 - h massage)         of pain that is felt
    tolerance = reserve (1 + i warm bath) / (1 + fragility x lesion)      load that tears nothing
    torn      = overload x (the smaller of load and strongest x force, less tolerance)

The source of each effect opens with its grade: good, moderate, weak or no evidence. What has none is 0, so that it does
nothing until a user gives it a size.

Load and tolerance are told in the highest load that a day brings. A sound muscle bears more than that, its reserve, so
that full load tears nothing in it, nor in one that is nearly healed: up to a lesion of (reserve - 1) / fragility. What
a muscle has no force for does not load it.
"""

from dataclasses import dataclass

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

GRADES = ("good evidence", "moderate evidence", "weak evidence", "no evidence")
TOLD = "none unless told"
ALONE = (
    "load_on_scar",
    "massage_on_scar",
    "overload",
    "reserve",
    "fragility",
    "strongest",
    "ice_on_clearing",
    "ice_on_swelling",
)  # do nothing in a Back


@dataclass(frozen=True)
class CareParameters(Quantities):
    """What is done, to be set and changed by a protocol; from 0, not at all, to 1, as much as can be."""

    load: float = quantity(
        0.3,
        "1",
        "daily load on the muscle, of the highest that a day brings",
        "assumed: about the house",
        low=0,
        high=1,
    )
    stretching: float = quantity(0.0, "1", "stretching, of four sessions a day", TOLD, low=0, high=1)
    massage: float = quantity(0.0, "1", "deep massage, of a session a day", TOLD, low=0, high=1)
    ice: float = quantity(0.0, "1", "part of the day in which the skin is kept at 10 degC", TOLD, low=0, high=1)
    heat: float = quantity(0.0, "1", "heat wrap, of eight hours a day", TOLD, low=0, high=1)
    warm_bath: float = quantity(0.0, "1", "warm bath before each load: 1 is muscle at 39 degC", TOLD, low=0, high=1)


@dataclass(frozen=True)
class EffectParameters(Quantities):
    """How far each thing acts, on what, and on what evidence."""

    load_on_repair: float = quantity(
        1.0, "1", "what full load adds to the repair of fibres",
        "moderate evidence: early mobilised muscle of rats regains strength sooner (Jarvinen 1975-76, from memory); "
        "size assumed", low=0.0,
    )  # fmt: skip
    load_on_scar: float = quantity(
        1.0, "1", "what full load adds to the remodelling of scar",
        "moderate evidence: less and better ordered collagen in mobilised rats (Jarvinen & Lehto 1993, from memory); "
        "size assumed", low=0.0,
    )  # fmt: skip
    overload: float = quantity(
        0.5, "1/d", "sound fibres torn by load above the tolerance",
        "moderate evidence: re-injury follows early return (9-17 % in a year: Br J Sports Med 58:766), size assumed",
        low=0.0,
    )  # fmt: skip
    reserve: float = quantity(
        1.25, "1", "load that tears nothing in a sound muscle, of the highest that a day brings",
        "weak evidence: a day's load is below what tears a sound muscle; by how far has not been measured, assumed",
        low=1.0, high=5.0,
    )  # fmt: skip
    strongest: float = quantity(
        2.0, "1", "load that a sound muscle bears at most, of the highest that a day brings",
        "weak evidence: 1.5 to 1.8 times the isometric force while it is stretched (Katz 1939, frog, from memory); how "
        "far that is above the loads of a day assumed",
        low=1.0, high=10.0,
    )  # fmt: skip
    fragility: float = quantity(
        3.0, "1", "how far a lesion lowers the tolerance",
        "moderate evidence: strained muscle of the rabbit fails at 63 % of the load (Taylor et al. 1993, from memory); "
        "size assumed", low=0.0,
    )  # fmt: skip
    stretching_on_repair: float = quantity(
        0.13, "1", "what four sessions a day add to the repair of fibres",
        "weak evidence: one trial of 80 athletes, 13.3 against 15.1 days (Malliaropoulos et al. 2004, from memory)",
        low=0.0, high=2.0,
    )  # fmt: skip
    massage_on_scar: float = quantity(
        0.0, "1", "what massage adds to the remodelling of scar",
        "no evidence that massage breaks scar down in muscle: off", low=0.0, high=5.0,
    )  # fmt: skip
    massage_on_pain: float = quantity(
        0.2, "1", "pain that massage takes away",
        "weak evidence: soreness after exercise a little less (reviews, from memory); size assumed", low=0.0, high=1.0,
    )  # fmt: skip
    ice_on_clearing: float = quantity(
        0.0, "1", "how far ice slows white cells",
        "weak evidence, of harm, in rats (Takagi et al. 2011, from memory), none in man: off", low=0.0, high=1.0,
    )  # fmt: skip
    ice_on_swelling: float = quantity(
        0.0, "1", "how far ice holds back swelling", "no evidence in strained muscle of man: off", low=0.0, high=1.0
    )
    ice_on_pain: float = quantity(
        0.45, "1", "pain that ice takes away while the skin is at 10 degC",
        "moderate evidence for the while of it: threshold of pressure pain x 1.71 to 1.89 (Algafly & George 2007); for "
        "back pain later insufficient (French et al. 2006)", low=0.0, high=1.0,
    )  # fmt: skip
    heat_on_pain: float = quantity(
        0.289, "1", "pain that a heat wrap takes away",
        "moderate evidence: 1.06 (0.68 to 1.45) of 5 in five days of acute back pain (French et al. 2006), fitted",
        low=0.0, high=1.0,
    )  # fmt: skip
    heat_on_repair: float = quantity(
        0.0, "1", "what heat adds to the repair of fibres", "weak evidence, in rats only: off", low=0.0, high=2.0
    )
    bath_on_tolerance: float = quantity(
        0.1, "1", "what a warm bath adds to the load that tears nothing",
        "weak evidence: warm muscle of the rabbit yields further and later (Noonan et al. 1993; Strickler et al. 1990, "
        "both from memory); size assumed", low=0.0, high=1.0,
    )  # fmt: skip


@kernel
def repair(c, e):
    """Return how much faster release and fibres are repaired than without care and load."""
    return (1.0 + e.load_on_repair * c.load) * (1.0 + e.stretching_on_repair * c.stretching + e.heat_on_repair * c.heat)


@kernel
def remodelling(c, e):
    """Return how much faster scar is remodelled than without care and load."""
    return (1.0 + e.load_on_scar * c.load) * (1.0 + e.massage_on_scar * c.massage)


@kernel
def clearing(c, e):
    """Return how fast white cells come and clear, of their speed without ice."""
    return 1.0 - e.ice_on_clearing * c.ice


@kernel
def swelling(c, e):
    """Return how much the injury makes the muscle swell, of what it does without ice."""
    return 1.0 - e.ice_on_swelling * c.ice


@kernel
def relief(c, e):
    """Return the part of the pain that is still felt."""
    return (1.0 - e.heat_on_pain * c.heat) * (1.0 - e.ice_on_pain * c.ice) * (1.0 - e.massage_on_pain * c.massage)


@kernel
def warmed(c, e):
    """Return the load that a muscle bears, of that without a warm bath."""
    return 1.0 + e.bath_on_tolerance * c.warm_bath


@kernel
def tolerance(lesion, c, e):
    """Return the load that tears nothing in a muscle with a lesion (fraction of it), of the highest of a day."""
    return e.reserve * warmed(c, e) / (1.0 + e.fragility * lesion)


@kernel
def borne(force, c, e):
    """Return the load that a muscle bears, of the highest of a day: what is asked, if it has the force for it."""
    most = e.strongest * force
    return select(c.load < most, c.load, most)


@kernel
def tearing(force, lesion, c, e):
    """Return the rate at which load tears sound fibres (1/d); force : the largest, of that before the injury."""
    excess = borne(force, c, e) - tolerance(lesion, c, e)
    return e.overload * 0.5 * (excess + abs(excess))
