"""The laboratory's server: what it answers, what it refuses, and that nothing stops it."""

import json
import random
import time
import tracemalloc

import numpy as np
import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx2")
pytest.importorskip("uvicorn")

from starlette.testclient import TestClient  # noqa: E402
from starlette.websockets import WebSocketDisconnect  # noqa: E402

from simulator.lab.answer import answer  # noqa: E402
from simulator.lab.catalogue import catalogue  # noqa: E402
from simulator.lab.frame import decode, encode, thinned  # noqa: E402
from simulator.lab.limits import Limits  # noqa: E402
from simulator.lab.play import model_of, play  # noqa: E402
from simulator.lab.request import Request, RequestError, read  # noqa: E402
from simulator.lab.server import make_app  # noqa: E402
from simulator.models.fibre import Fibre  # noqa: E402
from simulator.protocol import Pulse  # noqa: E402
from simulator.simulate import simulate  # noqa: E402

TOKEN, HOME = "a-token-of-this-test", "http://127.0.0.1:8000"
OPEN = Limits(requests_per_second=1e9)


def client(limits=OPEN, **kwargs):
    return TestClient(make_app(TOKEN, limits=limits), base_url=HOME, **kwargs)


@pytest.fixture(scope="module")
def lab():
    with client() as found:
        yield found


def opened(lab, query=f"?token={TOKEN}", **kwargs):
    headers = {"host": "127.0.0.1:8000"} | kwargs.pop("headers", {})
    return lab.websocket_connect(f"{HOME.replace('http', 'ws')}/run{query}", headers=headers, **kwargs)


def greeted(socket):
    while socket.receive_json()["status"] != "ready":
        pass
    return socket


def asked(socket, **request):
    socket.send_text(json.dumps(request))
    message = socket.receive()
    return decode(message["bytes"]) if message.get("bytes") else json.loads(message["text"])


def test_a_twitch_is_that_of_simulate(lab):
    with opened(lab) as socket:
        header, columns = asked(greeted(socket), id=7)
    run = simulate(Fibre.fast(), Pulse(), duration=200, interval=0.1)
    assert header["id"] == 7 and header["rows"] == len(columns["time"]) <= 640
    assert header["columns"][0] == "time" and columns["time"][-1] == 200
    force = np.interp(run.time, columns["time"], columns["force"])
    assert force == pytest.approx(run.relative_force.values, abs=0.01 * float(run.relative_force.max()))
    assert header["measures"]["peak_force"] == pytest.approx(float(run.force.max()), rel=0.01)
    assert columns["membrane_potential"].max() == pytest.approx(header["measures"]["action_potential.overshoot"], abs=1)
    assert not any(stage["disturbed"] for stage in header["stages"].values())


def test_a_coarser_tolerance_gives_the_same_picture(monkeypatch):
    request = Request(conditions={"myotonia congenita": 1.0}, duration_ms=400)
    coarse = play(request)
    monkeypatch.setattr("simulator.lab.play.RTOL", 1e-4)
    fine = play(request)
    for name in ("membrane_potential", "calcium", "relative_force", "tubule_potassium"):
        a, b = getattr(coarse, name).values, getattr(fine, name).values
        assert np.abs(a - b).max() < (0.02 if name == "membrane_potential" else 0.005) * np.ptp(b), name


def test_what_is_set_comes_first_and_disease_acts_on_it():
    request = Request(set={"membrane.chloride_permeability": 2e-5}, conditions={"myotonia congenita": 1.0}, length=1.1)
    fibre = Fibre.fast().with_parameters({"membrane.chloride_permeability": 2e-5})
    fibre = fibre.with_condition("myotonia congenita", 1.0)
    made = model_of(request)
    assert made.membrane == fibre.membrane
    assert made.mechanics.set_length == pytest.approx(1.1 * fibre.mechanics.optimal_length)


def test_a_disturbed_stage_is_told():
    train = {"rate_hz": 50, "count": 10}
    ill = Request(conditions={"myotonia congenita": 1.0}, protocol=train, duration_ms=800)
    header, columns = decode(answer(ill, Limits()))
    assert header["stages"]["membrane"]["disturbed"] and header["stages"]["membrane"]["verdict"] == "fails to stop"
    assert header["measures"]["after_discharge.count"] > 0
    assert header["rows"] <= 800 and np.isfinite(np.array(list(columns.values()))).all()


