"""The laboratory in a cell of a notebook: the same page, and the same answers, by messages instead of a server.

The page stands in a frame of its own, so that its style and its names cannot meet those of the notebook. A message is
{"view", "text"} with a request as on a connection, {"view", "lesson"} or {"view", "left"}; answers carry the view that
they are for, and a run's frame as a buffer. Sessions have a thread of their own, so that cells can run meanwhile.
"""

import asyncio
import json
import threading
from functools import cache

import anywidget
import traitlets

from simulator.lab.answer import mistake
from simulator.lab.catalogue import catalogue
from simulator.lab.document import document, static
from simulator.lab.examples import scenario_named
from simulator.lab.limits import Limits
from simulator.lab.play import model_of
from simulator.lab.request import MuscleRequest, checked
from simulator.lab.room import Room
from simulator.lab.session import Session
from simulator.lab.whole import muscle_of

LIMITS = Limits()
MOST_VIEWS, LONGEST_NAME = 8, 80  # of one widget, oldest dropped; characters
GONE = {"type": "websocket.disconnect"}


class Lab(anywidget.AnyWidget):
    """The laboratory; `Lab("twitch")` opens a lesson. `request` and `model` are what its sliders stand at.

    lesson : name of a scenario, "" for free play
    height : of the frame (px)

    Raises ScenarioError for a lesson that is unknown.
    """

    _esm = f"const PAGE = {json.dumps(document({'catalogue': catalogue(LIMITS)}))};\n{static('widget.js')}"
    state = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(800).tag(sync=True)

    def __init__(self, lesson="", **kwargs):
        self._views = {}
        super().__init__(state=_first(lesson), **kwargs)
        self.on_msg(self._hear)

    @property
    def request(self):
        """What is asked of the simulator, as plain data."""
        return self.state.get("request", {})

    @property
    def model(self):
        """The fibre or muscle with all that the page has changed in it."""
        request = checked(self.request)
        return muscle_of(request) if isinstance(request, MuscleRequest) else model_of(request)

    def close(self):
        """Take the widget off the notebook."""
        for view in list(self._views):
            self._leave(view)
        super().close()

    def _hear(self, _widget, content, _buffers):
        """Pass a message from the page to its Session, or to the lessons."""
        content = content if isinstance(content, dict) else {}
        view, text, lesson = (content.get(key) for key in ("view", "text", "lesson"))
        if not (isinstance(view, str) and len(view) <= LONGEST_NAME):
            self.send({"view": None, "text": mistake("message: must name the view that it comes from")})
        elif content.get("left"):
            self._leave(view)
        elif isinstance(lesson, dict):
            asyncio.run_coroutine_threadsafe(self._teach(view, lesson), _hall().loop)
        else:
            text = text if isinstance(text, str) else None
            self._seat(view).put({"type": "websocket.receive", "text": text})

    def _seat(self, view):
        """Return the connection of a view, opened if there is none."""
        if view not in self._views:
            for oldest in list(self._views)[: len(self._views) - MOST_VIEWS + 1]:
                self._leave(oldest)
            self._views[view] = Connection(self, view, _hall())
        return self._views[view]

    def _leave(self, view):
        if seat := self._views.pop(view, None):
            seat.put(GONE)

    async def _teach(self, view, lesson):
        """Send a case of a lesson."""
        query = {key: str(lesson.get(key, ""))[:LONGEST_NAME] for key in ("scenario", "case")}
        _, found = await _hall().room.blackboard.show(query)
        self.send({"view": view, "lesson": query, "found": json.loads(found)})


class Connection:
    """One view of a widget as a Session sees a socket."""

    def __init__(self, widget, view, hall):
        self._widget, self._view, self._loop = widget, view, hall.loop
        self._messages = asyncio.Queue()
        asyncio.run_coroutine_threadsafe(Session(self, hall.room).run(), hall.loop)

    def put(self, message):
        """Hand over a message, from any thread."""
        self._loop.call_soon_threadsafe(self._messages.put_nowait, message)

    async def receive(self):
        """Return the next message."""
        return await self._messages.get()

    async def send_text(self, text):
        """Send a text to the page."""
        self._widget.send({"view": self._view, "text": text})

    async def send_bytes(self, frame):
        """Send a run to the page."""
        self._widget.send({"view": self._view}, [frame])

    async def close(self, code):
        """End the connection; the page opens another when it asks again."""
        self._widget._views.pop(self._view, None)
        self._widget.send({"view": self._view, "lost": True})


class Hall:
    """The thread that all widgets' sessions run in."""

    def __init__(self):
        self.loop, self.room = asyncio.new_event_loop(), Room(LIMITS)
        threading.Thread(target=self.loop.run_forever, name="lab", daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._open(), self.loop).result()

    async def _open(self):
        self.room.open()


@cache
def _hall():
    return Hall()


def _first(lesson):
    """Return the state in which a page begins."""
    if not lesson:
        return {}
    cases = scenario_named(lesson)["cases"]
    request = next((case["request"] for case in cases if case["request"]), None)
    shown = None if request else list(range(len(cases)))
    return json.loads(json.dumps({"request": request or {}, "scenario": lesson, "cases": shown}))
