"""An injured muscle from the day of the injury until it is as good as it gets, in days."""

from dataclasses import dataclass

import numpy as np

from simulator.kernel import kernel
from simulator.models.system import Model, System, record
from simulator.quantity import ParameterError, Quantities, quantity
from simulator.stages import care, healing
from simulator.stages.care import CareParameters, EffectParameters
from simulator.stages.healing import HealingParameters, HealingState

RABBIT_DAMAGE = 0.295  # 70.5 % of force left by 80 % of the failure load (Nikolaou et al. 1987)
HUMAN = "fitted to layoff by grade (Ekstrand et al. 2012: 8, 17, 22, 73 days), back with 80 % of force"
HUMAN_PACE = 0.223  # 4.5 times slower than the rabbit
GRADES = (0.22, 0.435, 0.5, 0.958)  # damage of an injury of MRI grade 0 to 3 in man: fitted likewise
BACK = 0.8  # force, of that before, at which an athlete is back: assumed


@dataclass(frozen=True)
class InjuryEvent(Quantities):
    """The injury that the run begins with."""

    damage: float = quantity(0.3, "1", "fibres injured, or force lost, at once", "given", low=0.0, high=1.0)


@dataclass(frozen=True)
class RecoveryInputs(Quantities):
    """Nothing is done but by changes of care."""

    stimulus: float = quantity(0.0, "1", "none", low=0.0, high=1e4)


@dataclass(frozen=True)
class RecoveryOutputs(Quantities):
    """What is read off an injured muscle."""

    force: float = quantity(1.0, "1", "largest force, of that before the injury")
    lesion: float = quantity(0.0, "1", "part of the muscle that a load may tear")
    scar: float = quantity(0.0, "1", "scar, young and old")
    stiffness: float = quantity(1.0, "1", "passive stiffness, of that before the injury")
    optimum_shift: float = quantity(0.0, "1", "shift of the optimal length, of it")
    pain: float = quantity(0.0, "of 5", "pain that is felt")
    tolerance: float = quantity(1.0, "1", "load that tears nothing, of the highest of a day")
    load: float = quantity(0.0, "1", "load, of the highest of a day")


STATES = {"healing": HealingState}
SETS = {"injury": InjuryEvent, "healing": HealingParameters, "effects": EffectParameters, "care": CareParameters}
STATE, PARAMETERS = record(**STATES), record(**SETS)
OUTPUTS = RecoveryOutputs.dtype()
WORST_PAIN = 5.0  # of the scale


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d, p = y.view(STATE)[0].healing, out.view(STATE)[0].healing, parameters.view(PARAMETERS)[0]
    c, e = p.care, p.effects
    tearing = care.tearing(healing.force(s, p.healing), healing.lesion(s), c, e)
    healing.healing_rates(
        s, tearing, care.repair(c, e), care.remodelling(c, e), care.clearing(c, e), care.swelling(c, e), p.healing, d
    )


@kernel
def outputs(y, inputs, parameters, out):
    """Write what is read off the muscle."""
    s, o, p = y.view(STATE)[0].healing, out.view(OUTPUTS)[0], parameters.view(PARAMETERS)[0]
    o.force, o.lesion, o.stiffness = healing.force(s, p.healing), healing.lesion(s), healing.stiffness(s, p.healing)
    o.scar = s.young_scar + s.old_scar
    o.optimum_shift = p.healing.optimum_shift * s.failure
    o.pain = WORST_PAIN * s.pain * care.relief(p.care, p.effects)
    o.tolerance, o.load = care.tolerance(o.lesion, p.care, p.effects), p.care.load


@kernel
def totals(y, inputs, parameters, out):
    """Write what no rate changes: all tissue."""
    out[0] = healing.total_tissue(y.view(STATE)[0].healing)


SYSTEM = System(
    name="recovery",
    rates=rates,
    outputs=outputs,
    totals=totals,
    total_count=1,
    states=STATES,
    parameters=SETS,
    inputs=RecoveryInputs,
    output=RecoveryOutputs,
    spike_state="healing.sound",  # never below -20: nothing here fires
    time_unit="d",
)


@dataclass(frozen=True)
class Recovery(Model):
    """An injured muscle; times of its protocol and results are days.

    Make one with `Recovery.rabbit()`, `Recovery.human(grade=2)` or `Recovery.human(damage=0.3)`; change it with
    `scaled` and `with_parameters`. What is done for it is given by `Change(day, set={"care.load": 0.6})`, likewise
    stretching, massage, ice, heat and warm_bath; how far each acts stands in "effects.", with its evidence.
    """

    injury: InjuryEvent = InjuryEvent()
    healing: HealingParameters = HealingParameters()
    effects: EffectParameters = EffectParameters()
    care: CareParameters = CareParameters()
    conditions: tuple = ()
    temperature: float = 37.0  # no number here depends on it

    parts = tuple(SETS)
    system = SYSTEM
    starts_at_rest = False  # it starts with the injury

    @classmethod
    def rabbit(cls, damage=RABBIT_DAMAGE):
        """Return a shin muscle of a rabbit, strained by 80 % of its failure load unless told (damage 0 to 1)."""
        return cls().with_parameters({"injury.damage": damage})

    @classmethod
    def human(cls, grade=None, *, damage=None):
        """Return a muscle of man with an injury of an MRI grade (0 to 3), or with a damage (0 to 1)."""
        if (grade is None) == (damage is None):
            raise ParameterError("give either the grade of the injury (0 to 3) or its damage (0 to 1)")
        if damage is None:
            if not (isinstance(grade, int | np.integer) and 0 <= grade < len(GRADES)):
                raise ParameterError(f"grade = {grade!r}: allowed is a whole number from 0 to 3")
            damage = GRADES[grade], f"MRI grade {grade}, {HUMAN}"
        return cls().with_parameters({"injury.damage": damage, "healing.pace": (HUMAN_PACE, HUMAN)})

    def make(self):
        """Return the arguments of its maker: none that its parameters do not tell."""
        return {}

    def initial(self):
        """Return the state just after the injury (n,)."""
        start = healing.injured(float(self.injury.damage)) | {"quiescent": float(self.healing.quiescent)}
        return HealingState().varied(start).array()

    def quiet(self):
        """Return the inputs, of which there are none."""
        return RecoveryInputs().array()