def test_a_load_is_lifted():
    _, columns = decode(answer(Request(load=0.1), Limits()))
    assert columns["length"].min() < 0.97 * columns["length"][0]


def test_the_longest_run_keeps_its_bounds():
    request = Request(duration_ms=10_000, protocol={"rate_hz": 100, "count": 1000})
    header, columns = decode(answer(request, Limits()))
    assert header["rows"] <= Limits().most_rows == 2400
    assert columns["force"].max() == pytest.approx(header["measures"]["relative_force.peak"], rel=1e-6)


def test_a_run_of_seconds_is_sent_finely_enough_to_zoom():
    header, columns = decode(answer(Request(duration_ms=2000, protocol={"rate_hz": 20, "count": 30}), Limits()))
    assert 1000 < header["rows"] <= 2000 and np.diff(columns["time"]).max() < 2.6
    fine = play(Request(duration_ms=2000, protocol={"rate_hz": 20, "count": 30}))
    for name, own in (
        ("membrane_potential", "membrane_potential"),
        ("calcium", "calcium"),
        ("force", "relative_force"),
    ):
        assert columns[name].max() == pytest.approx(getattr(fine, own).values.max(), rel=1e-6)


def test_peaks_are_kept_among_fewer_rows():
    values = np.zeros(5000)
    values[3333] = 1.0
    kept = thinned(5000, 640, [values, -values])
    assert len(kept) <= 640 and 3333 in kept and kept[0] == 0 and kept[-1] == 4999


def test_a_frame_is_aligned():
    frame = encode({"id": 1, "word": "µ"}, {"time": np.arange(3.0), "force": np.ones(3)})
    assert len(frame) % 4 == 0
    header, columns = decode(frame)
    assert header["rows"] == 3 and columns["force"].tolist() == [1, 1, 1]


WRONG = {
    '{"id": 3, "speed": 1}': "speed: unknown",
    '{"id": 3, "protocol": {"rate": 1}}': "did you mean rate_hz",
    '{"id": 3, "set": {"membrane.chloride_permeabilty": 1}}': "did you mean membrane.chloride_permeability",
    '{"id": 3, "set": {"membrane.chloride_permeability": 1}}': "is outside 0 to",
    '{"id": 3, "set": {"membrane.chloride_permeability": "1"}}': "valid number",
    '{"id": 3, "set": {"membrane.chloride_permeability": NaN}}': "finite",
    '{"id": 3, "set": {"membrane.chloride_permeability": -Infinity}}': "finite",
    '{"id": 3, "temperature": 1e999}': "finite",
    '{"id": 3, "temperature": 60}': "temperature",
    '{"id": 3, "conditions": {"nothing": 1}}': "no condition",
    '{"id": 3, "conditions": {"myotonia congenita": 2}}': "outside 0",
    '{"id": 3, "drugs": {"caffeine": -1}}': "outside 0",
    '{"id": 3, "model": "medium"}': "'fast' or 'slow'",
    '{"id": 3, "duration_ms": 20000}': "10000",
    '{"id": 3, "duration_ms": true}': "number",
    '{"id": 3, "protocol": {"count": 100000}}': "1000",
    '{"id": 3, "protocol": {"rate_hz": 100, "count": 9, "width_ms": 50}}': "overlap",
    '{"id": 3, "length": 1.1, "set": {"mechanics.set_length": 2}}': "not both",
    '{"id": "three"}': "id: ",
    "[1, 2]": "one JSON object",
    "{": "not valid JSON",
    "": "not valid JSON",
    "[" * 5000: "nested",
    '{"a":' * 2000: "nested",
    '{"id": ' + "9" * 6000 + "}": "message: ",
}


@pytest.mark.parametrize("text", WRONG, ids=[text[:48] for text in WRONG])
def test_mistakes_are_told_and_the_server_lives_on(lab, text):
    with opened(lab) as socket:
        greeted(socket).send_text(text)
        found = socket.receive_json()
        assert WRONG[text] in found["error"] and "\n" not in found["error"]
        assert found["id"] == (3 if '"id": 3' in text and text.endswith("}") and "NaN" not in text else None) or (
            "finite" in found["error"]
        )
        assert asked(socket, id=4, duration_ms=5)[0]["id"] == 4


