"""Who may come in: those who know the token, from this machine, and from no other site's page."""

import hashlib
import hmac
import socket
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
HEADERS = {
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware that lets through what has the token, and a Host and an Origin that are this server's."""

    def __init__(self, app, token, hosts=LOOPBACK):
        self._app, self._token, self._hosts = app, token, {host.lower() for host in hosts}
        self._cookie = "lab_" + hashlib.sha256(token.encode()).hexdigest()[:8]

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if problem := self._problem(scope, headers):
            await _refuse(scope, send, problem)
        elif scope["type"] == "http":
            await self._app(scope, receive, self._dressed(send, headers["host"]))
        else:
            await self._app(scope, receive, send)

    def _problem(self, scope, headers):
        """Return why a request is refused, or None."""
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return "this address is not the laboratory's"
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{host.lower()}":
            return "another site's page may not use the laboratory"
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if not (self._is_token(given) or self._is_token(self._kept(headers))):
            return "the token is missing or wrong: use the address that musclesim lab printed"
        return None

    def _is_token(self, given):
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _kept(self, headers):
        """Return the token in the cookie."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return found.value if found else ""

    def _dressed(self, send, host):
        """Return a `send` that adds what keeps the page to itself, and the cookie for its static files."""
        own = [(name.encode(), value.replace("{host}", host).encode()) for name, value in HEADERS.items()]
        own.append((b"set-cookie", f"{self._cookie}={self._token}; HttpOnly; SameSite=Strict; Path=/".encode()))

        async def dressed(message):
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].decode().lower() not in HEADERS]
                message = message | {"headers": [*kept, *own]}
            await send(message)

        return dressed


async def _refuse(scope, send, problem):
    """Answer 403; a WebSocket is closed before it is opened, which is the same."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": problem})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": problem.encode()})


def _name(host):
    """Return the name or address of a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def addresses():
    """Return the names and addresses that this machine has on its network, the likeliest first."""
    found, name = [], socket.gethostname()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [info[4][0] for info in socket.getaddrinfo(name, None)]
    return list(dict.fromkeys([*found, name, f"{name}.local"]))
