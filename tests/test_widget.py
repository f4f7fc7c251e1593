"""The laboratory in a notebook: the Python end of the widget, without a browser."""

import json
import sys
import threading
import time

import pytest

pytest.importorskip("anywidget")

from simulator.lab import Lab  # noqa: E402
from simulator.lab.frame import decode  # noqa: E402
from simulator.scenarios.mistakes import ScenarioError  # noqa: E402


class Front:
    """What a notebook's page would send and hear."""

    def __init__(self, lab, view="one"):
        self.lab, self.view, self.heard, self.came = lab, view, [], threading.Condition()
        lab.send = self._hear

    def _hear(self, content, buffers=()):
        with self.came:
            self.heard.append((content, list(buffers or ())))
            self.came.notify_all()

    def say(self, **content):
        self.lab._handle_custom_msg({"view": self.view} | content, [])

    def ask(self, **request):
        self.say(text=json.dumps(request))

    def wait(self, wanted, seconds=400):  # of which most is to compile, the first time
        end = time.monotonic() + seconds
        with self.came:
            while not (found := [m for m in self.heard if wanted(*m)]):
                assert self.came.wait(end - time.monotonic()), f"only {self.heard}"
        return found[0]


def _run(number):
    return lambda content, buffers: bool(buffers) and decode(buffers[0])[0]["id"] == number


def _error(content, _buffers):
    return "error" in json.loads(content.get("text") or "{}")


@pytest.fixture
def front():
    lab = Lab("twitch")
    yield Front(lab)
    lab.close()


def test_a_request_is_answered_by_a_frame_for_its_view(front):
    front.ask(id=5, duration_ms=50)
    content, (frame,) = front.wait(_run(5))
    header, columns = decode(frame)
    assert content == {"view": "one"} and header["rows"] == len(columns["force"]) and columns["force"].max() > 0.05


@pytest.mark.parametrize(
    "text", ["{", '{"id": 1, "speed": 2}', '{"temperature": NaN}', "[" * 5000, None, 7, "x" * 50_000]
)
def test_a_malformed_message_is_told_and_the_widget_lives(front, text):
    front.say(text=text)
    assert front.wait(_error)[0]["view"] == "one"
    front.ask(id=6, duration_ms=5)
    front.wait(_run(6))


@pytest.mark.parametrize(
    "content", [None, [], "text", {}, {"view": 7, "text": "{}"}, {"view": "x" * 200, "text": "{}"}]
)
def test_a_message_from_nowhere_is_refused(front, content):
    front.lab._handle_custom_msg(content, [])
    assert "name the view" in front.wait(_error)[0]["text"]


def test_of_many_requests_the_newest_wins(front):
    for number in range(40):
        front.ask(id=number, duration_ms=300)
    front.wait(_run(39))
    answered = [decode(buffers[0])[0]["id"] for _, buffers in front.heard if buffers]
    assert len(answered) < 40 and answered == sorted(answered)


def test_a_flood_is_cut_off_and_may_come_back(front):
    for number in range(300):
        front.ask(id=number, duration_ms=1)
    front.wait(lambda content, _: content.get("lost"))
    for _ in range(40):  # what is left of the flood may cut the next connection too
        front.ask(id=999, duration_ms=5)
        time.sleep(0.5)
        if any(_run(999)(*message) for message in front.heard):
            return
    pytest.fail("nothing is answered after a flood")


def test_old_views_make_room_for_new_ones(front):
    for number in range(20):
        front.view = f"view {number}"
        front.ask(id=number, duration_ms=2)
    front.wait(_run(19))
    assert len(front.lab._views) <= 8
    front.say(left=True)
    assert front.view not in front.lab._views


def test_a_lesson_comes_by_message(front):
    front.say(lesson={"scenario": "six-weeks", "case": "0"})
    content, _ = front.wait(lambda content, _: "lesson" in content)
    assert content["found"]["case"] == "grade 1" and content["lesson"] == {"scenario": "six-weeks", "case": "0"}
    front.say(lesson={"scenario": "none", "case": 3})
    assert "none" in front.wait(lambda content, _: "error" in content.get("found", {}))[0]["found"]["error"]


def test_the_page_is_that_of_the_laboratory():
    assert "export default { render }" in Lab._esm
    for module in ("lab.js", "traces.js", "wire.js"):
        assert f'modules[\\"{module}\\"] = ' in Lab._esm


def test_the_fibre_is_what_the_sliders_stand_at():
    lab = Lab()
    lab.state = {"request": {"model": "slow", "conditions": {"slow reuptake": 0.5}}}
    assert lab.model.kind == "slow" and lab.model.conditions == (("slow reuptake", 0.5),)
    assert lab.request["model"] == "slow"


def test_an_unknown_lesson_is_told():
    with pytest.raises(ScenarioError, match="did you mean twitch"):
        Lab("twich")


def test_what_is_missing_is_told_in_one_sentence(monkeypatch):
    import simulator.lab

    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "simulator.lab.widget")
    with pytest.raises(ImportError, match=r"pip install 'musclesim\[notebook\]'"):
        simulator.lab.__getattr__("Lab")
