"""The gateway against the sandbox with faults: deadlines, what may be repeated, and what never leaves."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import lemmy, logs
from bot.bootstrap import SystemClock
from bot.comments import FeedKey, LocalId, PostSort, PostWindow, Scope, Window
from bot.errors import (
    GoneError,
    NotAllowedError,
    RateLimitedError,
    RejectedError,
    SignedOutError,
    SignInError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.lemmy import requestor
from bot.lemmy.sign_in import write_private
from bot.sandbox.server import Fault, Sandbox
from bot.sandbox.state import Comment, Person

PASSWORD = "a-password-for-tests"
WINDOW = Window(feed=FeedKey(scope=Scope.MODERATED), page=1)
THREADS = PostWindow(feed=WINDOW.feed, sort=PostSort.NEW_COMMENTS, page=1)


class Place:
    """A sandbox with one community and one comment."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.stop = threading.Event()
        state = sandbox.state
        self.bot: Person = state.person("evenkeel", password=PASSWORD, bot=True)
        self.ada = state.person("ada")
        self.news = state.community("news", "News", [self.ada, self.bot])
        self.comment: Comment = state.write(self.ada, state.post(self.ada, self.news, "A thread"), "hello")

    def connect(
        self, *, read_only: bool = False, password: str | None = PASSWORD, per_minute: int = 60
    ) -> lemmy.Gateway:
        return lemmy.connect(
            url=self.sandbox.url,
            username="evenkeel",
            token_file=self.folder / "token",
            password=password,
            clock=SystemClock(),
            stop=self.stop,
            requests_per_minute=per_minute,
            read_only=read_only,
            version="0",
        )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Sandbox(name="here.example") as sandbox:
        yield Place(sandbox, tmp_path)


def on(path: str, method: str = "GET", **more: object) -> Fault:
    return Fault(matches=lambda m, p: (m, p) == (method, path), **more)  # type: ignore[arg-type]


def test_many_calls_share_one_connection_and_sign_in_once(place: Place) -> None:
    gateway = place.connect()
    for _ in range(5):
        gateway.read(WINDOW)
    again = place.connect(password=None)
    again.read(WINDOW)

    assert place.sandbox.connections == 2
    assert [entry.path for entry in place.sandbox.journal].count("/user/login") == 1
    gateway.close()
    again.close()


def test_a_dry_run_cannot_send_anything_but_reads_and_a_login(place: Place) -> None:
    gateway = place.connect(read_only=True)
    gateway.read(WINDOW)
    number = LocalId(place.comment.id)
    for send in (
        lambda: gateway.report(number, "x"),
        lambda: gateway.restore(number, "x"),
        lambda: gateway.reopen(LocalId(1)),
        lambda: gateway.send_message(LocalId(place.ada.id), "x"),
    ):
        with pytest.raises(RejectedError, match="dry run"):
            send()

    assert place.sandbox.writes() == []
    gateway.close()


@pytest.mark.parametrize(
    "fault",
    [
        on("/comment/report", "POST", drop="before"),
        on("/comment/report", "POST", drop="after"),
        on("/comment/report", "POST", cut=20),
        on("/comment/report", "POST", raw=b"<html>", status=502),
        on("/comment/report", "POST", raw=b"<html>", status=200),
    ],
    ids=["dropped before", "dropped after", "truncated", "bad gateway", "html"],
)
def test_a_write_without_an_answer_is_unknown_and_never_repeated(place: Place, fault: Fault) -> None:
    gateway = place.connect()
    gateway.site()
    place.sandbox.faults.add(fault)

    with pytest.raises(UnknownOutcomeError):
        gateway.report(LocalId(place.comment.id), "x")
    assert place.sandbox.faults.waiting == []
    assert sum(entry.path == "/comment/report" for entry in place.sandbox.journal) <= 1
    gateway.close()


def test_a_write_that_cannot_connect_was_never_sent(place: Place) -> None:
    gateway = place.connect()
    gateway.site()
    gateway.close()
    place.sandbox._server.server_close()
    gateway._requestor._base = "http://127.0.0.1:9/api/v3"  # nobody listens there

    with pytest.raises(UnavailableError):
        gateway.report(LocalId(place.comment.id), "x")


