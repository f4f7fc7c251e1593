"""Healing: what becomes of an injured muscle in days to a year.

Tissue, in fractions of the muscle that add up to 1, goes round: sound fibres -> dead -> cleared -> new fibres or young
scar -> sound fibres, old scar -> sound fibres. White cells and satellite cells are counted per mm^3 of muscle.

    d dead / dt       = torn + oxidants - cleared,    cleared = c dead W / (W + h dead),  W = N + M1
    dN / dt           = a dead - b N                                             neutrophils, from the blood
    dM1 / dt          = e N - turned,                 turned = f M1^2 / (M1 + g dead)
    dM2 / dt          = turned - left,                left = k M2^2 / (M2 + j (dead + cleared))
    d activated / dt  = q dead quiescent + p M1/(M1 + M2) activated - (r + d) M2/(M1 + M2) activated
    d myocytes / dt   = d M2/(M1 + M2) activated - l myocytes
    new fibres        : cleared x fusion x myocytes / (myocytes + m cleared)
    young scar        : cleared x laid M2 / (M2 + h cleared)
    d failure / dt    = torn (1 - failure) - failure / time                      release of calcium that fails
    d mediators / dt  = torn - mediators / time,   d swelling / dt = (mediators - swelling) / time
    d pain / dt       = (u swelling + v dead) (1 - pain) - pain / time           sensitisation of nociceptors

    force = (sound + n new) (1 - failure) exp(-i swelling), of that before the injury

Each term has the dead or cleared tissue in the first power, so that a small lesion heals in the time of a large one,
but for failing release, which is the most of a small injury: a damage D leaves D^2 dead and failure D / (1 + D), and
so a force of 1 - D.

Al-Ghazawi et al. 2025, PLoS Comput Biol (cells: who calls and turns whom; counts in mouse), here in ratios; Nikolaou et
al. 1987, Am J Sports Med 15:9 (force in rabbit); Warren et al. 2002, J Orthop Sports Phys Ther 32:58 (release that
fails is half or more of what is lost at first).
"""

from dataclasses import dataclass
from math import exp

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

COUNTS = "fitted to cell counts in mouse as in Al-Ghazawi et al. 2025: validation/calibration/recovery.py"
FORCE = "fitted to Nikolaou et al. 1987, rabbit: validation/calibration/recovery.py"


@dataclass(frozen=True)
class HealingParameters(Quantities):
    """Constants of inflammation, regeneration, scar, release and pain: rabbit and mouse."""

    neutrophil_entry: float = quantity(13000.0, "1/(mm^3*d)", "neutrophils that come when all is dead (a)", COUNTS)
    neutrophil_loss: float = quantity(1.55, "1/d", "neutrophils that die (b)", COUNTS)
    monocyte_entry: float = quantity(1.2, "1/d", "inflammatory macrophages that a neutrophil calls (e)", COUNTS)
    turning: float = quantity(0.48, "1/d", "inflammatory macrophages that turn to repair (f)", COUNTS)
    turning_half: float = quantity(58000.0, "1/mm^3", "how far dead tissue holds that back (g)", COUNTS)
    repairing_loss: float = quantity(0.52, "1/d", "repairing macrophages that leave (k)", COUNTS)
    staying: float = quantity(134000.0, "1/mm^3", "how far unfilled tissue holds them (j)", COUNTS)
    clearance: float = quantity(1.7, "1/d", "dead tissue cleared by many white cells (c)", COUNTS)
    clearance_half: float = quantity(5000.0, "1/mm^3", "white cells to dead tissue at half of it (h)", COUNTS)
    oxidants: float = quantity(
        2e-5, "mm^3/d", "sound fibres that a neutrophil kills",
        "assumed: a fifth more; direction: Nguyen & Tidball 2003, mouse, from memory", low=0.0, high=1e-3,
    )  # fmt: skip

    quiescent: float = quantity(2500.0, "1/mm^3", "satellite cells at rest", "Al-Ghazawi et al. 2025, mouse")
    activation: float = quantity(0.62, "1/d", "of satellite cells where all is dead (q)", COUNTS)
    proliferation: float = quantity(0.48, "1/d", "of active ones, among inflammatory macrophages (p)", COUNTS)
    differentiation: float = quantity(1.35, "1/d", "of active ones, among repairing macrophages (d)", COUNTS)
    homing: float = quantity(0.5, "1/d", "of active ones to rest again (r)", "assumed: as many as differentiate")
    renewal_time: float = quantity(30.0, "d", "in which the number at rest is made up", "assumed")
    fusion_loss: float = quantity(0.74, "1/d", "myocytes that fuse or die (l)", COUNTS)
    fusion: float = quantity(1.0, "1/d", "cleared tissue filled by many myocytes", "assumed: myotubes by a week")
    fusion_half: float = quantity(300.0, "1/mm^3", "myocytes to cleared tissue at half of it (m)", "assumed")
    maturation_time: float = quantity(
        10.0, "d", "in which a new fibre becomes a sound one, at no load",
        "assumed: rodent fibres are of full size three to four weeks after toxins",
    )  # fmt: skip
    new_strength: float = quantity(0.3, "1", "force of a new fibre, of a sound one (n)", "assumed", low=0.0, high=1.0)

    laying: float = quantity(0.3, "1/d", "cleared tissue filled by young scar", "assumed: collagen by a week")
    ripening_time: float = quantity(30.0, "d", "in which young scar (type III) becomes old (type I)", "assumed")
    remodelling_time: float = quantity(
        180.0, "d", "in which old scar is replaced, at no load", "assumed: 6 to 12 months, as compiled"
    )
    scar_stiffness: float = quantity(2.0, "1", "passive stiffness that scar adds, if all were scar", "assumed")
    swelling_stiffness: float = quantity(1.0, "1", "passive stiffness that swelling adds", "assumed")
    popped_stiffness: float = quantity(
        1.0, "1", "passive stiffness that fibres with failing release add: injury contracture",
        "direction: Whitehead et al. 2001, man and cat; size assumed",
    )  # fmt: skip
    optimum_shift: float = quantity(
        0.2, "1", "shift of the optimal length, of it, if all fibres had failed",
        "direction: Whitehead et al. 2001, man and cat; size assumed",
    )  # fmt: skip

    pace: float = quantity(
        1.0,
        "1",
        "of repair, swelling and pain, of those of the rabbit; white cells come as fast",
        "by definition",
        low=0.02,
        high=10.0,
    )
    failure_time: float = quantity(3.97, "d", "in which release recovers", FORCE)
    swelling_time: float = quantity(0.411, "d", "in which the injury makes it swell, and it subsides", FORCE)
    swelling_weakness: float = quantity(6.27, "1", "how far swelling weakens (i)", FORCE)
    pain_swelling: float = quantity(3.0, "1/d", "sensitisation by swelling (u)", "assumed: sore within the day")
    pain_dead: float = quantity(3.0, "1/d", "sensitisation by dead tissue (v)", "assumed")
    pain_time: float = quantity(3.0, "d", "in which sensitisation passes", "assumed")


