"""What is known of one comment's edits: its texts with their times, who answered, and what each edit did."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.churn import notes, oneself
from bot.churn.changes import Change, Span, change_of
from bot.churn.replies import asks_to_choose
from bot.churn.versions import Version, version_of
from bot.comments import Reply, Revision

GRACE = timedelta(minutes=5)
GRACE_CHARACTERS = 100
_BEFOREHAND, _AFTERWARDS = timedelta(hours=1), timedelta(days=1)
_SENTENCE_ENDS = re.compile(r"(?<![.!?…])[.!?…]+[\s\"')\]]+|\n+")
MOST_REVISIONS = 200
"""Of one history: the first one and the newest are judged."""
_SEVERAL = 2
"""Silent edits from which they are taken together too."""
_STRUCK_OFF = 2
"""Things struck out from which a text is a list that is worked off, and no correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One comment. Revisions that repeat the text before them are no edits and are left out on reading."""

    published: datetime
    revisions: tuple[Revision, ...]
    """Oldest first, at least one."""
    author: str = ""
    replies: tuple[Reply, ...] = ()
    reported_at: datetime | None = None
    elsewhere: int = 0
    """Into how many other comments the author put the same words as the newest edit did."""
    known: bool = True
    """False: it had been edited before anybody looked, so nothing is known of its first text."""


@dataclass(slots=True, kw_only=True)
class Step:
    """One edit in its place, or several taken together; never changed once made."""

    earlier: int
    """Index of the version before it..."""
    later: int
    """...and of the one after it."""
    at: datetime
    age: timedelta
    """Since the comment was published."""
    change: Change
    replies: tuple[Reply, ...]
    """By others, before the edit; before the first of several."""
    asked: tuple[Reply, ...]
    """The same before the last of several: what any of them asked for excuses what it says now."""
    reported: bool
    """The comment had been reported before."""
    piece: str
    """Sentences of the later text that the edit touched; "" where words only went.

    Those in which the author scolds nobody but oneself are left out, and what others are said to have sent.
    """
    left_out: bool
    """There was something of the kind."""
    gone: str
    """Sentences of the earlier text that it touched; "" where words only came."""
    called_out: bool
    """Somebody said afterwards that the comment had been changed."""
    denied: bool
    """The author claimed afterwards that nothing was changed."""
    announced: bool
    """The author says so: in a note, by striking out, or beforehand, as of a list that is kept up."""
    grace: bool
    """Small, early, before any answer: nothing but tone or a new link can make it an event."""
    stands: bool
    """What it changed is still so in the newest text."""

    @property
    def edits(self) -> int:
        """How many it takes together."""
        return self.later - self.earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A history taken apart, ready to be judged."""

    history: History
    numbers: tuple[int, ...]
    """Of the versions, as their revisions were numbered; from 1 in their order where they were not."""
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]
    across: Step | None
    """From what people answered first to what stands now, where that took several silent edits."""

    @property
    def judged(self) -> tuple[Step, ...]:
        """All of them, ``across`` last."""
        return self.steps if self.across is None else (*self.steps, self.across)


def case_of(history: History) -> Case:
    """Take a history apart: one step an edit. Times that run backwards are taken as the latest before them."""
    revisions = _distinct(history.revisions)
    versions = tuple(version_of(revision.text) for revision in revisions)
    steps = []
    if revisions[0].at < history.published:  # no comment is younger than what was seen of it
        history = replace(history, published=revisions[0].at)
    latest = revisions[0].at
    for number in range(1, len(revisions)):
        latest = max(latest, revisions[number].at)
        steps.append(_step(history, versions, (number - 1, number), latest, latest))
    numbers = tuple(revision.n or number for number, revision in enumerate(revisions, 1))
    across = _across(history, versions, steps) if len(steps) > 1 else None
    return Case(history=history, numbers=numbers, versions=versions, steps=tuple(steps), across=across)


def texts_of(case: Case) -> list[str]:
    """What tone has to be known of: each version's text, then of each step what came and what went."""
    return [
        *(version.raw for version in case.versions),
        *(text for step in case.judged for text in (step.piece, step.gone)),
    ]


def _distinct(revisions: Sequence[Revision]) -> list[Revision]:
    ordered = sorted(revisions, key=lambda revision: revision.at)
    found = [ordered[0]]
    for revision in ordered[1:]:
        if version_of(revision.text).canon != version_of(found[-1].text).canon:
            found.append(revision)
    return found if len(found) <= MOST_REVISIONS else [found[0], *found[1 - MOST_REVISIONS :]]


