"""A request's answer: the frame of its run, or one sentence that says why there is none."""

import json
from functools import lru_cache

from simulator.lab.frame import columns_of, encode, rows_for
from simulator.lab.play import healthy, play
from simulator.lab.request import MuscleRequest, Request, RequestError
from simulator.lab.told import JUDGED, measured, stages
from simulator.lab.whole import contract
from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError
from simulator.solver.solve import SolverError


class AbandonedError(Exception):
    """A run that nobody waits for any more."""


def answer(request, limits, progress=None):
    """Return the answer to a request of a fibre or a muscle: bytes of a run, or a text of an error."""
    whole = isinstance(request, MuscleRequest)
    try:
        return contract(request, limits, progress) if whole else _run(request, limits, progress)
    except (ParameterError, ProtocolError, RequestError) as error:
        return mistake(str(error), request.id)
    except SolverError as error:
        why, what = str(error).partition("; results")[0], "muscle" if whole else "fibre"
        return mistake(f"this {what} cannot be run: {why}", request.id)


def _run(request, limits, progress):
    """Return the frame of a fibre's run."""
    record = play(request, steps=limits.steps, progress=progress)
    header = {"id": request.id, "measures": measured(record), "stages": _judged(request, record, limits)}
    return encode(header, columns_of(record, rows_for(request.duration_ms, limits)))


def mistake(message, number=None):
    """Return the text of an error frame."""
    return json.dumps({"id": number, "error": message}, ensure_ascii=False)


def _judged(request, record, limits):
    """Return the stages of a run against those of the healthy fibre."""
    usual = healthy(request)
    unchanged = not (request.set or request.conditions or request.drugs)
    return stages(record, record if unchanged else _usual(usual.model_dump_json(), limits.steps))


@lru_cache(maxsize=32)
def _usual(text, steps):
    return play(Request.model_validate_json(text), steps=steps).only(JUDGED)
