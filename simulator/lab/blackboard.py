"""Cases of lessons that no slider can reach: each is run once, for all pages that ask for it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from simulator.lab.answer import AbandonedError, mistake
from simulator.lab.lesson import cases, lesson

FOUND, MISSING, FAILED = 200, 404, 500


class Blackboard:
    """What has been run of the lessons; one thread of its own, so that sliders need not wait for it."""

    def __init__(self):
        self._pool = ThreadPoolExecutor(1, "lesson")
        self._runs, self._open = {}, True

    def close(self):
        """Let what is being run come to an end."""
        self._open = False
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def show(self, query):
        """Return (HTTP status, JSON) of the case that a query names, as in scenario=twitch and case=0."""
        name, number = query.get("scenario", ""), query.get("case", "")
        known = await asyncio.to_thread(cases)
        if name not in known:
            return MISSING, mistake(f"scenario: none is called {name[:80]!r}")
        if not (number.isascii() and number.isdigit() and len(number) < 3 and int(number) < known[name]):
            return MISSING, mistake(f"case: {name} has {known[name]}, counted from 0, not {number[:80]!r}")
        key = name, int(number)
        if key not in self._runs:
            self._runs[key] = asyncio.get_running_loop().run_in_executor(self._pool, self._run, *key)
        found = await asyncio.shield(self._runs[key])  # those who leave must not stop it for others
        if found[0] == FAILED:
            self._runs.pop(key, None)
        return found

    def _run(self, name, number):
        """Return (HTTP status, JSON), in the thread."""
        try:
            return FOUND, json.dumps(lesson(name, number, self._watch), allow_nan=False, ensure_ascii=False)
        except Exception as error:  # noqa: BLE001 - nothing that a lesson does may end the server
            return FAILED, mistake(f"{name}: this lesson cannot be run: {error or type(error).__name__}")

    def _watch(self, *told):
        if not self._open:
            raise AbandonedError
