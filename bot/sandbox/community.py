"""Brings the story to life in a sandbox's state."""

import random
import threading
import time
from datetime import timedelta

from bot.sandbox.state import Comment, Person, Post, State
from bot.sandbox.story import HISTORY, LIVE, LOCAL, REMOTE, SMALL_TALK, THREADS, Act, Line

TALK_EVERY_S = 6.0


class Community:
    """The people, places and comments of the story, and what happens next."""

    def __init__(self, state: State, *, seed: int = 7) -> None:
        self._state = state
        self._chance = random.Random(seed)
        self.people: dict[str, Person] = {}
        self.threads: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        """By the keys of the story."""

    def found(self, *, bot: str, password: str) -> None:
        """Make people, communities, threads and their history. ``bot`` moderates two communities of three."""
        state = self._state
        state.person("admin", admin=True)
        us = state.person(bot, password=password, bot=True)
        self.people = {name: state.person(name) for name in LOCAL}
        self.people |= {name: state.person(name, host=host) for name, host in REMOTE.items()}
        moderators = [self.people["ada"], self.people["tomas"], us]
        places = {
            "worldnews": state.community("worldnews", "World News", moderators),
            "workshop": state.community("workshop", "Workshop", list(moderators)),
            "kitchen": state.community("kitchen", "Kitchen", [self.people["petra"]]),
        }
        for key, (place, who, title) in THREADS.items():
            self.threads[key] = state.post(self.people[who], places[place], title)
        for line in HISTORY:
            made = self._write(line, minutes_ago=line.at)
            if line.key == "edited-before":
                made.updated = made.published + timedelta(minutes=6)

    def play(self, stop: threading.Event, *, speed: float = 1.0) -> None:
        """Let the script happen, then small talk until told to stop. Blocks; meant for a thread of its own."""
        started = time.monotonic()
        for event in sorted(LIVE, key=lambda event: event.at):
            if stop.wait(max(0.0, started + event.at / speed - time.monotonic())):
                return
            self.happen(event)
        while not stop.wait(TALK_EVERY_S / speed):
            self._chat()

    def happen(self, event: Line | Act) -> None:
        """One line or act of the story, now."""
        if isinstance(event, Line):
            self._write(event, minutes_ago=event.late_min)
        else:
            self._do(event)

    def _write(self, line: Line, *, minutes_ago: float) -> Comment:
        made = self._state.write(
            self.people[line.who],
            self.threads[line.thread],
            line.text,
            parent=self.comments.get(line.to),
            published=self._state.clock() - timedelta(minutes=minutes_ago),
            language_id=line.language,
        )
        if line.key:
            self.comments[line.key] = made
        return made

    def _do(self, act: Act) -> None:
        who, comment = self.people[act.who], self.comments.get(act.key)
        if act.what == "resolve":
            self._resolve_all(who)
        elif comment is not None:
            self._do_to(who, comment, act)

    def _do_to(self, who: Person, comment: Comment, act: Act) -> None:
        if act.what == "edit" and who.local:
            self._state.edit(who, comment, act.text)
        elif act.what == "edit":
            self._state.federate_edit(comment, act.text, self._state.clock())
        elif act.what == "delete":
            self._state.delete(who, comment, deleted=True)
        else:
            self._state.remove(who, comment, removed=act.what == "remove", reason=act.text)

    def _resolve_all(self, moderator: Person) -> None:
        with self._state.lock:
            waiting = [report for report in self._state.reports.values() if not report.resolved]
            for report in waiting[:1]:
                self._state.resolve(moderator, report, resolved=True)

    def _chat(self) -> None:
        who = self._chance.choice([name for name in self.people if name not in ("blaze", "rex")])
        thread = self._chance.choice(list(self.threads))
        self._state.write(self.people[who], self.threads[thread], self._chance.choice(SMALL_TALK))