def test_what_never_reached_the_server_is_not_charged(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Else the end of an outage would be noticed a minute late; what was asked before it stays charged."""
    logs.set_up()
    gateway = place.connect(per_minute=6)
    gateway.site()
    charged, base = gateway.requests_made, gateway._requestor._base
    gateway.close()
    gateway._requestor._base = "http://127.0.0.1:9/api/v3"  # nobody listens there
    for _ in range(2):
        with pytest.raises(UnavailableError, match="cannot be reached"):
            gateway.comment(LocalId(place.comment.id))
    gateway._requestor._base = base

    assert gateway.requests_made == charged
    assert gateway._budget.wait_s(6 - charged) == 0.0
    assert gateway.comment(LocalId(place.comment.id)).text == "hello"
    assert capsys.readouterr().err == ""  # the closed list of events has no "Retrying"
    gateway.close()
    logging.getLogger().handlers[:] = []


def test_a_read_is_tried_again_and_a_lasting_fault_is_said(place: Place) -> None:
    gateway = place.connect()
    gateway.site()
    place.sandbox.faults.add(on("/comment/list", raw=b"", status=503, times=1))
    assert len(gateway.read(WINDOW).comments) == 1

    place.sandbox.faults.add(on("/comment/list", raw=b"no", status=503, times=requestor.ATTEMPTS))
    with pytest.raises(UnavailableError):
        gateway.read(WINDOW)
    gateway.close()


@pytest.mark.parametrize("fault", [{"drip_s": 0.02}, {"delay_s": 3.0}], ids=["drip", "silence"])
def test_no_call_outlasts_its_deadline(place: Place, monkeypatch: pytest.MonkeyPatch, fault: dict[str, float]) -> None:
    gateway = place.connect()
    gateway.site()
    gateway._requestor._deadline_s = 0.4
    monkeypatch.setattr(requestor, "ATTEMPTS", 1)
    place.sandbox.faults.add(on("/comment/list", times=1, **fault))
    begun = time.monotonic()
    with pytest.raises(UnavailableError):
        gateway.read(WINDOW)

    assert time.monotonic() - begun < 2.5
    gateway.close()


def test_a_dead_token_is_not_an_empty_community(place: Place) -> None:
    gateway = place.connect()
    gateway.read(WINDOW)
    place.sandbox.state.tokens.clear()
    later = place.connect(password=None)

    for ask in (lambda: later.read(WINDOW), lambda: later.posts(THREADS)):
        with pytest.raises(SignedOutError, match="evenkeel login"):
            ask()
    gateway.close()
    later.close()


@pytest.mark.parametrize("token", ["dead", "another account's"])
def test_a_login_beside_it_revives_a_running_daemon(place: Place, token: str) -> None:
    if token == "dead":
        running = place.connect()
        running.read(WINDOW)
        running.close()
        running = place.connect(password=None)
        running.read(WINDOW)
        place.sandbox.state.tokens.clear()
    else:
        write_private(place.folder / "token", place.sandbox.state.token(place.ada))
        running = place.connect(password=None)
    for _ in range(2):
        with pytest.raises(SignInError, match="evenkeel login"):
            running.site(within=timedelta(0))
    beside = place.connect(password=None)
    beside.login(PASSWORD)

    account = running.site(within=timedelta(0)).account
    assert account is not None
    assert account.person.name == "evenkeel@here.example"
    running.close()
    beside.close()


def test_withdrawn_rights_are_not_an_empty_community(place: Place) -> None:
    gateway = place.connect()
    gateway.read(WINDOW)
    place.news.moderators.remove(place.bot)

    with pytest.raises(NotAllowedError, match="moderates no community"):
        gateway.read(WINDOW)
    gateway.close()


def test_threads_are_listed_with_the_servers_counters(place: Place) -> None:
    gateway = place.connect()
    place.sandbox.state.write(place.ada, place.comment.post, "and another")
    page = gateway.posts(THREADS)

    (thread,) = page.posts
    assert (thread.post, thread.comments, page.full) == (place.comment.post.id, 2, False)
    assert thread.newest >= thread.published
    gateway.close()


def test_three_hundred_are_asked_for_by_depth_and_a_thread_by_its_number(place: Place) -> None:
    gateway = place.connect()
    state = place.sandbox.state
    other = state.write(place.ada, state.post(place.ada, place.news, "Another thread"), "elsewhere")
    for _ in range(60):
        state.write(place.ada, place.comment.post, "more")

    whole = gateway.read(replace(WINDOW, whole=True))
    thread = gateway.read(replace(WINDOW, post=LocalId(other.post.id)))

    assert (len(whole.comments), whole.full) == (62, False)
    assert [comment.local_id for comment in thread.comments] == [other.id]
    asked = [entry.query for entry in place.sandbox.journal if entry.path == "/comment/list"]
    assert ("max_depth" in asked[0], "page" in asked[0], "limit" in asked[0]) == (True, False, False)
    gateway.close()


def test_what_one_person_wrote_is_read_of_the_only_community_that_is_moderated(place: Place) -> None:
    gateway = place.connect()
    state = place.sandbox.state
    bob = state.person("bob")
    elsewhere = state.post(bob, state.community("other", "Other", [bob]), "Elsewhere")
    state.write(place.ada, elsewhere, "of another community")
    state.write(bob, place.comment.post, "by another")
    removed = state.write(place.ada, place.comment.post, "removed")
    removed.removed = True
    person = replace(WINDOW, person=LocalId(place.ada.id), again=True)

    before = gateway.read(person)
    gateway.read(WINDOW)
    after = gateway.read(person)

    assert [comment.text for comment in before.comments if not comment.removed] == ["of another community", "hello"]
    assert [(comment.text, comment.removed) for comment in after.comments] == [("", True), ("hello", False)]
    assert not after.full
    with pytest.raises(GoneError):
        gateway.read(replace(WINDOW, person=LocalId(12345)))
    gateway.close()


def test_told_that_it_asks_too_often_it_does_not_ask_again_at_once(place: Place) -> None:
    gateway = place.connect()
    gateway.read(WINDOW)
    place.sandbox.faults.add(on("/comment/list", raw=b'{"error":"rate_limit_error"}', status=400, times=2))

    with pytest.raises(RateLimitedError):
        gateway.read(WINDOW)

    assert len(place.sandbox.faults.waiting) == 1
    gateway.close()


def test_a_second_factor_is_asked_for(place: Place) -> None:
    place.bot.totp = "123456"
    gateway = place.connect(password=None)
    with pytest.raises(SignInError) as error:
        gateway.login(PASSWORD)
    assert error.value.code == "missing_totp_token"
    gateway.login(PASSWORD, "123456")

    assert gateway.site().account is not None
    assert not (place.folder / "token.refused").exists()
    gateway.close()


def test_a_token_of_another_account_is_refused(place: Place) -> None:
    other = place.sandbox.state.token(place.ada)
    write_private(place.folder / "token", other)
    gateway = place.connect(password=None)

    with pytest.raises(SignInError, match="belongs to ada"):
        gateway.site()
    gateway.close()


@pytest.mark.parametrize("at", ["", "@localhost", "@localhost:8536", "@127.0.0.1:{port}"])
def test_a_server_with_a_port_is_asked_for_its_own_by_bare_names(tmp_path: Path, at: str) -> None:
    with Sandbox(name="localhost:8536") as sandbox:
        place = Place(sandbox, tmp_path)
        gateway = place.connect()
        gateway.site()
        at = at.format(port=sandbox.url.rpartition(":")[2])
        facts, person = gateway.community(f"news{at}"), gateway.person(f"ada{at}")
        feed = FeedKey(scope=Scope.COMMUNITY, community=f"news{at}")

        assert (facts.community.name, person.name) == ("news@localhost:8536", "ada@localhost:8536")
        assert len(gateway.read(replace(WINDOW, feed=feed)).comments) == 1
        assert len(gateway.posts(replace(THREADS, feed=feed)).posts) == 1
        gateway.close()


def test_somebody_elsewhere_is_asked_for_by_name_and_domain(place: Place) -> None:
    place.sandbox.state.person("ada", host="fjord.example")
    gateway = place.connect()

    assert gateway.person("ada@fjord.example").name == "ada@fjord.example"
    assert gateway.person("ada@here.example").name == "ada@here.example"
    gateway.close()


def test_the_user_agent_says_who_we_are(place: Place) -> None:
    gateway = place.connect()
    agent = str(gateway._requestor._session.headers["User-Agent"])

    assert agent.startswith("Evenkeel/0 (evenkeel@127.0.0.1:")
    gateway.close()


def test_a_public_comment_is_read_by_its_address(place: Place) -> None:
    found = lemmy.read_comment(f"{place.sandbox.url}/comment/{place.comment.id}", clock=SystemClock(), version="0")

    assert found.text == "hello"
