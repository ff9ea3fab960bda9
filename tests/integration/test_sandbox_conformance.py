"""The sandbox put in the states of the recordings of a real 0.19.20, asked the same, compared: a difference is a defect."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.sandbox.server import Sandbox
from bot.sandbox.state import Comment, Person

WIRE = Path(__file__).parents[1] / "wire" / "v3"
RECORDINGS = {path.stem.split("-", 1)[1]: json.loads(path.read_text()) for path in sorted(WIRE.glob("*.json"))}
NOT_SERVED = {
    "nodeinfo-2.0": "pythorhead's facade asks it, and we do not use the facade",
    "nodeinfo-2.1": "not asked",
    "site-edit": "settings are made on the state",
    "register": "accounts are made on the state",
    "mark-as-bot": "accounts are made on the state",
    "community-create": "communities are made on the state",
    "post": "a signed-in read of a post would mark it as read; not asked",
    "comment-distinguish": "neither bot nor community distinguishes",
    "mentions": "the bot has no inbox yet",
    "replies": "the bot has no inbox yet",
    "unread-count": "the bot has no inbox yet",
    "unknown-path": "404 is the answer",
}
FREE_FORM = {"message"}
"""Wording that a client does not read."""
VARYING = {"updated", "body", "reason", "slur_filter_regex"}
"""Left out when null: whether they are there depends on what people wrote, not on the server."""


class Recorded:
    """The server of the recordings: same people, same numbers, acts in the same order."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        state = self.state = sandbox.state
        state.slur = re.compile("badword")
        for name in ("message", "register", "comment"):
            state.buckets[name].size = 9999
        state.person("system")
        self.people: dict[str, Person] = {"lemmy": state.person("lemmy", admin=True, password="PASSWORD")}
        for name in ("modbot", "moderator", "alice", "bob", "carol"):
            self.people[name] = state.person(name, password="PASSWORD", bot=name == "modbot")
        world, lemm = state.person("bomb", host="lemmy.world"), state.person("kusi", host="lemm.ee")
        state.community("other", "Other", [])
        people = self.people
        self.news = state.community("worldnews", "World News", [people["lemmy"], people["moderator"]])
        post = self.post = state.post(
            people["alice"], self.news, "Putin and Kim sign a partnership", "What do you think?"
        )
        first = state.write(world, post, "Three left the pact.")
        state.write(world, post, "Ah, crap, that I do.", parent=first)
        state.write(lemm, post, "Sounds about right.", parent=first)
        self.tokens = {name: state.token(person) for name, person in people.items()}
        self.done: set[str] = set()

    def comment(self, number: int) -> Comment:
        return self.state.comments[number]

    def before(self, name: str) -> None:
        """What happened on the real server between two recordings."""
        state, people = self.state, self.people
        if name == "comment-after-remote-edit":
            state.federate_edit(self.comment(1), "Three left the pact. Edit: names.", state.clock())
        if name == "comment-remote-edit-without-updated":
            state.federate_edit(self.comment(3), "Sounds right.", None)
        if name == "comment-create-empty":
            state.write(people["alice"], self.post, "x" * 10_000)
        if name == "comment-delete":
            for who in ("alice", "bob", "carol", "lemmy", "bob"):
                state.write(people[who], self.post, f"written by {who}")
        if name == "comment-remove":
            state.report(people["modbot"], self.comment(12), "earlier")
        if name == "comment-restore-of-a-live-comment":
            state.report(people["alice"], self.comment(13), "rude")
        if name == "list-after-ban":
            state.write(people["bob"], self.post, "a reply", parent=self.comment(5))
        if name == "report-as-community-banned":
            self.news.banned.add(people["modbot"].id)
        if name == "post-lock":
            self.news.banned.discard(people["modbot"].id)
            self.news.moderators.append(people["modbot"])
            second = state.post(people["alice"], self.news, "A post to be locked")
            self.locked = state.write(people["alice"], second, "on the second post")
        if name == "logout":
            self.tokens["logged out"] = state.token(people["alice"])
        if name == "comment-late":
            self.late = state.write(people["bob"], self.post, "late")
        if name == "comment-create-too-deep":
            self.deep = self._nest(51)
        if name == "rate-limited-comment":
            state.buckets["comment"].size = 0
        if name == "rate-limited-list":
            state.buckets["message"].size = 0

    def _nest(self, depth: int) -> Comment:
        parent: Comment | None = None
        for _ in range(depth):
            parent = self.state.write(self.people["alice"], self.post, "deeper", parent=parent)
        assert parent is not None
        return parent

    def ask(self, name: str) -> requests.Response:
        """The recorded request, with numbers of this run where the real run had others."""
        request = RECORDINGS[name]["request"]
        body, query = request["json"], dict(request["query"])
        if name in ("report-comment-on-locked-post", "report-comment-of-removed-post"):
            body = body | {"comment_id": self.locked.id}
        if name == "comment-late":
            query = {"id": self.late.id}
        if name == "comment-create-too-deep":
            body = body | {"parent_id": self.deep.id}
        headers = {}
        who = self._who(name, request["as"])
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens.get(who, 'nobody knows me')}"
        raw = b"{bad" if name == "malformed-json" else None
        if name == "login-wrong-password":
            body = body | {"password": "wrong"}
        return requests.request(
            request["method"],
            self.sandbox.url + request["path"],
            params=query,
            json=body if raw is None else None,
            data=raw,
            headers=headers,
            timeout=5,
        )

    def _who(self, name: str, said: str) -> str | None:
        if said == "anonymous":
            return None
        if name == "logout":
            return "logged out"
        return said


