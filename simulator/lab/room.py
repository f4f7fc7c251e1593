"""What the connections share: the threads that compute, and whether the equations are compiled."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from simulator.lab.answer import answer
from simulator.lab.blackboard import Blackboard
from simulator.lab.catalogue import catalogue
from simulator.lab.request import MuscleRequest, Request

WARM = {"protocol": {"count": 1}, "duration_ms": 20.0, "conditions": {"myotonia congenita": 0.5}}


class Desk:
    """Threads that compute, and a place for each; made within the event loop."""

    def __init__(self, workers, name):
        self.free = asyncio.Semaphore(workers)
        self._pool = ThreadPoolExecutor(workers, name)

    async def compute(self, function, *arguments):
        """Return function(*arguments), computed off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def close(self):
        """Let nothing more be computed."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Room:
    """One event loop's threads, catalogue and lessons; muscles have a desk of their own, lest fibres wait for them."""

    def __init__(self, limits):
        self.limits, self.connected = limits, 0
        self.ready = self._fibres = self._muscles = self._catalogue = None
        self.blackboard = Blackboard()

    def open(self):
        """Begin to compile."""
        self._fibres, self._muscles = Desk(self.limits.workers, "lab"), Desk(self.limits.muscles, "muscle")
        warm = Request.model_validate(WARM)
        self.ready = asyncio.ensure_future(self._fibres.compute(answer, warm, self.limits))

    def desk(self, request):
        """Return where a request is computed."""
        return self._muscles if isinstance(request, MuscleRequest) else self._fibres

    def close(self):
        """Let nothing more be computed."""
        self._fibres.close()
        self._muscles.close()
        self.blackboard.close()

    async def catalogue(self):
        """Return the catalogue as JSON; made once."""
        if self._catalogue is None:
            self._catalogue = asyncio.ensure_future(self._fibres.compute(_written, self.limits))
        return await self._catalogue


def _written(limits):
    return json.dumps(catalogue(limits), allow_nan=False, ensure_ascii=False).encode()
