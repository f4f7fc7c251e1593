"""What may stand in a scenario file. Keys carry their unit; nothing else is allowed.

Every table of a file is a class here, every key a field with its range. What a range cannot say
(known parameters, conditions, measures and cases) is checked in `mistakes`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.protocol import START, STRENGTH, WIDTH

Text = Annotated[str, Field(min_length=1)]
Time = Annotated[float, Field(ge=0, le=1e10)]
Days = Annotated[float, Field(ge=0, le=4000)]
Rate = Annotated[float, Field(ge=0.01, le=2000)]
Strength = Annotated[float, Field(ge=-1e4, le=1e4)]
Width = Annotated[float, Field(ge=0.01, le=1e4)]
Numbers = Annotated[dict[str, float], Field(default_factory=dict)]  # {name: number}
Stage = Literal[
    "drive", "motoneuron", "junction", "membrane", "calcium", "cross-bridge", "energy", "mechanics",
    "force", "reflex", "injury", "whole chain",
]  # fmt: skip

TASK_KEYS = {  # of a file, and of the functions of `simulator.tasks`
    "start_ms": "start", "pace_ms": "pace", "mass_kg": "mass", "angle_deg": "angle", "twist_deg": "twist",
    "force_N": "force", "flexion_deg": "flexion", "every_ms": "every",
}  # fmt: skip


class Table(BaseModel):
    """Base of every table: unknown keys are mistakes, and so is a text where a number belongs."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Shape(Table):
    """How long and how strong each pulse is: a current into a fibre, or through an electrode on a muscle's nerve."""

    strength_uA_per_cm2: Strength = STRENGTH  # noqa: N815 - the unit's own spelling
    current_mA: Strength | None = None  # noqa: N815
    width_ms: Width = WIDTH


class TrainTable(Shape):
    """Pulses at a rate: exactly one of `count` and `lasting_ms`.

    With `repeats` such a train comes again and again, one `every_ms`.
    """

    rate_hz: Rate
    count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    lasting_ms: Time | None = None
    start_ms: Time = START
    repeats: Annotated[int, Field(ge=1, le=100_000)] = 1
    every_ms: Time | None = None


class PulsesTable(Shape):
    """Pulses at given times."""

    times_ms: list[Time]


class DoubletTable(Shape):
    """Two pulses."""

    gap_ms: Annotated[float, Field(ge=0.1, le=1e9)]
    start_ms: Time = START


class ChangeTable(Table):
    """Parameters that change at a time, for the rest of the run; a recovery's times are days."""

    at_ms: Time | None = None
    at_d: Days | None = None
    conditions: Numbers
    drugs_uM: Numbers  # noqa: N815
    scale: Numbers
    set: Numbers


class LoadTable(Table):
    """The end is freed under a constant load, of the largest isometric force; from the start it is an afterload."""

    load: Annotated[float, Field(ge=0, le=3)]
    start_ms: Time = 0.0
    end_ms: Time | None = None


class StretchTable(Table):
    """The end is moved at constant velocity, by a part of the optimal length; negative to release."""

    at_ms: Time
    by: Annotated[float, Field(ge=-0.6, le=0.6)]
    lasting_ms: Annotated[float, Field(ge=0.01, le=1e9)]


class CycleTable(Table):
    """The end goes to and fro in sines, by a part of the optimal length; lengthening first unless negative."""

    rate_hz: Annotated[float, Field(ge=0.01, le=100)]
    amplitude: Annotated[float, Field(ge=-0.3, le=0.3)]
    count: Annotated[int, Field(ge=1, le=100_000)] = 1
    start_ms: Time = 0.0


class DriveTable(Table):
    """Voluntary drive of a muscle, of the largest: a level for some time, or one that follows a line."""

    level: Annotated[float, Field(ge=0, le=1)] | None = None
    start_ms: Time = 0.0
    end_ms: Time | None = None
    rise_ms: Time = 50.0
    line: list[Annotated[list[float], Field(min_length=2, max_length=2)]] | None = None


class TaskTable(Table):
    """What a back is asked to do (see `simulator.tasks`): the keys that a task does not have must be left out."""

    kind: Literal["bend", "pen", "telephone", "lift", "push", "pull", "sit"]
    start_ms: Time | None = None
    pace_ms: Annotated[float, Field(ge=20, le=1e4)] | None = None
    mass_kg: Annotated[float, Field(ge=0, le=100)] | None = None
    angle_deg: Annotated[float, Field(ge=0, le=110)] | None = None
    twist_deg: Annotated[float, Field(ge=-45, le=45)] | None = None
    style: Literal["bent", "straight"] | None = None
    repeats: Annotated[int, Field(ge=1, le=1000)] | None = None
    every_ms: Annotated[float, Field(ge=1e3, le=1e8)] | None = None
    force_N: Annotated[float, Field(ge=0, le=1000)] | None = None  # noqa: N815
    hours: Annotated[float, Field(ge=0, le=24)] | None = None
    days: Annotated[int, Field(ge=1, le=60)] | None = None
    flexion_deg: Annotated[float, Field(ge=0, le=60)] | None = None
    breaks: Annotated[int, Field(ge=0, le=20)] | None = None


