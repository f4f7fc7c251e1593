"""A request's answer: the frame of its run, or one sentence that says why there is none."""

import json
from functools import lru_cache

from simulator.lab.frame import columns_of, encode
from simulator.lab.play import healthy, play
from simulator.lab.request import Request, RequestError
from simulator.lab.told import JUDGED, measured, stages
from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError
from simulator.solver.solve import SolverError


class AbandonedError(Exception):
    """A run that nobody waits for any more."""


def answer(request, limits, progress=None):
    """Return the answer to a Request: bytes of a run, or a text of an error."""
    try:
        record = play(request, steps=limits.steps, progress=progress)
        header = {"id": request.id, "measures": measured(record), "stages": _judged(request, record, limits)}
        return encode(header, columns_of(record, limits.rows))
    except (ParameterError, ProtocolError, RequestError) as error:
        return mistake(str(error), request.id)
    except SolverError as error:
        return mistake(f"this fibre cannot be run: {str(error).partition('; results')[0]}", request.id)


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
