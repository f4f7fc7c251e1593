"""The server: the page, the catalogue, and the connections on which runs are asked for."""

import secrets
import socket
import sys
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocketDisconnect

from simulator.lab.answer import mistake
from simulator.lab.document import STATIC
from simulator.lab.guard import LOOPBACK, Guard, addresses
from simulator.lab.limits import Limits
from simulator.lab.room import Room
from simulator.lab.session import TRY_LATER, Session

SWITCH = 5e-4  # s: a run that comes back from its kernel need not wait long for its turn


def make_app(token, *, hosts=LOOPBACK, limits=Limits()):  # noqa: B008 - frozen
    """Return the ASGI application for those who know the token, at these names of the machine."""
    room = Room(limits)

    @asynccontextmanager
    async def lifespan(app):
        room.open()
        yield
        room.close()

    async def page(request):
        return FileResponse(STATIC / "lab.html", media_type="text/html")

    async def told(request):
        return Response(await room.catalogue(), media_type="application/json")

    async def lesson(request):
        status, text = await room.blackboard.show(request.query_params)
        return Response(text, status, media_type="application/json")

    async def connection(socket):
        await _connect(socket, room)

    routes = [
        Route("/", page),
        Route("/catalogue", told),
        Route("/lesson", lesson),
        WebSocketRoute("/run", connection),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(Guard, token=token, hosts=hosts)])


async def _connect(socket, room):
    """Serve one connection, if there is room for it."""
    await socket.accept()
    if room.connected >= room.limits.connections:
        await socket.send_text(mistake(f"connection: {room.limits.connections} pages are open, which is the most"))
        await socket.close(TRY_LATER)
        return
    room.connected += 1
    try:
        await Session(socket, room, WebSocketDisconnect).run()
    finally:
        room.connected -= 1


def listen(port, *, lan=False):
    """Return a socket on a port of this machine (0: any that is free), or raise OSError."""
    return socket.create_server(("0.0.0.0" if lan else "127.0.0.1", port), backlog=128)


def serve(port=8000, *, lan=False, limits=Limits(), opened=None):  # noqa: B008
    """Serve until Ctrl-C; `opened` is called with the address once the port is taken."""
    sys.setswitchinterval(SWITCH)
    token, names = secrets.token_urlsafe(24), addresses() if lan else []
    with listen(port, lan=lan) as taken:
        shown = names[0] if names else "127.0.0.1"
        if opened:
            opened(f"http://{shown}:{taken.getsockname()[1]}/?token={token}")
        uvicorn.Server(_settings(token, names, limits)).run(sockets=[taken])


def _settings(token, names, limits):
    """Return how uvicorn is to run; it must not write the token into a log."""
    return uvicorn.Config(
        make_app(token, hosts=(*LOOPBACK, *names), limits=limits),
        log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=1, server_header=False,
        ws_max_size=limits.message_bytes, ws_max_queue=8, ws_per_message_deflate=False, proxy_headers=False,
        limit_concurrency=4 * limits.connections, h11_max_incomplete_event_size=16_384,
    )  # fmt: skip