@pytest.fixture(scope="module")
def answers() -> dict[str, requests.Response]:
    """The sandbox's answers to every recorded request, in the recorded order."""
    found = {}
    with Sandbox(name="lemmy.test") as sandbox:
        recorded = Recorded(sandbox)
        for name in RECORDINGS:
            recorded.before(name)
            found[name] = recorded.ask(name)
    return found


@pytest.mark.parametrize("name", [name for name in RECORDINGS if name not in NOT_SERVED])
def test_the_sandbox_answers_as_the_recorded_server_did(name: str, answers: dict[str, requests.Response]) -> None:
    real = RECORDINGS[name]["response"]
    ours = answers[name]

    assert ours.status_code == real["status"], ours.text[:300]
    body = ours.json()
    assert body.get("error") == real["body"].get("error")
    assert differences(real["body"], body) == []
    assert ours.headers["Cache-Control"] == real["headers"]["cache-control"] or real["headers"]["cache-control"] == ""


@pytest.mark.parametrize("name", NOT_SERVED)
def test_what_nobody_calls_is_404(name: str, answers: dict[str, requests.Response]) -> None:
    assert answers[name].status_code == 404
    assert answers[name].content == b""


def differences(real: Any, ours: Any, place: str = "") -> list[str]:
    """Fields that one has and the other has not, and types that differ."""
    if isinstance(real, dict) and isinstance(ours, dict):
        found = [
            f"{place}.{key} {'missing' if key in real else 'too much'}"
            for key in real.keys() ^ ours.keys()
            if key not in VARYING | FREE_FORM
        ]
        return found + [
            d for key in real.keys() & ours.keys() for d in differences(real[key], ours[key], f"{place}.{key}")
        ]
    if isinstance(real, list) and isinstance(ours, list):
        return differences(_merged(real), _merged(ours), f"{place}[]") if real and ours else []
    return [] if type(real) is type(ours) else [f"{place} is {type(ours).__name__}, not {type(real).__name__}"]


def _merged(rows: list[Any]) -> Any:
    """Rows of a list as one with the fields that all of them have: optional ones differ from row to row."""
    if not all(isinstance(row, dict) for row in rows):
        return rows[0]
    shared = set.intersection(*(set(row) for row in rows))
    return {key: rows[0][key] for key in shared}


def test_the_comparison_can_fail() -> None:
    assert differences({"a": 1, "b": [{"c": ""}]}, {"a": "1", "b": [{"d": ""}]}) != []
