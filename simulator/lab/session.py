"""One page's connection: requests come in, the newest is run, its answer goes out."""

import asyncio
import json
import time
from contextlib import suppress
from functools import partial

from simulator.lab.answer import AbandonedError, answer, mistake
from simulator.lab.request import MuscleRequest, RequestError, read

TRY_LATER, TOO_MUCH, TOO_BIG = 1013, 1008, 1009  # close codes
TELL = 0.4  # s between two words on how far a run is


class Session:
    """A connection, the newest request that waits on it, and how many it may still make.

    gone : what sending raises when the other end has left, beside RuntimeError
    """

    def __init__(self, socket, room, *gone):
        self._socket, self._room, self._limits = socket, room, room.limits
        self._gone = RuntimeError, *gone
        self._waiting, self._came = None, asyncio.Event()
        self._left, self._counted = self._limits.requests_per_second, time.monotonic()
        self._open, self._told, self._loop = True, 0.0, None

    async def run(self):
        """Serve the connection until it is closed."""
        self._loop = asyncio.get_running_loop()
        worker = asyncio.create_task(self._work())
        try:
            await self._listen()
        except self._gone:
            pass
        finally:
            self._open = False
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def _listen(self):
        """Read messages; a mistake is answered at once, a request waits in place of an older one."""
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if not self._allowed():
                most = f"{self._limits.requests_per_second:g} a second"
                await self._socket.send_text(mistake(f"connection: closed, for more than the {most} requests allowed"))
                await self._socket.close(TOO_MUCH)
                return
            try:
                self._waiting = self._read(message)
                self._came.set()
            except RequestError as error:
                await self._socket.send_text(mistake(str(error), error.id))

    def _read(self, message):
        """Return the Request of a message."""
        if message.get("text") is None:
            raise RequestError("message: must be text, not binary")
        return read(message["text"], self._limits)

    def _allowed(self):
        """Count a message; return whether it is within the rate."""
        now, most = time.monotonic(), self._limits.requests_per_second
        self._left = min(most, self._left + (now - self._counted) * most) - 1
        self._counted = now
        return self._left >= 0

    async def _work(self):
        """Run the newest request, again and again, off the event loop."""
        try:
            await self._greet()
            while True:
                await self._came.wait()
                desk = self._room.desk(self._waiting)
                async with desk.free:  # the newest is taken only when a thread is free for it
                    if desk is not self._room.desk(self._waiting):
                        continue
                    self._came.clear()
                    found = await desk.compute(self._answer, self._waiting)
                await self._send(found)
        except (AbandonedError, *self._gone):
            return

    async def _greet(self):
        """Say when the equations are compiled."""
        if not self._room.ready.done():
            await self._socket.send_text(json.dumps({"status": "compiling"}))
        await asyncio.wait([self._room.ready])
        await self._socket.send_text(json.dumps({"status": "ready"}))

    def _answer(self, request):
        """Return the answer, in a thread; nothing a request holds may end the server."""
        told = self._tell_progress if isinstance(request, MuscleRequest) else None
        try:
            return answer(request, self._limits, partial(self._watch, told))
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001
            return mistake(f"the run failed: {type(error).__name__}; change the values and try again", request.id)

    def _watch(self, told, fraction):
        """End a run that nobody waits for; tell how far it is, if it may take long."""
        if not self._open:
            raise AbandonedError
        if told and time.monotonic() - self._told > TELL:
            self._told = time.monotonic()
            asyncio.run_coroutine_threadsafe(told(fraction), self._loop)

    async def _tell_progress(self, fraction):
        with suppress(*self._gone):
            await self._socket.send_text(json.dumps({"status": "computing", "fraction": round(fraction, 2)}))

    async def _send(self, found):
        if isinstance(found, bytes):
            await self._socket.send_bytes(found)
        else:
            await self._socket.send_text(found)
