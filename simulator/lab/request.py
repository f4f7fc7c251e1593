"""What a page may ask for: read from JSON, checked, and refused in one sentence."""

import json
import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.lab.limits import Limits
from simulator.protocol import START, WIDTH
from simulator.quantity import suggestion

MOST_CHANGES = 250
_TEXTS, _BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL), re.compile(r"[\[\]{}]")

Name = Annotated[str, Field(max_length=80)]
Numbers = Annotated[dict[Name, float], Field(max_length=MOST_CHANGES)]


class RequestError(ValueError):
    """A request that cannot be met as written; `id` is its number, if it could be read."""

    def __init__(self, message, id=None):  # noqa: A002 - as in the frame
        super().__init__(message)
        self.id = id


class Asked(BaseModel):
    """Base of a request's tables: nothing unknown, nothing that is no number."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True, frozen=True)


class Stimuli(Asked):
    """A train of pulses; strength is of the usual pulse. A count of 0 is rest."""

    start_ms: Annotated[float, Field(ge=0, le=10_000)] = START
    rate_hz: Annotated[float, Field(ge=0.1, le=500)] = 1.0
    count: Annotated[int, Field(ge=0, le=1_000)] = 1
    strength: Annotated[float, Field(ge=-10, le=10)] = 1.0
    width_ms: Annotated[float, Field(ge=0.05, le=100)] = WIDTH


class Request(Asked):
    """One run: a fibre, what is changed in it, and what is done to it.

    set : {"stage.parameter": value}, of the healthy fibre, on which conditions {name: severity} and drugs {name: uM}
    act; length : of the optimal; load : of the largest isometric force, None for an end that is held
    """

    id: Annotated[int, Field(ge=0, le=2**53)] = 0
    model: Literal["fast", "slow"] = "fast"
    species: Literal["human", "mouse"] = "human"
    temperature: Annotated[float, Field(ge=0, le=42)] | None = None
    set: Numbers = {}
    conditions: Numbers = {}
    drugs: Numbers = {}
    protocol: Stimuli = Stimuli()
    length: Annotated[float, Field(ge=0.4, le=1.6)] = 1.0
    load: Annotated[float, Field(ge=0, le=3)] | None = None
    duration_ms: Annotated[float, Field(ge=1, le=10_000)] = 200.0


class NerveStimuli(Stimuli):
    """A train of pulses through an electrode on the nerve of a muscle; strength is in mA."""

    start_ms: Annotated[float, Field(ge=0, le=10_000)] = 100.0
    rate_hz: Annotated[float, Field(ge=0.1, le=500)] = 10.0
    count: Annotated[int, Field(ge=0, le=1_000)] = 0
    strength: Annotated[float, Field(ge=-200, le=200)] = 50.0


class Effort(Asked):
    """Voluntary drive, of the largest, for some time."""

    level: Annotated[float, Field(ge=0, le=1)] = 0.2
    start_ms: Annotated[float, Field(ge=0, le=10_000)] = 100.0
    end_ms: Annotated[float, Field(ge=0, le=20_000)] = 800.0


class MuscleRequest(Asked):
    """One run of a whole muscle: what is changed in it, and what is done to it.

    set : {"stage.parameter": value} of what the muscle has once; scale : {"stage.parameter": factor} of what each unit
    has; conditions, drugs : as of a fibre; stretch : of its far end, of the optimal length; seed : of synaptic noise
    """

    id: Annotated[int, Field(ge=0, le=2**53)] = 0
    model: Literal["hand", "forearm", "soleus", "gastrocnemius"] = "hand"
    units: Annotated[int, Field(ge=1, le=2_000)] = 20
    temperature: Annotated[float, Field(ge=0, le=42)] | None = None
    set: Numbers = {}
    scale: Numbers = {}
    conditions: Numbers = {}
    drugs: Numbers = {}
    drive: Effort = Effort()
    protocol: NerveStimuli = NerveStimuli()
    stretch: Annotated[float, Field(ge=-0.2, le=0.2)] = 0.0
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    duration_ms: Annotated[float, Field(ge=10, le=10_000)] = 1_000.0


WHOLE = MuscleRequest.model_fields["model"].annotation.__args__  # muscles that may be asked for


def read(text, limits=Limits()):  # noqa: B008 - frozen
    """Return the Request of a message; raises RequestError, which says what is wrong and what is allowed."""
    if len(text) > limits.message_bytes or len(text.encode(errors="replace")) > limits.message_bytes:
        raise RequestError(f"message: longer than the {limits.message_bytes} bytes allowed")
    if _depth(text) > limits.depth:
        raise RequestError(f"message: nested more deeply than the {limits.depth} levels allowed")
    try:
        data = json.loads(text, parse_constant=_refuse)
    except RequestError:
        raise
    except (ValueError, RecursionError) as error:
        raise RequestError(f"message: not valid JSON ({str(error)[:120]})") from None
    if not isinstance(data, dict):
        raise RequestError('message: must be one JSON object, as in {"id": 1, "model": "fast"}')
    return checked(data, limits)


def checked(data, limits=Limits()):  # noqa: B008
    """Return the Request, or the MuscleRequest, of plain data; raises RequestError likewise."""
    number = data.get("id")
    number = number if type(number) is int and 0 <= number <= 2**53 else None
    whole = data.get("model") in WHOLE
    kind, longest = (MuscleRequest, limits.muscle_ms) if whole else (Request, limits.duration_ms)
    try:
        request = kind.model_validate(data)
    except ValidationError as error:
        raise RequestError(_sentence(error, kind), number) from None
    if request.duration_ms > longest:
        raise RequestError(f"duration_ms: at most {longest:g} ms are allowed", number)
    if whole and request.units > limits.units:
        raise RequestError(f"units: at most {limits.units} motor units are allowed", number)
    if request.protocol.count > limits.pulses:
        raise RequestError(f"protocol.count: at most {limits.pulses} pulses are allowed", number)
    return request


def _refuse(word):
    raise RequestError(f"message: {word} is not a number that can be used; every number must be finite")


def _depth(text):
    """Return how deeply the brackets of a text are nested, those within quotation marks aside."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _sentence(error, kind):
    """Return the first mistake that pydantic has found as one sentence."""
    first = error.errors(include_url=False)[0]
    path = [str(part)[:80] for part in first["loc"] if part != "[key]"]
    where = ".".join(path) or "message"
    if first["type"] == "extra_forbidden":
        table = kind.model_fields.get(path[0])
        known = (kind if len(path) == 1 else table.annotation).model_fields
        return f"{where}: unknown{suggestion(path[-1], known)}"
    said = first["msg"].removeprefix("Input ")
    return f"{where}: {said[:1].lower()}{said[1:]}, not {_shown(first['input'])}"


def _shown(value):
    """Return a value in a few characters."""
    text = repr(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__
    return text if len(text) <= 40 else text[:37] + "..."
