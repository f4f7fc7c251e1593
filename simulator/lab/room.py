"""What the connections share: the threads that compute, and whether the equations are compiled."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from simulator.lab.answer import answer
from simulator.lab.blackboard import Blackboard
from simulator.lab.catalogue import catalogue
from simulator.lab.request import Request

WARM = {"protocol": {"count": 1}, "duration_ms": 20.0, "conditions": {"myotonia congenita": 0.5}}


class Room:
    """One event loop's threads, catalogue and lessons."""

    def __init__(self, limits):
        self.limits, self.connected = limits, 0
        self._pool = ThreadPoolExecutor(limits.workers, "lab")
        self.ready = self.free = self._catalogue = None
        self.blackboard = Blackboard()

    async def compute(self, function, *arguments):
        """Return function(*arguments), computed off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def open(self):
        """Begin to compile."""
        self.free = asyncio.Semaphore(self.limits.workers)
        self.ready = asyncio.ensure_future(self.compute(answer, Request.model_validate(WARM), self.limits))

    def close(self):
        """Let nothing more be computed."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.blackboard.close()

    async def catalogue(self):
        """Return the catalogue as JSON; made once."""
        if self._catalogue is None:
            self._catalogue = asyncio.ensure_future(self.compute(_written, self.limits))
        return await self._catalogue


def _written(limits):
    return json.dumps(catalogue(limits), allow_nan=False, ensure_ascii=False).encode()