def _across(history: History, versions: Sequence[Version], steps: Sequence[Step]) -> Step | None:
    """The silent edits after the first answer, and after the last announced one, taken together."""
    weighty = [step for step in steps if not (step.grace or step.change.spelling or step.change.formatting)]
    told = max([step.later for step in weighty if step.announced], default=0)
    silent = [step for step in weighty if step.earlier >= told and step.replies]
    if len(silent) < _SEVERAL or versions[silent[0].earlier].canon == versions[-1].canon:
        return None
    return _step(history, versions, (silent[0].earlier, len(versions) - 1), silent[0].at, silent[-1].at)


def _step(history: History, versions: Sequence[Version], span: tuple[int, int], since: datetime, at: datetime) -> Step:
    """From one version of ``span`` to the other, by edits from ``since`` to ``at``."""
    earlier, later = span
    change = change_of(versions[earlier], versions[later])
    others = [reply for reply in history.replies if reply.author != history.author]
    own = [reply for reply in history.replies if history.author and reply.author == history.author]
    asked = tuple(reply for reply in others if reply.at < at)
    replies = asked if since == at else tuple(reply for reply in asked if reply.at < since)
    noted = change.note.said and later - earlier == 1  # a note inside several speaks of the edit that brought it
    age = at - history.published
    touched = _sentences(change.after, change.inserted)
    owned = oneself.without(touched)
    piece = oneself.without_cited(owned)
    new_site = bool(change.swapped_links or change.added_links)
    return Step(
        earlier=earlier,
        later=later,
        at=at,
        age=age,
        change=change,
        replies=replies,
        asked=asked,
        reported=history.reported_at is not None and history.reported_at <= since,
        piece=piece,
        left_out=piece != touched,
        gone=_sentences(change.before, change.deleted),
        announced=noted or change.struck or owned != touched or _is_living(change) or _owned_up(own, at),
        called_out=any(reply.at >= since and notes.calls_out(reply.text) for reply in others),
        denied=any(reply.at >= at and notes.denies(reply.text) for reply in own),
        grace=age <= GRACE and not replies and not new_site and _characters(change) <= GRACE_CHARACTERS,
        stands=_stands(change, versions[-1]),
    )


def _is_living(change: Change) -> bool:
    """Whether the text says, or now says, that it is kept up, or is a list of which things were struck off."""
    if len(change.before.struck_spans) >= _STRUCK_OFF:
        return True
    if change.renumbered or (change.turned and asks_to_choose(change.before)):
        return False
    return notes.is_living(change.before.raw) or (bool(change.gained) and notes.is_living(change.after.raw))


def _owned_up(own: Iterable[Reply], at: datetime) -> bool:
    """Whether the author said so in a reply, from an hour before the edit to a day after."""
    return any(
        -_BEFOREHAND <= reply.at - at <= _AFTERWARDS
        and notes.speaks_of_change(reply.text)
        and not notes.denies(reply.text)
        for reply in own
    )


def _characters(change: Change) -> int:
    """Characters that came or went."""
    came = sum(len(change.after.text_of(*span)) for span in change.inserted)
    return came + sum(len(change.before.text_of(*span)) for span in change.deleted)


def _sentences(version: Version, spans: Sequence[Span]) -> str:
    """The sentences that hold ``spans``, as written."""
    if not spans:
        return ""
    ends = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(version.raw)), len(version.raw)]
    pieces: list[tuple[int, int]] = []
    for span in spans:
        start = ends[bisect_right(ends, version.begin(span.first)) - 1]
        stop = ends[bisect_left(ends, version.end(span.last - 1))]
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(stop, pieces[-1][1]))
        else:
            pieces.append((start, stop))
    return " ".join(version.raw[start:stop].strip() for start, stop in pieces)


def _stands(change: Change, newest: Version) -> bool:
    """Whether the newest text still has what came, or still lacks what went."""
    if newest.canon == change.after.canon:
        return True
    if newest.canon == change.before.canon:
        return False
    new_sites = {new.domain for _, new in change.swapped_links} | {link.domain for link in change.added_links}
    if not new_sites.isdisjoint([link.domain for link in newest.links]):
        return True
    if change.gained:
        return len(change.gained.intersection(newest.tokens)) * 2 >= len(change.gained)
    if change.lost:
        return len(change.lost.intersection(newest.tokens)) * 2 < len(change.lost)
    return not new_sites