@dataclass(frozen=True)
class HealingState(Quantities):
    """Tissue, cells and pain; values of a sound muscle."""

    sound: float = quantity(1.0, "1", "sound fibres", low=0, high=1)
    dead: float = quantity(0.0, "1", "dead tissue", low=0, high=1, floor=1e-3)
    cleared: float = quantity(0.0, "1", "tissue cleared and not yet filled", low=0, high=1, floor=1e-3)
    new_fibres: float = quantity(0.0, "1", "new fibres", low=0, high=1, floor=1e-3)
    young_scar: float = quantity(0.0, "1", "young scar", low=0, high=1, floor=1e-3)
    old_scar: float = quantity(0.0, "1", "old scar", low=0, high=1, floor=1e-3)
    failure: float = quantity(0.0, "1", "release of calcium that fails in living fibres", low=0, high=1, floor=1e-3)
    mediators: float = quantity(0.0, "1", "what torn tissue sets free", low=0, high=10, floor=1e-3)
    swelling: float = quantity(0.0, "1", "swelling", low=0, high=10, floor=1e-3)
    neutrophils: float = quantity(0.0, "1/mm^3", "neutrophils", low=0, high=1e5, floor=1.0)
    inflammatory: float = quantity(0.0, "1/mm^3", "inflammatory macrophages (M1)", low=0, high=1e5, floor=1.0)
    repairing: float = quantity(0.0, "1/mm^3", "repairing macrophages (M2)", low=0, high=1e5, floor=1.0)
    quiescent: float = quantity(2500.0, "1/mm^3", "satellite cells at rest", low=0, high=1e5)
    activated: float = quantity(0.0, "1/mm^3", "active satellite cells", low=0, high=1e5, floor=1.0)
    myocytes: float = quantity(0.0, "1/mm^3", "myocytes", low=0, high=1e5, floor=1.0)
    pain: float = quantity(0.0, "1", "sensitisation of nociceptors", low=0, high=1, floor=1e-3)


FEW = 1.0  # cells per mm^3 that are always there, so that a sound muscle stays sound and no ratio has a zero below it


@kernel
def clearance(s, p):
    """Return the rate at which white cells clear dead tissue (1/d)."""
    white = s.neutrophils + s.inflammatory + FEW
    return p.clearance * s.dead * white / (white + p.clearance_half * s.dead)


