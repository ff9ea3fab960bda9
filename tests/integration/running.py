"""A whole daemon beside the sandbox, on one clock that waiting moves: hours of a community in seconds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot import bootstrap, coverage
from bot.sandbox.server import Fault, Sandbox
from bot.sandbox.state import Comment, Person, Post
from bot.settings import Settings
from bot.storage import engine, open_for_reading, tables

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PER_MINUTE = 6
TICK_S = 30.0
Texts = dict[str, list[str]]


class Moment(bootstrap.SystemClock):
    """One clock for server and daemon; it stands still unless it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Waiting(threading.Event):
    """A stop event that nobody sets; who waits for it moves the clock."""

    def __init__(self, clock: Moment) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.seconds += timeout or 0.0
        return False


@dataclass
class Run:
    """A server with its people, a daemon that can be restarted, and when it asked for something."""

    sandbox: Sandbox
    clock: Moment
    home: Path
    people: list[Person]
    posts: list[Post]
    requests: list[tuple[float, str, str]] = field(default_factory=list)
    """(second, method, path) of all that was asked."""
    silences_s: list[float] = field(default_factory=list)
    """How long ago the daemon's last sign of life was whenever it asked something."""
    daemon: bootstrap.Daemon | None = None

    @property
    def asked(self) -> list[float]:
        return [at for at, _, _ in self.requests]

    def start(self, *, mode: str = "dry-run", **polling: object) -> None:
        settings = Settings.model_validate(
            {
                "lemmy": {"url": self.sandbox.url, "username": "evenkeel", "password": "a-password-for-tests"},
                "communities": [{"name": "news", "mode": mode}],
                "polling": {"interval_s": TICK_S, "requests_per_minute": PER_MINUTE} | polling,
            }
        )
        self.daemon = bootstrap.build_daemon(
            settings, self.home, stop=Waiting(self.clock), tell=lambda _tick: None, environ={}, clock=self.clock
        )

    def end(self) -> None:
        if self.daemon is not None:
            self.daemon.gateway.close()
            self.daemon.store.close()
            self.daemon = None

    def tick(self) -> None:
        if self.daemon is None:
            self.start()
        assert self.daemon is not None
        began = self.clock.seconds
        self.daemon.watch.tick()
        self.daemon.worker.sign_of_life()  # as the worker does after each
        self.clock.seconds = max(self.clock.seconds, began + TICK_S)

    def write(
        self, text: str, *, who: int = 0, post: int = 0, minutes_ago: float = 0, parent: Comment | None = None
    ) -> Comment:
        published = self.clock.now() - timedelta(minutes=minutes_ago)
        return self.sandbox.state.write(self.people[who], self.posts[post], text, published=published, parent=parent)

    def busy_elsewhere(self, threads: int) -> None:
        """So many new threads of a community that we moderate and were not told to watch."""
        state = self.sandbox.state
        bot = next(person for person in state.people.values() if person.name == "evenkeel")
        other = state.community("other", "Other", [bot])
        for n in range(threads):
            state.post(self.people[0], other, f"Elsewhere {n}")

    def edit(self, comment: Comment, text: str) -> None:
        self.sandbox.state.edit(comment.creator, comment, text)

    def found(self) -> Texts:
        """Every text of every comment that was seen, in its order."""
        opened = engine.open_engine(f"sqlite:///{self.home / 'evenkeel.db'}")
        comments, revisions, texts = tables.comments, tables.revisions, tables.texts
        with opened.connect() as connection:
            rows = connection.execute(
                select(comments.c.ap_id, texts.c.content)
                .join(revisions, revisions.c.comment_id == comments.c.id)
                .join(texts, texts.c.id == revisions.c.text_id)
                .order_by(comments.c.ap_id, revisions.c.n)
            ).all()
        opened.dispose()
        seen: Texts = {}
        for ap_id, content in rows:
            seen.setdefault(ap_id, []).append(content)
        return seen

    def status(self) -> str:
        store = open_for_reading(f"sqlite:///{self.home / 'evenkeel.db'}")
        try:
            return "\n".join(coverage.lines(store.coverage()))
        finally:
            store.close()


@contextmanager
def a_run(home: Path) -> Iterator[Run]:
    clock = Moment()
    home.mkdir()
    with Sandbox(name="here.example", clock=clock.now) as sandbox:
        state = sandbox.state
        bot = state.person("evenkeel", password="a-password-for-tests", bot=True)
        people = [state.person(name) for name in ("ada", "bob", "cem")]
        people.append(state.person("kusi", host="fjord.example"))
        news = state.community("news", "News", [state.person("mod"), bot])
        posts = [state.post(people[0], news, f"Thread {n}") for n in range(6)]
        run = Run(sandbox=sandbox, clock=clock, home=home, people=people, posts=posts)

        def note(method: str, path: str) -> bool:
            run.requests.append((clock.seconds, method, path))
            if run.daemon is not None:
                run.silences_s.append(clock.seconds - run.daemon.worker.last_sign)
            return False

        sandbox.faults.add(Fault(matches=note))
        try:
            yield run
        finally:
            run.end()


def most_within(moments: list[float], seconds: float = 60.0) -> int:
    return max((sum(at - seconds < t <= at for t in moments) for at in moments), default=0)
