"""What pythorhead's calls run on: one kept-alive session, a total deadline, typed errors, and a budget.

pythorhead's own requestor swallows errors, opens a connection a call and gives up after 3 s, so its call classes are
given this one, which has the single method that they use.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_when_event_set
from tenacity.nap import sleep_using_event
from tenacity.stop import stop_before_delay
from tenacity.wait import wait_random_exponential
from urllib3.util.retry import Retry

from bot.errors import LemmyError, RateLimitedError, RejectedError, UnavailableError, UnknownOutcomeError
from bot.lemmy.budget import Budget
from bot.lemmy.errors import error_of

DEADLINE_S = 8.0
CONNECT_S = 4.0
SIZE_LIMIT = 16 * 1024 * 1024
ATTEMPTS = 3
RETRY_WITHIN_S = 20.0
_CHUNK = 65536
_LOGIN = "/user/login"


class Requestor:
    """Sends requests to one server and gives back parsed JSON or raises a LemmyError."""

    def __init__(
        self,
        url: str,
        *,
        user_agent: str,
        budget: Budget,
        stop: threading.Event,
        read_only: bool,
        monotonic: Callable[[], float] = time.monotonic,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        logging.getLogger("pythorhead").disabled = True
        self._base = f"{url}/api/v3"
        self._budget = budget
        self._stop = stop
        self._read_only = read_only
        self._monotonic = monotonic
        self._deadline_s = deadline_s
        self.token: str | None = None
        self.server_time: datetime | None = None
        """From the `Date` header of the last answer."""
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"User-Agent": user_agent, "Accept": "application/json"})
        connect_only = Retry(total=2, connect=2, read=0, status=0, redirect=0, other=0, allowed_methods=None)
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=connect_only)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def api(
        self,
        method: Enum,
        endpoint: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Mapping[str, Any] | None = None,  # pythorhead's name
    ) -> dict[str, Any]:
        """One call, as pythorhead makes it; ``method`` is its `Request`.

        Reads are tried again when that may help; writes never are.
        """
        verb = method.value
        if self._read_only and verb != "GET" and endpoint != _LOGIN:
            raise RejectedError(f"{verb} {endpoint}: not sent, since this is a dry run.")
        if verb != "GET":
            return self._once(verb, endpoint, params, json)
        return self._retrying()(self._once, verb, endpoint, params, json)

    def _retrying(self) -> Retrying:
        return Retrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(ATTEMPTS) | stop_before_delay(RETRY_WITHIN_S) | stop_when_event_set(self._stop),
            wait=wait_random_exponential(multiplier=0.5, max=5),
            sleep=sleep_using_event(self._stop),
            reraise=True,
        )

    def _once(
        self, verb: str, endpoint: str, params: Mapping[str, Any] | None, body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        what = f"{verb} {endpoint}"
        if not self._budget.acquire():
            raise UnavailableError(f"{what}: not sent, since Evenkeel is stopping.")
        status, raw = self._exchange(verb, endpoint, params, body)
        answer = _parsed(raw)
        if status == 200 and answer is not None:
            return answer
        if status == 200:
            kind = UnavailableError if verb == "GET" else UnknownOutcomeError
            raise kind(f"{what}: the answer is not JSON, or broke off.", status=status)
        code = str(answer.get("error", "")) if answer else ""
        if status >= 500 and verb != "GET":
            raise UnknownOutcomeError(f"{what}: HTTP {status}; whether it was taken is unknown.", status=status)
        error = error_of(status, code, what=what)
        if isinstance(error, RateLimitedError):
            self._budget.slow_down()
        raise error

    def _exchange(
        self, verb: str, endpoint: str, params: Mapping[str, Any] | None, body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        """Send and read within the deadline, drip-fed answers too; says for a write whether it may have arrived."""
        what = f"{verb} {endpoint}"
        ends = self._monotonic() + self._deadline_s
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            with self._session.request(
                verb,
                self._base + endpoint,
                params=_plain(params),
                json=None if body is None else dict(body),
                headers=headers,
                timeout=(CONNECT_S, self._deadline_s),
                stream=True,
                allow_redirects=False,
            ) as response:
                self.server_time = _date(response.headers.get("Date")) or self.server_time
                return response.status_code, self._read(response, ends)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            if _never_sent(error):
                self._budget.give_back()  # an outage must not use up what its end needs
                raise UnavailableError(f"{what}: the server cannot be reached.") from error
            raise _failure(what, verb, error) from error

    def _read(self, response: requests.Response, ends: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        raw: Any = response.raw
        while part := raw.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > SIZE_LIMIT:
                raise requests.exceptions.ContentDecodingError("the answer is too large")
            if self._monotonic() > ends:
                raise requests.exceptions.ReadTimeout("the answer took longer than the deadline")
        return b"".join(parts)


def _may_pass(error: BaseException) -> bool:
    """Whether asking once more may help; it does not where the server says that we ask too often."""
    return isinstance(error, UnavailableError) and not isinstance(error, RateLimitedError)


def _never_sent(error: Exception) -> bool:
    """Whether it failed before anything could reach the server."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    return any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in _causes(error))


def _failure(what: str, verb: str, error: Exception) -> LemmyError:
    """A read that broke off is harmless; the fate of a write is unknown."""
    if verb == "GET":
        return UnavailableError(f"{what}: the server broke off, or was too slow ({type(error).__name__}).")
    return UnknownOutcomeError(f"{what}: no answer ({type(error).__name__}); whether it was taken is unknown.")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


def _plain(params: Mapping[str, Any] | None) -> dict[str, str]:
    """Python's True is refused by Lemmy; `true` is taken."""
    return {key: _plain_value(value) for key, value in (params or {}).items() if value is not None}


def _plain_value(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
