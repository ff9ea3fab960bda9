"""What is thought of a comment, what that calls for, what is sent, and what came of it: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.comments import ActorId, ApId, Comment, LocalId, Reply, Revision


class Call(StrEnum):
    """What a decision calls for, in rising gravity."""

    NONE = "none"
    LOG = "log"
    """Kept in the records; nobody is told."""
    NOTE = "note"
    REPORT = "report"

    @property
    def gravity(self) -> int:
        """0 for NONE up to 3 for REPORT."""
        return tuple(Call).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A piece of the comment that moved the score, as the author wrote it."""

    head: str
    """What it was taken for: "attention" when it is the combined score that moved."""
    start: int
    end: int
    """Span of the comment's raw text, in code points, end excluded."""
    weight: float
    """Log-odds that it added to the decision; negative: it spoke for leaving the comment alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Tone of one text. Probabilities are calibrated, 0 to 1."""

    attention: float
    """Probability that a moderator would want to see it; 0.0 when abstained."""
    heads: Mapping[str, float] = field(default_factory=dict)
    language: str = ""
    """Code found in the text; "" when nothing could be told."""
    abstained: str = ""
    """Why no judgement was made ("language", "too short", ...); "" when one was."""
    reasons: tuple[Reason, ...] = ()
    """Strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where attention begins to call for something. 0 < log_at <= note_at <= report_at <= 1."""

    log_at: float
    note_at: float
    report_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a comment stands out, in a word that a moderator knows."""

    kind: str
    """"insult", "hostile", "identity_attack", "threat", or one of an edit, such as "link-swap"."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReason:
    """What one measure of a comment's edits added to the log-odds that they want a moderator's eye."""

    name: str
    axis: str
    """"harm" or "openness"."""
    weight: float
    words: str
    """The measure in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditEvidence:
    """One edit as a moderator is shown it: spans into the texts before and after."""

    findings: tuple[str, ...]
    at: datetime
    earlier: int
    later: int
    """Numbers of the revisions between which it lies."""
    gone: tuple[tuple[int, int], ...]
    """Spans of the earlier text, in code points, end excluded."""
    come: tuple[tuple[int, int], ...]
    """Spans of the later text."""
    replies_before: int
    why: str
    """When, after how many replies, and which link leads where; plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditScore:
    """What a comment's edits come to. Harm and openness stand side by side; churn is what they come to together."""

    churn: float
    """Calibrated probability, 0 to 1, that a moderator would want to be told; 0 where nothing was found."""
    harm: float
    openness: float
    kind: str
    """Gravest kind of edit: "none", "surface", "wording" or "meaning"."""
    findings: tuple[str, ...] = ()
    """Gravest first."""
    disclosed: bool = False
    stranded: tuple[int, ...] = ()
    """Indexes of replies that quote what is no longer there."""
    intercept: float = 0.0
    reasons: tuple[EditReason, ...] = ()
    """They and the intercept sum to the log-odds of ``churn``."""
    evidence: tuple[EditEvidence, ...] = ()
    spared: bool = False
    """At most noted, however probable: the change was announced, only added, made the text milder, or emptied it, or
    put it in other words, and nothing proves that it says something else now."""
    edits: int = 0
    """At least so many: what nobody saw cannot be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToJudge:
    """One revision that waits for judgement, with the context frozen as it was when read."""

    comment: Comment
    revision: int
    """From 1; a text can go A-B-A and is then three revisions."""
    observed_at: datetime
    """When this revision was first seen by us."""
    parent_text: str | None = None
    history_known: bool = True
    """False: it had been edited before we first saw it, and nobody knows how."""
    at: datetime | None = None
    """Since when this revision stood, as far as we can know; None where that is when it was seen."""
    earlier: tuple[Revision, ...] = ()
    """Revisions before it whose texts are still kept, oldest first."""
    replies: tuple[Reply, ...] = ()
    reported_at: datetime | None = None
    """When somebody first reported the comment, as far as we know."""
    elsewhere: int = 0
    """Into how many other comments its author put the same words as its newest edit did, within three days."""
    reposted: bool = False
    """Its author deleted the very same text in this thread less than a day before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one revision calls for. Pure function of text, frozen context, model and policy version."""

    comment_ap_id: ApId
    revision: int
    call: Call
    score: Score
    edits: EditScore | None = None
    """None where nothing was edited."""
    findings: tuple[Finding, ...] = ()
    why: str = ""
    """One plain sentence; for an exemption, which one."""
    model: str = ""
    """Name and version of the model, e.g. "tone-3"."""
    policy_version: int = 0
    exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A revision that could not be judged: counted, shown, not tried again with the same model."""

    comment_ap_id: ApId
    revision: int
    error: str
    """Class name of the error; never its text, which could quote the comment."""
    model: str = ""


