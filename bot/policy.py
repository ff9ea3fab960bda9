"""From a score to a decision. Pure and repeatable: no caps, no history, no clock.

Who is exempt is decided before anything else, and says so. The box `bot_account` exempts nobody: anyone can tick it.
"""

from dataclasses import dataclass

from bot import evidence
from bot.comments import ActorId, Comment
from bot.decisions import Call, Decision, EditScore, Finding, Score, Thresholds, ToJudge

VERSION = 2
"""Raised whenever the same score could lead to another decision; stands in every decision."""

ACTIONABLE = ("threat", "identity_attack", "insult", "hostile")
"""Heads that may be named as what was found, gravest first. Others explain, and never act alone."""
NAMED_FROM = {"threat": 0.5, "identity_attack": 0.1, "insult": 0.5, "hostile": 0.5}
"""A head is named as a finding from this probability on, in comments that are noted at all.

Attacks on groups are rare and their head is careful: of comments of cad that are noted, two in three from .1 are such.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a community's configuration says about judging."""

    thresholds: Thresholds
    churn_note_at: float
    """Probability from which a comment's edits are noted, whatever its tone."""
    churn_report_at: float
    own: ActorId
    """Our own account."""
    exempt: frozenset[str] = frozenset()
    """`name@host`, in lower case."""
    ignore_words: frozenset[str] = frozenset()


def exemption(comment: Comment, rules: Rules) -> str:
    """Why this author is never reported here; "" when not exempt."""
    if comment.author.actor_id == rules.own:
        return "written by Evenkeel's own account"
    if comment.author_is_moderator:
        return "written by a moderator of this community"
    if comment.author_is_admin:
        return "written by an admin of this server"
    if comment.author.name.lower() in rules.exempt:
        return "the author is on this community's list of exemptions"
    return ""


def decide(item: ToJudge, score: Score, edits: EditScore | None, rules: Rules, *, model: str) -> Decision:
    """What one revision calls for by its tone or its edits, whichever is graver, with the reason in one sentence."""
    exempt = exemption(item.comment, rules)
    by_tone = Call.NONE if exempt or score.abstained else call_for(score.attention, rules.thresholds)
    by_edits = Call.NONE if exempt or edits is None else call_for_edits(edits, rules)
    call = max(by_tone, by_edits, key=lambda one: one.gravity)
    findings = findings_of(score) if by_tone.gravity >= Call.NOTE.gravity else ()
    if edits is not None and by_edits.gravity >= Call.NOTE.gravity:
        findings = (*_edit_findings(edits), *findings)
    return Decision(
        comment_ap_id=item.comment.ap_id,
        revision=item.revision,
        call=call,
        score=score,
        edits=edits,
        findings=findings,
        why=exempt or _reason(by_tone, by_edits, score, edits, rules),
        model=model,
        policy_version=VERSION,
        exempt=bool(exempt),
    )


def call_for(attention: float, thresholds: Thresholds) -> Call:
    """The gravest call whose threshold ``attention`` reaches."""
    if attention >= thresholds.report_at:
        return Call.REPORT
    if attention >= thresholds.note_at:
        return Call.NOTE
    if attention >= thresholds.log_at:
        return Call.LOG
    return Call.NONE


def call_for_edits(edits: EditScore, rules: Rules) -> Call:
    """What a comment's edits call for; findings that only inform are kept in the records."""
    if edits.churn >= rules.churn_report_at and not edits.spared:
        return Call.REPORT
    if edits.churn >= rules.churn_note_at:
        return Call.NOTE
    return Call.LOG if edits.findings else Call.NONE


def _edit_findings(edits: EditScore) -> tuple[Finding, ...]:
    return tuple(Finding(kind=kind, probability=edits.churn) for kind in edits.findings)


def findings_of(score: Score) -> tuple[Finding, ...]:
    """Actionable heads that are likely, gravest first; "hostile" with the combined score when none stands out."""
    named = tuple(
        Finding(kind=head, probability=score.heads[head])
        for head in ACTIONABLE
        if score.heads.get(head, 0.0) >= NAMED_FROM[head]
    )
    return named or (Finding(kind="hostile", probability=score.attention),)


def _reason(by_tone: Call, by_edits: Call, score: Score, edits: EditScore | None, rules: Rules) -> str:
    told = _why(by_tone, score, rules.thresholds)
    if edits is None or by_edits is Call.NONE:
        return told
    said = f"edits {evidence.percent(edits.churn)}, reported from {rules.churn_report_at:.0%}"
    if edits.spared:
        said += ", but only noted: it was announced, asked for, only added, made milder, emptied, or may say the same"
    return f"{said}; {told}" if by_edits.gravity >= Call.NOTE.gravity else f"{told}; its edits are kept in the records"


def _why(call: Call, score: Score, thresholds: Thresholds) -> str:
    if score.abstained:
        return f"not judged: {score.abstained}"
    attention = f"attention {evidence.percent(score.attention)}"
    if call is Call.REPORT:
        return f"{attention}, reported from {thresholds.report_at:.0%}"
    if call is Call.NOTE:
        return f"{attention}, noted from {thresholds.note_at:.0%}, reported from {thresholds.report_at:.0%}"
    return f"{attention}, below {thresholds.note_at:.0%}"