def test_binary_and_long_messages_are_refused(lab):
    with opened(lab) as socket:
        greeted(socket).send_bytes(b"\x00\xff")
        assert "binary" in socket.receive_json()["error"]
    with pytest.raises(RequestError, match="16384 bytes"):
        read(json.dumps({"id": 1, "model": "x" * 20_000}))


def test_a_fibre_that_cannot_be_run_is_told():
    found = answer(Request(), Limits(steps=1), None)
    assert "cannot be run" in found if isinstance(found, str) else found


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={TOKEN}x", "?token=%ff"])
def test_a_wrong_token_is_refused(lab, query):
    lab.cookies.clear()
    assert lab.get(f"/{query}").status_code == lab.get(f"/catalogue{query}").status_code == 403
    assert lab.get(f"/static/lab.html{query}").status_code == 403
    with pytest.raises(WebSocketDisconnect), opened(lab, query):
        pass


@pytest.mark.parametrize("headers", [
    {"host": "evil.example"}, {"host": "127.0.0.1.evil.example:8000"}, {"host": ""}, {"host": "[::"},
    {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"},
    {"origin": "https://127.0.0.1:8000"},
])  # fmt: skip
def test_other_hosts_and_origins_are_refused(lab, headers):
    assert lab.get(f"/?token={TOKEN}", headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), opened(lab, headers=headers):
        pass


def test_the_page_and_its_files(lab):
    page = lab.get(f"/?token={TOKEN}", headers={"origin": HOME})
    assert page.status_code == 200 and "html" in page.headers["content-type"]
    assert (
        page.headers["cache-control"] == "no-store"
        and "frame-ancestors 'none'" in page.headers["content-security-policy"]
    )
    assert "HttpOnly" in page.headers["set-cookie"] and "SameSite=Strict" in page.headers["set-cookie"]
    lab.cookies.clear()
    assert lab.get(f"/static/lab.html?token={TOKEN}").status_code == 200
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/nothing.js", "/nothing"):
        assert lab.get(f"{path}?token={TOKEN}").status_code == 404


def test_the_cookie_opens_static_files(lab):
    lab.cookies.clear()
    cookie = lab.get(f"/?token={TOKEN}").headers["set-cookie"].partition(";")[0]
    lab.cookies.clear()
    assert lab.get("/static/lab.html", headers={"cookie": cookie}).status_code == 200


def test_the_catalogue_is_whole(lab):
    found = lab.get(f"/catalogue?token={TOKEN}").json()
    assert found == json.loads(json.dumps(catalogue(OPEN), allow_nan=False))
    assert {row["name"] for row in found["columns"]} == set(decode(answer(Request(), Limits()))[1])
    for model in found["models"]:
        for path, row in model["parameters"].items():
            assert row["low"] <= row["value"] <= row["high"] and row["low"] < row["high"] or "per_milli" in path, path
            assert row["group"] in model["groups"]
    assert {row["stage"] for row in found["conditions"]} and all(d["usual"] > 0 for d in found["drugs"])


def test_what_the_catalogue_offers_can_be_run():
    requests = [c["request"] for s in catalogue(OPEN)["scenarios"] for c in s["cases"] if c["request"]]
    assert len(requests) > 40
    for request in requests:
        short = request | {"duration_ms": min(request["duration_ms"], 40.0)}
        assert isinstance(answer(Request.model_validate(short), Limits()), bytes), request


def test_the_newest_request_overtakes_those_that_wait(lab):
    slow = {"duration_ms": 4000, "protocol": {"rate_hz": 50, "count": 190}}
    with opened(lab) as socket:
        greeted(socket).send_text(json.dumps({"id": 0} | slow))
        time.sleep(0.05)
        for number in range(1, 30):
            socket.send_text(json.dumps({"id": number, "duration_ms": 5}))
        answered = []
        while not answered or answered[-1] != 29:
            answered.append(decode(socket.receive_bytes())[0]["id"])
    assert answered[0] == 0 and len(answered) <= 5 and answered == sorted(answered)


def test_too_many_requests_close_the_connection():
    with client(Limits(requests_per_second=20)) as lab, opened(lab) as socket:
        greeted(socket)
        for number in range(200):
            socket.send_text(json.dumps({"id": number, "duration_ms": 1}))
        with pytest.raises(WebSocketDisconnect) as closed:
            last = None
            while True:
                message = socket.receive()
                socket._raise_on_close(message)
                last = message.get("text") or last
    assert "20" in json.loads(last)["error"] and closed.value.code == 1008


def test_too_many_connections_are_sent_away():
    with client(Limits(connections=2)) as lab, opened(lab) as one, opened(lab) as two:
        greeted(one), greeted(two)
        with opened(lab) as three:
            assert "2 pages" in three.receive_json()["error"]
        assert asked(one, id=1, duration_ms=5)[0]["id"] == 1


KEYS = [*Request.model_fields, "membrane.chloride_permeability", "mechanics.set_length", "x", ""]
VALUES = [None, True, 0, -1, 1, 0.5, 5, 1e308, -1e-308, 10**30, "fast", "slow", "mouse", "", "µ" * 9, [], [[]], {}]
PLAIN = {
    "temperature": (0, 20, 42), "length": (0.6, 1, 1.5), "load": (0, 0.5, 3), "species": ("human", "mouse"),
    "set": ({"membrane.chloride_permeability": 0}, {"calcium.uptake_rate": 9}, {"crossbridge.overlap_ends": 0.5}),
    "conditions": ({"myotonia congenita": 1}, {"malignant hyperthermia": 0.5}), "drugs": ({"caffeine": 5000},),
    "protocol": ({"count": 0}, {"rate_hz": 500, "count": 3, "start_ms": 0}, {"strength": -10}, {"width_ms": 100}),
}  # fmt: skip


def _message(rng):
    """Return a message that is sound, nearly sound, or nothing of the kind."""
    request = {"id": rng.randrange(9), "duration_ms": rng.choice([1, 2, 3])}
    kind = rng.random()
    if kind < 0.3:
        return json.dumps(
            request | {key: rng.choice(PLAIN[key]) for key in rng.sample(sorted(PLAIN), rng.randrange(3))}
        )
    if kind < 0.7:
        return json.dumps(request | {rng.choice(KEYS): rng.choice(VALUES), "duration_ms": 1})
    if kind < 0.8:
        inner = {rng.choice(KEYS): rng.choice(VALUES) for _ in range(3)}
        return json.dumps(request | {rng.choice(["set", "conditions", "drugs", "protocol"]): inner})
    text = list(json.dumps(request | {"set": {"calcium.uptake_rate": 2.0}}))
    for _ in range(rng.randrange(1, 6)):
        text[rng.randrange(len(text))] = rng.choice('{}[]",:\\0e-NI\x00\ud800ü')
    return "".join(text[: rng.randrange(len(text) + 1)])


def _bombard(messages):
    """Answer messages as a connection does; return how many were runs."""
    runs, limits = 0, Limits(steps=3000)
    for text in messages:
        try:
            found = answer(read(text, limits), limits)
        except RequestError as error:
            assert str(error)
            continue
        runs += isinstance(found, bytes)
        assert isinstance(found, bytes) or json.loads(found)["error"]
    return runs


def test_ten_thousand_messages_do_no_harm():
    rng = random.Random(1)
    messages = [_message(rng) for _ in range(10_000)]
    assert _bombard(messages[:2000]) > 200
    tracemalloc.start()
    _bombard(messages[2000:6000])
    before = tracemalloc.get_traced_memory()[0]
    _bombard(messages[6000:])
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 2e6


def test_a_connection_survives_a_thousand_messages(lab):
    rng = random.Random(2)
    with opened(lab) as socket:
        greeted(socket)
        for _ in range(1000):
            socket.send_text(_message(rng).encode(errors="replace").decode())
        socket.send_text('{"id": 77, "duration_ms": 1}')
        while True:
            message = socket.receive()
            if message.get("bytes") and decode(message["bytes"])[0]["id"] == 77:
                break


def test_the_command_tells_what_is_missing(monkeypatch):
    import sys

    from typer.testing import CliRunner

    from simulator.cli import app

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "simulator.lab.server")
    found = CliRunner().invoke(app, ["lab", "--no-browser"])
    assert found.exit_code == 1 and "pip install 'musclesim[lab]'" in found.output
