"""Values for tests, with only what matters said."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.comments import ActorId, ApId, Comment, Community, FeedKey, LocalId, Page, Person, Post, Scope, Window
from bot.decisions import Call, Decision, Finding, PlannedDecision, Score
from bot.revisit import Known

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
COMMUNITY = Community(actor_id=ActorId("http://here.example/c/news"), local_id=LocalId(2), name="news@here.example")
POST = Post(ap_id=ApId("http://here.example/post/1"), local_id=LocalId(1), title="A thread")
FEED = FeedKey(scope=Scope.MODERATED)


def person(name: str = "alice", **more: Any) -> Person:
    return Person(
        actor_id=ActorId(f"http://here.example/u/{name}"), local_id=LocalId(5), name=f"{name}@here.example", **more
    )


def comment(number: int = 1, text: str = "hello there", *, minutes_ago: float = 5, **more: Any) -> Comment:
    values: dict[str, Any] = {
        "ap_id": ApId(f"http://here.example/comment/{number}"),
        "local_id": LocalId(number),
        "parent_local_id": None,
        "community": COMMUNITY,
        "post": POST,
        "author": person(),
        "text": text,
        "published": NOW - timedelta(minutes=minutes_ago),
    }
    return Comment(**(values | more))


def known(number: int = 1, **more: Any) -> Known:
    """What is known of a comment, in a thread and by an author of the same number."""
    values = {"post": LocalId(number), "author": LocalId(number), "parent": None, "published": NOW, "last_seen": NOW}
    return Known(local_id=LocalId(number), **(values | more))


def page(*comments: Comment, number: int = 1, at: datetime = NOW, full: bool = False, **window: Any) -> Page:
    where = Window(feed=FEED, page=number, **window)
    return Page(window=where, comments=comments, observed_at=at, full=full)


def decision(
    of: Comment, call: Call = Call.REPORT, *, revision: int = 1, attention: float = 0.95, kind: str = "insult"
) -> Decision:
    findings = (Finding(kind=kind, probability=attention),) if call.gravity >= 2 else ()
    return Decision(
        comment_ap_id=of.ap_id,
        revision=revision,
        call=call,
        score=Score(attention=attention, heads={kind: attention}, language="en"),
        findings=findings,
        why="because",
        model="tone-1",
        policy_version=1,
    )


def planned(of: Comment | None = None, call: Call = Call.REPORT, **more: Any) -> PlannedDecision:
    values: dict[str, Any] = {
        "decision_id": 7,
        "call": call,
        "findings": (Finding(kind="insult", probability=0.95),),
        "attention": 0.95,
        "comment": of or comment(),
        "revision": 1,
        "observed_at": NOW - timedelta(minutes=1),
        "judged_at": NOW,
        "model": "tone-1",
        "policy_version": 1,
    }
    return PlannedDecision(**(values | more))
