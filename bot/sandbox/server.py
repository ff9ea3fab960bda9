"""The sandbox as an HTTP server on loopback, with a journal of what was asked and faults that a test can order."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from bot.errors import InputError
from bot.sandbox.routes import BUCKETS, ROUTES, Asked, server_date
from bot.sandbox.state import RefusedError, State

PREFIX = "/api/v3"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request that was answered."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]
    account: str
    status: int
    at: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next request that ``matches``."""

    matches: Callable[[str, str], bool] = lambda _method, _path: True
    status: int | None = None
    raw: bytes | None = None
    """Sent instead of the answer, as it is, with ``status`` or 200."""
    cut: int | None = None
    """So many bytes of the answer, then the connection is dropped."""
    drop: str = ""
    """"before": dropped unread; "after": carried out, and the answer dropped."""
    delay_s: float = 0.0
    drip_s: float = 0.0
    """Pause after each byte of the answer."""
    times: int = 1


@dataclass(slots=True)
class Faults:
    """Faults that wait for their request."""

    waiting: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Order one."""
        with self.lock:
            self.waiting += [fault] * fault.times

    def take(self, method: str, path: str) -> Fault | None:
        """The next one for this request."""
        with self.lock:
            found = next((fault for fault in self.waiting if fault.matches(method, path)), None)
            if found is not None:
                self.waiting.remove(found)
            return found


class Sandbox:
    """A running server: `with Sandbox() as sandbox: sandbox.url`."""

    def __init__(
        self,
        *,
        name: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        address: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if address not in LOOPBACK:
            raise InputError(f"The sandbox listens on this machine only, not on {address}.")
        self.journal: list[Entry] = []
        self.faults = Faults()
        self.connections = 0
        """Accepted since the start."""
        self._server = _Server((address, port), _handler(self))
        self.url = f"http://{address}:{self._server.server_address[1]}"
        self.state = State(name or urlsplit(self.url).netloc, clock)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def writes(self) -> list[Entry]:
        """Requests that could change something, sign-in apart."""
        return [entry for entry in self.journal if entry.method != "GET" and entry.path != "/user/login"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def _handler(sandbox: Sandbox) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet; else delayed acknowledgement costs 40 ms a request

        def setup(self) -> None:
            super().setup()
            sandbox.connections += 1

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def do_PUT(self) -> None:
            self._serve("PUT")

        def log_message(self, *_args: object) -> None:
            """The journal has it."""

        def _serve(self, method: str) -> None:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(PREFIX) if parts.path.startswith(PREFIX) else "?"
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = sandbox.faults.take(method, path)
            if fault is not None and fault.delay_s:
                time.sleep(fault.delay_s)
            if fault is not None and fault.drop == "before":
                self._hang_up()
                return
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ") or None
            if fault is not None and fault.raw is not None:
                status, answer, mime = fault.status or 200, fault.raw, "text/html"
            else:
                status, answer, mime = self._answer(
                    method, path, query=dict(parse_qsl(parts.query)), raw=raw, token=token
                )
            if fault is not None and fault.drop == "after":
                self._hang_up()
                return
            self._send(status, answer, mime, fault, private=token is not None)

        def _answer(
            self, method: str, path: str, *, query: dict[str, str], raw: bytes, token: str | None
        ) -> tuple[int, bytes, str]:
            state = sandbox.state
            viewer = state.viewer(token)
            account = viewer.name if viewer is not None else ""
            body: dict[str, Any] = {}
            try:
                with state.lock:
                    if (method, path) not in ROUTES:
                        self._note(404, method, path, query=query, body={}, account=account)
                        return 404, b"", ""
                    self._check_rate(method, path)
                    body = _parsed(raw)
                    asked = Asked(viewer=viewer, token=token, query=query, body=body)
                    answer = ROUTES[method, path](state, asked)
                    status = 200
            except RefusedError as error:
                status = error.status
                answer = {"error": error.code} | ({"message": error.message} if error.message else {})
            self._note(status, method, path, query=query, body=body, account=account)
            return status, json.dumps(answer).encode(), "application/json"

        def _check_rate(self, method: str, path: str) -> None:
            bucket = sandbox.state.buckets[BUCKETS.get((method, path), "message")]
            if not bucket.take(self.client_address[0], sandbox.state.clock()):
                raise RefusedError(400, "rate_limit_error")

        def _note(
            self, status: int, method: str, path: str, *, query: dict[str, str], body: dict[str, Any], account: str
        ) -> None:
            sandbox.journal.append(
                Entry(
                    method=method,
                    path=path,
                    query=query,
                    body={key: value for key, value in body.items() if key != "password"},
                    account=account,
                    status=status,
                    at=time.monotonic(),
                )
            )

        def _send(self, status: int, answer: bytes, mime: str, fault: Fault | None, *, private: bool) -> None:
            self.send_response_only(status)
            self.send_header("Date", server_date(sandbox.state.clock()))
            self.send_header("Cache-Control", "private" if private else "public, max-age=60")
            if mime:
                self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if fault is not None and fault.cut is not None:
                self.wfile.write(answer[: fault.cut])
                self._hang_up()
            elif fault is not None and fault.drip_s:
                self._drip(answer, fault.drip_s)
            else:
                self.wfile.write(answer)
                self.wfile.flush()

        def _drip(self, answer: bytes, pause_s: float) -> None:
            for byte in answer:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(pause_s)

        def _hang_up(self) -> None:
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    return Handler


def _parsed(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise RefusedError(400, "unknown", "Json deserialize error: key must be a string at line 1 column 2") from None
    if not isinstance(body, dict):
        raise RefusedError(400, "unknown", "Json deserialize error: invalid type")
    return body