class ProtocolTable(Table):
    """All that is done; an empty one is rest."""

    train: TrainTable | None = None
    doublet: DoubletTable | None = None
    pulses: PulsesTable | None = None
    changes: list[ChangeTable] = []
    load: LoadTable | None = None
    stretches: list[StretchTable] = []
    cycle: CycleTable | None = None
    drives: list[DriveTable] = []
    tasks: list[TaskTable] = []


class ModelTable(Table):
    """Which model: our fibre, a whole muscle, or the published one of Shorten 2007.

    That one has no species or temperature; a muscle has units and a name in place of kind and species; a recovery the
    grade of its injury (MRI, 0 to 3) or its damage (0 to 1); sarcomeres are so many half-sarcomeres in series.
    """

    name: Literal["fibre", "muscle", "back", "recovery", "sarcomeres", "shorten2007"] = "fibre"
    grade: Annotated[int, Field(ge=0, le=3)] | None = None
    damage: Annotated[float, Field(ge=0, le=1)] | None = None
    count: Annotated[int, Field(ge=10, le=400)] = 100
    muscle: Literal["soleus", "gastrocnemius", "hand", "forearm"] = "soleus"
    units: Annotated[int, Field(ge=1, le=2000)] = 120
    kind: Literal["fast", "slow"] = "fast"
    species: Literal["human", "mouse"] = "human"
    temperature_degC: Annotated[float, Field(ge=0, le=42)] | None = None  # noqa: N815


class BeforeTable(Table):
    """What was before: of a back its tasks, of a fibre or muscle the damage of a strain; days since its beginning."""

    tasks: list[TaskTable] | None = Field(None, min_length=1)
    damage: Annotated[float, Field(ge=0, le=1)] | None = None
    lasting_d: Annotated[float, Field(gt=0, le=100)]


class CaseTable(Table):
    """One of the cases compared: what differs in it. Its own model or protocol replaces the common one."""

    name: Text
    conditions: Numbers
    drugs_uM: Numbers  # noqa: N815
    scale: Numbers
    set: Numbers
    model: ModelTable | None = None
    protocol: ProtocolTable | None = None
    before: BeforeTable | None = None


class LessonTable(Table):
    """What is said to the class: before, after, and to go on with."""

    predict: Text
    explain: Text
    ask: list[Text]
    leaves_out: Text


class ExpectTable(Table):
    """A measure that must lie in a range, of one case or as the ratio of two."""

    measure: str
    case: str | None = None
    ratio: list[str] | None = Field(None, min_length=2, max_length=2)
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    source: Text

    @property
    def subject(self):
        """The case, or both cases of a ratio, in words."""
        return self.case if self.ratio is None else " / ".join(self.ratio)


class AtlasTable(Table):
    """How the condition of a scenario is told from others: which case has it, and what is tried against it.

    Interventions act from `at_ms` on; what happens within `judge_ms` says whether they help: the force, where the
    trouble is a contraction that should not be or the lack of one, and the number of action potentials, where it
    is a discharge.
    """

    condition: Text
    case: Text
    healthy: Text
    at_ms: Time
    judge_ms: Annotated[list[Time], Field(min_length=2, max_length=2)]
    trouble: Literal["contraction", "discharge", "weakness"]
    graded_by: Literal["force", "spikes", "potential", "atp"] | None = None  # main measure, unless what decides
    expected: dict[str, Literal["yes", "partly", "no"]] = {}
    misses: dict[str, Text] = {}  # {intervention: why the model disagrees with what is expected}


class CurveTable(Table):
    """One of the classical curves (see `simulator.curves`), found for every case; its points unless the usual ones."""

    kind: Literal[
        "strength-duration", "paired-pulses", "staircase", "potentiation", "force-frequency", "temperature",
        "length-tension", "force-velocity", "quick-release", "redevelopment", "work-loop", "force-pca",
    ]  # fmt: skip
    values: list[float] | None = Field(None, min_length=2)


class Scenario(Table):
    """A teaching experiment: runs of `duration_ms` (a recovery's of `duration_d`) under a protocol, or a curve."""

    title: Text
    question: Text
    stage: Stage
    duration_ms: Annotated[float, Field(gt=0, le=1e10)] | None = None
    duration_d: Annotated[float, Field(gt=0, le=4000)] | None = None
    interval_ms: Annotated[float, Field(ge=1e-4, le=1e7)] = 0.5
    interval_d: Annotated[float, Field(ge=1e-4, le=100)] = 0.25
    figure: Literal["overview", "compare", "trains", "units", "sarcomeres", "healing"] = "compare"
    panels: Annotated[list[str], Field(min_length=1, max_length=6)] = [
        "membrane_potential", "tubule_potassium", "calcium", "force",
    ]  # fmt: skip
    model: ModelTable = ModelTable()
    protocol: ProtocolTable = ProtocolTable()
    cases: list[CaseTable] = Field(min_length=1, max_length=6)
    lesson: LessonTable
    expect: list[ExpectTable] = []
    atlas: AtlasTable | None = None
    curve: CurveTable | None = None
