"""What the passes need from the world, as small protocols named by their user. The docstrings are the contract.

Times are aware UTC. No method keeps a transaction open across a network call.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.comments import (
    ActorId,
    Comment,
    Community,
    FeedKey,
    LocalId,
    ModlogLine,
    OpenReport,
    Page,
    PostPage,
    PostWindow,
    Site,
    Window,
)
from bot.decisions import (
    Action,
    Decision,
    Failure,
    Mode,
    Outcome,
    PlannedDecision,
    ToJudge,
    Verdict,
    Withheld,
)
from bot.discover import FeedState, Suspect, ThreadKnown
from bot.dispatch import Ledger
from bot.revisit import Counted, Known, Reread


class Clock(Protocol):
    """Wall time for records, monotonic time for waiting."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never runs backwards."""
        ...


class Feed(Protocol):
    """Reads comments. Each call is one request and costs one from the read budget."""

    def read(self, window: Window) -> Page:
        """One page, newest first. Rows that cannot be understood are set aside in the page, not raised.

        Raises LemmyError when the page as a whole could not be had; an empty answer to a stranger is SignedOutError
        or NotAllowedError, never an empty page.
        """
        ...

    def posts(self, window: PostWindow) -> PostPage:
        """Threads with their counters. Raises LemmyError."""
        ...

    def comment(self, local_id: LocalId) -> Comment:
        """One comment as it is now; GoneError when the server has none of that number (any more)."""
        ...


class Moderation(Protocol):
    """Reads what moderators did. Needs moderator rights for reports."""

    def reports(self, *, page: int) -> list[OpenReport]:
        """Reports of every community that we moderate, newest first, open and resolved, 50 a page."""
        ...

    def modlog(self, community: LocalId, *, page: int) -> list[ModlogLine]:
        """Removals and restores of comments in one community, newest first, 50 a page."""
        ...


class Gate(Protocol):
    """Says who the server takes us for."""

    def site(self, *, fresh: bool = False) -> Site:
        """Asked at most once a minute unless ``fresh``.

        Raises SignedOutError when we should be signed in and the server took us for a stranger.
        """
        ...