class Kind(StrEnum):
    """What an action sends."""

    REPORT = "report"
    MESSAGE = "message"
    MODLOG_NOTE = "mod-log"
    LEDGER = "ledger"
    """A line in Evenkeel's own records; nothing leaves the machine."""


class Mode(StrEnum):
    """Whether anything is sent."""

    DRY_RUN = "dry-run"
    ACT = "act"


class ActionState(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """Sent, and nobody knows whether it arrived: looked up before anything else."""
    PERSON = "person"
    """Cannot be told by machine; a person has to look."""


class Settled(StrEnum):
    """How performing an action ended."""

    DONE = "done"
    ALREADY = "already"
    """The server had ours from before."""
    MOOT = "moot"
    """No longer needed: deleted, removed, dealt with, or somebody else's report is open."""
    STALE = "stale"
    """The text changed since it was judged; the new revision is judged anew."""
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RETRY = "retry"
    """Surely not sent; planned again for later."""
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDecision:
    """A decision that waits for dispatch, with what dispatch needs to know of it."""

    decision_id: int
    call: Call
    findings: tuple[Finding, ...]
    attention: float
    comment: Comment
    revision: int
    observed_at: datetime
    judged_at: datetime
    model: str
    policy_version: int
    backlog: bool = False
    """Judged for the record only: first start, backfill, a new model or threshold."""
    reasons: tuple[Reason, ...] = ()
    history_known: bool = True
    edits: EditScore | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    """Texts that the evidence of edits points into, by revision; those that are still kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One row of the outbox. Its mode is fixed when it is planned."""

    key: str
    """Unique: `report:host:account:ap_id`, `message:recipient:kind:period`, `mod-log:ap_id:revision`."""
    kind: Kind
    mode: Mode
    community: ActorId
    body: str
    """What will be sent, frozen; "" once settled."""
    short_body: str = ""
    """The same without the comment's words, for a server that refuses them."""
    reports_count_from: datetime | None = None
    """Reports of others from before are about another text and make this one no noise; None: all of them count."""
    comment_ap_id: ApId | None = None
    comment_local_id: LocalId | None = None
    revision: int | None = None
    recipient: str = ""
    """`name@host` for a message."""
    decision_ids: tuple[int, ...] = ()
    action_id: int = 0
    """0 until stored."""
    state: ActionState = ActionState.PLANNED
    attempts: int = 0
    judged_text: str | None = None
    """Text of the revision that was judged, joined in when claimed; None once it was dropped."""
    sent_at: datetime | None = None
    """When it was last claimed for sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A decision that does not become an action, and why not."""

    status: str
    """"held", "suppressed", "moot", "too-old", "over-cap", "record-only"."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What performing an action came to."""

    settled: Settled
    detail: str = ""
    """A few plain words; never comment text."""
    server_ref: str = ""
    """Id of the report or message on the server, where it has one."""
    hold_community: str = ""
    """Why acting in this community must stop ("rights", "banned"); "" when it need not."""
    seen: Comment | None = None
    """The comment as it was re-read right before acting, kept as an observation."""


class VerdictKind(StrEnum):
    """What a moderator did about a comment."""

    RESOLVED = "resolved"
    """Closed a report of ours without removing: a false alarm, unless a removal follows."""
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A moderator's act, as the server told it."""

    key: str
    """Unique: `report:REPORT_ID:resolved`, `modlog:LINE_ID`."""
    kind: VerdictKind
    comment_ap_id: ApId
    community: ActorId
    moderator: ActorId | None
    at: datetime
    reason: str = ""
