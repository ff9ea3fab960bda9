"""From a decision to an action, or why not. Pure over (decision, ledger, limits, now).

Policy says what a comment calls for; dispatch says whether that may be sent: the age of the comment, caps, what was
sent before, and what moderators have done already. It runs inside the transaction that writes the action, so that the
counts it is given are true when the row is written.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.decisions import Action, Call, Kind, Mode, PlannedDecision, Withheld

GRAVE = frozenset({"threat", "identity_attack", "edited-after-report"})
"""Findings that are reported even where this author was reported in this thread today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the configuration allows in one community."""

    mode: Mode
    notes: str = "ledger"
    """"ledger", "message" or "mod-log"."""
    act_within: timedelta = timedelta(hours=24)
    per_hour: int = 10
    per_day: int = 40
    all_per_hour: int = 30
    all_per_day: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the store knows of a decision's surroundings, counted in the planning transaction.

    Counts are rows of the same mode that were sent or may be (planned, sending, done, unknown, person), of kinds that
    reach the server as one act a comment (report, mod-log), in rolling windows of 1 h and 24 h.
    """

    sent_1h: int = 0
    sent_24h: int = 0
    """In this community."""
    all_sent_1h: int = 0
    all_sent_24h: int = 0
    """In all communities together."""
    already_reported: bool = False
    """A report on this comment is in the outbox, in whatever state, in this mode."""
    author_reported_in_thread: bool = False
    """A report on another comment of this author in this thread, planned within 24 h, in this mode."""
    newer_revision: bool = False
    """The comment's text has changed since; that revision is judged by itself."""
    moderator_acted: bool = False
    """A moderator removed, restored or resolved a report of ours on this comment."""
    held: str = ""
    """Why the community is paused or held; "" when it is active."""
    acting_since: datetime | None = None
    """When this store began to act in this community; None in dry run."""
    host: str = ""
    account: str = ""
    """Actor id of our own account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What would be sent."""

    report: str
    short_report: str
    """The report without the comment's own words, for a server whose filter refuses them."""
    note: str
    """For places that more people read than moderators: no words of the comment."""


def dispatch(
    decision: PlannedDecision, *, ledger: Ledger, limits: Limits, wording: Wording, now: datetime
) -> Action | Withheld:
    """The action that ``decision`` becomes, or why it becomes none."""
    refusal = _refusal(decision, ledger, limits, now)
    if refusal is not None:
        return refusal
    as_report = decision.call is Call.REPORT and not _report_spent(decision, ledger)
    kind = Kind.REPORT if as_report else _note_kind(limits)
    if kind is not Kind.LEDGER and (over := _over_cap(ledger, limits)):
        return Withheld(status="over-cap", why=over)
    comment = decision.comment
    return Action(
        key=_key(kind, decision, ledger),
        kind=kind,
        mode=limits.mode,
        community=comment.community.actor_id,
        body=wording.report if kind is Kind.REPORT else wording.note,
        short_body=wording.short_report if kind is Kind.REPORT else "",
        reports_count_from=_changed_after_report(decision),
        comment_ap_id=comment.ap_id,
        comment_local_id=comment.local_id,
        revision=decision.revision,
        decision_ids=(decision.decision_id,),
    )


def _changed_after_report(decision: PlannedDecision) -> datetime | None:
    """When a comment that had been reported was changed, where that is what was found."""
    found = decision.edits.evidence if decision.edits else ()
    return next((one.at for one in found if "edited-after-report" in one.findings), None)


def _refusal(decision: PlannedDecision, ledger: Ledger, limits: Limits, now: datetime) -> Withheld | None:
    comment = decision.comment
    gone = not comment.readable or comment.post.removed or comment.post.deleted
    acting_since = ledger.acting_since or now
    age_limit_h = limits.act_within / timedelta(hours=1)
    checks = (
        (decision.call.gravity < Call.NOTE.gravity, "nothing", "calls for nothing that is sent"),
        (gone, "moot", "the comment or its post is gone"),
        (ledger.newer_revision, "moot", "the text has changed since; the new one is judged by itself"),
        (ledger.moderator_acted, "moot", "a moderator has dealt with it"),
        (decision.backlog, "record-only", "judged for the record, not to act upon"),
        (
            limits.mode is Mode.ACT and _happened_at(decision) < acting_since,
            "record-only",
            "from before acting was switched on here",
        ),
        (now - _happened_at(decision) > limits.act_within, "too-old", f"older than {age_limit_h:g} hours"),
        (bool(ledger.held), "held", ledger.held),
    )
    return next((Withheld(status=status, why=why) for refused, status, why in checks if refused), None)


def _happened_at(decision: PlannedDecision) -> datetime:
    """When this text came to be, as far as we can know: seen to change, else published."""
    if decision.revision > 1:
        return decision.observed_at
    return min(decision.comment.published, decision.observed_at)


def _report_spent(decision: PlannedDecision, ledger: Ledger) -> bool:
    grave = any(finding.kind in GRAVE for finding in decision.findings)
    return ledger.already_reported or (ledger.author_reported_in_thread and not grave)


def _note_kind(limits: Limits) -> Kind:
    return Kind.MODLOG_NOTE if limits.notes == "mod-log" else Kind.LEDGER


def _over_cap(ledger: Ledger, limits: Limits) -> str:
    for count, cap, window in (
        (ledger.sent_1h, limits.per_hour, "an hour in this community"),
        (ledger.sent_24h, limits.per_day, "a day in this community"),
        (ledger.all_sent_1h, limits.all_per_hour, "an hour in all communities"),
        (ledger.all_sent_24h, limits.all_per_day, "a day in all communities"),
    ):
        if count >= cap:
            return f"the cap of {cap} {window} is reached"
    return ""


def _key(kind: Kind, decision: PlannedDecision, ledger: Ledger) -> str:
    ap_id = decision.comment.ap_id
    if kind is Kind.REPORT:
        return f"report:{ledger.host}:{ledger.account}:{ap_id}"
    return f"{kind}:{ledger.host}:{ledger.account}:{ap_id}:{decision.revision}"
