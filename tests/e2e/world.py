"""A sandbox with a community and a daemon beside it, for whole stories."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import bootstrap, storage
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Comment, Community, Person, Post
from bot.settings import Settings
from bot.watch import Tick

PASSWORD = "a-password-for-tests"
INSULT = "Shut up, you worthless piece of shit, nobody asked you."
NOTE_ONLY = {"report_at": 0.9999, "note_at": 0.2}
"""Thresholds of a community that wants notes and hardly any report, whatever the shipped model."""
NOTED = "You are a pathetic little idiot and everyone here is tired of you."


@dataclass
class World:
    """One server, its people, and where our daemon keeps its things."""

    sandbox: Sandbox
    home: Path
    bot: Person
    moderator: Person
    alice: Person
    bob: Person
    remote: Person
    news: Community
    post: Post
    ticks: list[Tick] = field(default_factory=list)

    def settings(self, *, mode: str = "act", polling: dict[str, Any] | None = None, **community: Any) -> Settings:
        return Settings.model_validate(
            {
                "lemmy": {"url": self.sandbox.url, "username": "evenkeel", "password": PASSWORD},
                "communities": [{"name": "news", "mode": mode, **community}],
                "polling": {"interval_s": 1, "requests_per_minute": 60} | (polling or {}),
            }
        )

    def run(self, passes: int = 1, *, settings: Settings | None = None, **community: Any) -> int:
        """Run a daemon for some passes; a fresh process in all but name."""
        settings = settings or self.settings(**community)
        stop = threading.Event()
        daemon = bootstrap.build_daemon(settings, self.home, stop=stop, tell=self.ticks.append, environ={})
        return daemon.run(passes)

    def say(self, text: str, who: Person | None = None, **more: Any) -> Comment:
        return self.sandbox.state.write(who or self.bob, self.post, text, **more)

    def reports(self) -> list[tuple[int, str]]:
        """(comment, reason) of every report that our account filed."""
        return [(r.comment.id, r.reason) for r in self.sandbox.state.reports.values() if r.creator is self.bot]

    @contextmanager
    def store(self) -> Iterator[storage.Store]:
        opened = storage.open_for_reading(f"sqlite:///{self.home / 'evenkeel.db'}")
        try:
            yield opened
        finally:
            opened.close()

    def findings(self) -> list[storage.FindingRow]:
        with self.store() as store:
            return store.findings(limit=1000)


@contextmanager
def world(home: Path) -> Iterator[World]:
    with Sandbox(name="here.example") as sandbox:
        state = sandbox.state
        state.person("admin", admin=True)
        bot = state.person("evenkeel", password=PASSWORD, bot=True)
        moderator, alice, bob = (state.person(name) for name in ("mod", "alice", "bob"))
        remote = state.person("kusi", host="fjord.example")
        news = state.community("news", "News", [moderator, bot])
        post = state.post(alice, news, "A state visit")
        yield World(
            sandbox=sandbox,
            home=home,
            bot=bot,
            moderator=moderator,
            alice=alice,
            bob=bob,
            remote=remote,
            news=news,
            post=post,
        )
