"""From a score to a decision. Pure and repeatable: no caps, no history, no clock.

Who is exempt is decided before anything else, and says so. The box `bot_account` exempts nobody: anyone can tick it.
"""

from dataclasses import dataclass

from bot import evidence
from bot.comments import ActorId, Comment
from bot.decisions import Call, Decision, Finding, Score, Thresholds, ToJudge

VERSION = 1
"""Raised whenever the same score could lead to another decision; stands in every decision."""

ACTIONABLE = ("threat", "identity_attack", "insult", "hostile")
"""Heads that may be named as what was found, gravest first. Others explain, and never act alone."""
NAMED_FROM = {"threat": 0.8, "identity_attack": 0.5, "insult": 0.5, "hostile": 0.5}
"""A head is named as a finding from this probability on. Threats have the fewest labels, so they take more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a community's configuration says about judging."""

    thresholds: Thresholds
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


def decide(item: ToJudge, score: Score, rules: Rules, *, model: str) -> Decision:
    """What one revision calls for, with the reason in one sentence."""
    exempt = exemption(item.comment, rules)
    call = Call.NONE if exempt or score.abstained else call_for(score.attention, rules.thresholds)
    findings = findings_of(score) if call.gravity >= Call.NOTE.gravity else ()
    return Decision(
        comment_ap_id=item.comment.ap_id,
        revision=item.revision,
        call=call,
        score=score,
        findings=findings,
        why=exempt or _why(call, score, rules.thresholds),
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


def findings_of(score: Score) -> tuple[Finding, ...]:
    """Actionable heads that are likely, gravest first; "hostile" with the combined score when none stands out."""
    named = tuple(
        Finding(kind=head, probability=score.heads[head])
        for head in ACTIONABLE
        if score.heads.get(head, 0.0) >= NAMED_FROM[head]
    )
    return named or (Finding(kind="hostile", probability=score.attention),)


def _why(call: Call, score: Score, thresholds: Thresholds) -> str:
    if score.abstained:
        return f"not judged: {score.abstained}"
    attention = f"attention {evidence.percent(score.attention)}"
    if call is Call.REPORT:
        return f"{attention}, reported from {thresholds.report_at:.0%}"
    if call is Call.NOTE:
        return f"{attention}, noted from {thresholds.note_at:.0%}, reported from {thresholds.report_at:.0%}"
    return f"{attention}, below {thresholds.note_at:.0%}"
