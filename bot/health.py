"""Whether the daemon works, said to others: a line and an exit code, a small page, and a ping after each good pass."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from bot.ports import Heartbeat

GRACE_S = 60.0
PING_TIMEOUT_S = 3.0


def of_heartbeat(heartbeat: Heartbeat | None, now: datetime) -> tuple[bool, str]:
    """Whether all is well, and one line why (not)."""
    if heartbeat is None:
        return False, "The daemon has not run with this store yet."
    age_s = (now - heartbeat.at).total_seconds()
    if age_s > 3 * heartbeat.interval_s + GRACE_S:
        return False, f"The daemon last gave a sign of life {_ago(age_s)} ago; is it still running?"
    if not heartbeat.healthy:
        return False, heartbeat.why
    return True, f"Working: {heartbeat.why}"


def _ago(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.0f} hours"


def serve(listen: str, look: Callable[[], tuple[bool, str]]) -> ThreadingHTTPServer:
    """Answer `GET /healthz` with 200 or 503 and the same line. ``listen``: `address:port`. Runs until shut down."""
    host, _, port = listen.rpartition(":")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/healthz":
                self.send_error(404)
                return
            healthy, why = look()
            body = json.dumps({"healthy": healthy, "why": why}).encode()
            self.send_response(200 if healthy else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Requests for health are not worth a log line."""

    server = ThreadingHTTPServer((host.strip("[]"), int(port)), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server


def ping(url: str) -> bool:
    """Tell a dead man's switch that a pass went well; whether it heard."""
    try:
        return requests.get(url, timeout=PING_TIMEOUT_S, allow_redirects=False).ok
    except requests.RequestException:
        return False