class Performer(Protocol):
    """Carries out one kind of action, or pretends to (dry run)."""

    def perform(self, action: Action) -> Outcome:
        """Do it once. Looks at the comment first; never raises for what the server answers, returns it."""
        ...

    def look_up(self, action: Action) -> Outcome:
        """Find out what became of an action of unknown fate, without sending anything.

        DONE or ALREADY: it arrived. RETRY: it surely did not. PERSON: cannot be told.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one page changed in the store."""

    comments: int = 0
    new: int = 0
    """Comments never seen before."""
    edited: int = 0
    """New revisions of known comments."""
    gone: int = 0
    """Newly deleted or removed."""
    set_aside: int = 0

    def plus(self, other: "Kept") -> "Kept":
        """Both together."""
        return Kept(
            comments=self.comments + other.comments,
            new=self.new + other.new,
            edited=self.edited + other.edited,
            gone=self.gone + other.gone,
            set_aside=self.set_aside + other.set_aside,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityState:
    """Run-time state of one community, beside its configured mode."""

    community: ActorId
    name: str
    state: str = "active"
    """"active", "paused" or "held"."""
    why: str = ""
    until: datetime | None = None
    mode: Mode = Mode.DRY_RUN
    """Mode of the last run; a change from dry run to act starts ``acting_since`` anew."""
    acting_since: datetime | None = None
    watching_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What a daemon last said of itself, for `evenkeel health` in another process."""

    at: datetime
    healthy: bool
    why: str
    """One line."""
    last_pass_at: datetime | None = None
    passes: int = 0
    interval_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """How long ago the comments of one age were last read, for people. Times in seconds."""

    above_s: float
    up_to_s: float
    """Comments older than the first and up to the second."""
    comments: int
    half_within_s: float
    most_within_s: float
    """Nineteen of twenty."""
    longest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is seen, and what may not be."""

    by_age: tuple[Staleness, ...]
    fresh: int
    """New comments found since watching began."""
    late: int
    """Of those, found ten minutes or more after they were written."""
    audited: int
    audit_missed: int
    unread_numbers: int
    """Numbers of the last day that are not ours: other communities' comments, holes, and what was missed."""
    day: int
    """Comments of the last day that are ours."""
    urgent: int
    threads_in_doubt: int
    edits: int
    """At least so many edits."""
    unseen_edits: int
    """Of those, known only from their trace: a comment that was edited before it was first seen."""
    touches: int
    """Times that `updated` moved and the text did not."""
    gaps: tuple[str, ...]


class Inbox(Protocol):
    """Comments on their way to judgement."""

    def feed_state(self, feed: FeedKey) -> FeedState:
        """How far it was read; a fresh state for a feed never read."""
        ...

    def keep(self, page: Page, state: FeedState, rereads: Sequence[Reread] = ()) -> Kept:
        """Store a page, how far reading came, and what is to be read again, in one transaction.

        A new revision only where the text changed against the last one kept (keyed hash). A comment first seen with
        ``updated`` set gets ``history_known = False``. Deleted, removed or blanked is not an edit: no revision; a
        deletion by the author drops the stored texts. A parent's text is frozen with the revision when it is known.
        Stale observations (``observed_at`` before the last one of that comment) change nothing. Edits are counted at
        least; comment-hours and edits by age are added up. A page of a thread in doubt moves on to its next page.
        """
        ...

    def to_judge(self, limit: int) -> list[ToJudge]:
        """Revisions not yet judged, oldest first. Those that became unreadable meanwhile are closed, not returned."""
        ...

    def record(self, results: Sequence[Decision | Failure], now: datetime) -> None:
        """Store judgements with versions and reasons; each revision leaves the queue. One transaction."""
        ...


class Lookout(Protocol):
    """What is to be read again, and what may be missing."""

    def known(self, communities: Iterable[ActorId], since: datetime) -> list[Known]:
        """Comments of these communities published since then, in order of first sight."""
        ...

    def marked_authors(self, since: datetime) -> frozenset[ActorId]:
        """Authors of comments that called for a note or report since then."""
        ...

    def counted(self) -> Counted:
        """Comment-hours and edits by age, since the beginning."""
        ...

    def ask(self, rereads: Sequence[Reread]) -> None:
        """Remember comments to be read out of turn; asking twice is asking once."""
        ...

    def due(self, now: datetime, limit: int) -> list[Reread]:
        """Those whose time has come, longest due first. Each leaves with a page that shows its comment."""
        ...

    def forget_purged(self, local_id: LocalId, now: datetime) -> None:
        """The server has no such comment any more: treated as deleted by its author."""
        ...

    def forget_asked(self, local_id: LocalId) -> None:
        """Nothing about this comment is waited for any more: it is none of ours."""
        ...

    def threads_known(self, posts: Sequence[LocalId]) -> dict[LocalId, ThreadKnown]:
        """What is known of each of these threads."""
        ...

    def keep_posts(
        self, page: PostPage, state: FeedState, suspects: Sequence[Suspect], settled: Mapping[LocalId, int]
    ) -> None:
        """Store threads to be read, what is settled without reading, and how far reading came, in one transaction."""
        ...

    def suspects(self, feed: FeedKey, limit: int) -> list[Suspect]:
        """Threads to be read, longest waiting first."""
        ...

    def drop_suspect(self, post: LocalId) -> None:
        """A thread that cannot be read is not asked for again until its counter says so."""
        ...

    def unknown_number(self, communities: Iterable[ActorId], since: datetime, salt: int) -> LocalId | None:
        """A number between those of our comments published since then that none of them has; None without one."""
        ...

    def save(self, state: FeedState) -> None:
        """Store how far reading came."""
        ...


class Outbox(Protocol):
    """Decisions on their way to the server."""

    def undispatched(self, limit: int) -> list[PlannedDecision]:
        """Decisions of note or report that dispatch has not seen, gravest first."""
        ...

    def plan(
        self, decision: PlannedDecision, now: datetime, *, mode: Mode, judge: Callable[[Ledger], Action | Withheld]
    ) -> Action | Withheld:
        """Count the ledger, call ``judge`` and store its answer, in one transaction under the lease.

        An action whose (mode, key) exists already is stored as Withheld("suppressed").
        """
        ...

    def plan_messages(self, messages: Sequence[Action], now: datetime) -> int:
        """Store daily messages and mark the ledger lines in their ``decision_ids`` as told, in one transaction.

        A message whose (mode, key) exists is left out, and what only it tells stays untold. How many were planned.
        """
        ...

    def untold_notes(
        self, community: ActorId, since: datetime, until: datetime, *, mode: Mode
    ) -> list[PlannedDecision]:
        """Ledger lines of a community planned in [since, until) that no message has told of yet, oldest first."""
        ...

    def claim(self, now: datetime, *, modes: dict[ActorId, Mode], not_before: datetime) -> Action | None:
        """The next planned action, now in state SENDING and committed, or None.

        Only of a community whose mode in ``modes`` is the action's, and planned since ``not_before``; others are
        closed as refused, so that nothing is sent later by surprise. ``judged_text`` is joined in.
        """
        ...

    def in_doubt(self, now: datetime, *, grace_s: float) -> list[Action]:
        """Actions SENDING or UNKNOWN whose last sending is at least ``grace_s`` ago, oldest first."""
        ...

    def settle(self, action: Action, outcome: Outcome, now: datetime) -> None:
        """Write down how it ended; drops the body when it ended for good; keeps ``outcome.seen`` as an observation.

        RETRY goes back to PLANNED while attempts < 20, then PERSON. STALE closes the action as refused and frees its
        key. UNKNOWN stays in doubt.
        """
        ...


class Archive(Protocol):
    """Everything else that is remembered."""

    def communities(self) -> list[CommunityState]: ...

    def begin(self, community: Community, mode: Mode, now: datetime) -> CommunityState:
        """Note that a run watches this community in this mode; acting starts anew when the mode turns to act."""
        ...

    def hold(self, community: ActorId, why: str, now: datetime) -> None:
        """Judge and record, send nothing, until a person releases it."""
        ...

    def release(self, community: ActorId) -> None: ...

    def note_reports(self, reports: Sequence[OpenReport]) -> None:
        """Remember when comments that we know were first reported; an earlier time that is known stays."""
        ...

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> int:
        """Store those not known yet; how many were new."""
        ...

    def beat(self, heartbeat: Heartbeat) -> None: ...

    def heartbeat(self) -> Heartbeat | None: ...

    def drop_texts(self, now: datetime, *, clean_days: int, finding_days: int) -> int:
        """Forget texts past their time; how many."""
        ...