@kernel
def turning(s, p):
    """Return the rate at which inflammatory macrophages turn to repair (1/(mm^3 d))."""
    return p.turning * s.inflammatory * (s.inflammatory + FEW) / (s.inflammatory + FEW + p.turning_half * s.dead)


@kernel
def leaving(s, p):
    """Return the rate at which repairing macrophages leave (1/(mm^3 d))."""
    held = p.staying * (s.dead + s.cleared)
    return p.repairing_loss * s.repairing * (s.repairing + FEW) / (s.repairing + FEW + held)


@kernel
def share(count, other):
    """Return the share of one kind of macrophage among both; 0 where there is next to none."""
    return count / (count + other + FEW)


@kernel
def fusion(s, p):
    """Return the rate at which myocytes fill cleared tissue with new fibres (1/d)."""
    return p.fusion * s.cleared * s.myocytes / (s.myocytes + p.fusion_half * s.cleared + FEW)


@kernel
def laying(s, p):
    """Return the rate at which cleared tissue is filled with young scar (1/d)."""
    return p.laying * s.cleared * s.repairing / (s.repairing + p.clearance_half * s.cleared + FEW)


@kernel
def maturation(s, repair, p):
    """Return the rate at which new fibres become sound ones (1/d); repair : how much faster it is by care."""
    return p.pace * repair * s.new_fibres / p.maturation_time


@kernel
def lesion(s):
    """Return the part of the muscle that a load may tear: dead, cleared, and half of what is young."""
    return s.dead + s.cleared + 0.5 * (s.new_fibres + s.young_scar)


@kernel
def cell_rates(s, clearing, p, d):
    """Write the rate of change of each kind of cell; clearing : how fast white cells come, of usual."""
    turned, left = turning(s, p), leaving(s, p)
    mature, young = share(s.repairing, s.inflammatory), share(s.inflammatory, s.repairing)
    woken = p.activation * s.dead * s.quiescent
    differentiated, gone_home = p.differentiation * mature * s.activated, p.homing * (1.0 - young) * s.activated
    d.neutrophils = clearing * p.neutrophil_entry * s.dead - p.neutrophil_loss * s.neutrophils
    d.inflammatory = clearing * p.monocyte_entry * s.neutrophils - turned
    d.repairing = turned - left
    d.quiescent = gone_home - woken + (p.quiescent - s.quiescent) / p.renewal_time
    d.activated = woken + p.proliferation * young * s.activated - differentiated - gone_home
    d.myocytes = differentiated - p.fusion_loss * s.myocytes


@kernel
def healing_rates(s, tearing, repair, remodelling, clearing, swelling, p, d):
    """Write the rate of change of each state.

    tearing : sound fibres torn by load (1/d); repair, remodelling, clearing, swelling : how much faster, or more, of
    each there is by care
    """
    torn, killed = tearing * s.sound, p.oxidants * s.neutrophils * s.sound
    cleared, fused, laid = clearing * clearance(s, p), fusion(s, p), laying(s, p)
    ripe, replaced = s.young_scar / p.ripening_time, remodelling * s.old_scar / p.remodelling_time
    grown = maturation(s, repair, p)
    d.sound = grown + replaced - torn - killed
    d.dead = torn + killed - cleared
    d.cleared = cleared - fused - laid
    d.new_fibres = fused - grown
    d.young_scar = laid - ripe
    d.old_scar = ripe - replaced
    cell_rates(s, clearing, p, d)
    subsiding = p.pace / p.swelling_time
    d.failure = tearing * (1.0 - s.failure) - p.pace * repair * s.failure / p.failure_time
    d.mediators = tearing - subsiding * s.mediators
    d.swelling = subsiding * (swelling * s.mediators - s.swelling)
    sore = p.pain_swelling * s.swelling + p.pain_dead * s.dead
    d.pain = sore * (1.0 - s.pain) - p.pace * s.pain / p.pain_time


@kernel
def force(s, p):
    """Return the largest force, of that before the injury."""
    return (s.sound + p.new_strength * s.new_fibres) * (1.0 - s.failure) * exp(-p.swelling_weakness * s.swelling)


@kernel
def stiffness(s, p):
    """Return the passive stiffness, of that before the injury."""
    scar = p.scar_stiffness * (s.young_scar + s.old_scar)
    return 1.0 + scar + p.swelling_stiffness * s.swelling + p.popped_stiffness * s.failure


@kernel
def total_tissue(s):
    """Return all tissue, sound, hurt and new, as a fraction of the muscle."""
    return s.sound + s.dead + s.cleared + s.new_fibres + s.young_scar + s.old_scar


def injured(damage):
    """Return {state: value} just after an injury that takes a fraction `damage` (0 to 1) of the force."""
    return {"sound": 1.0 - damage**2, "dead": damage**2, "failure": damage / (1.0 + damage), "mediators": damage}
