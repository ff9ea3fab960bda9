"""Histories as lines of JSON and back: the form of `evenkeel churn`. Pure."""

from datetime import UTC, datetime
from typing import Any

from bot.churn.history import Case, History
from bot.comments import Reply, Revision
from bot.decisions import EditScore

_SHOWN = 280
"""Characters of a text that a line repeats."""


class BadRowError(ValueError):
    """A row that is no history; its text says what is wrong with it."""


def history_of(row: dict[str, Any]) -> History:
    """A history from `{"published", "author"?, "revisions", "replies"?, "reported_at"?}`.

    Raises BadRowError that says what is wrong.
    """
    revisions = tuple(
        Revision(at=_time(one, "at", "a revision"), text=_text(one, "a revision"), n=number)
        for number, one in enumerate(_objects(row, "revisions"), 1)
    )
    if not revisions:
        raise BadRowError("revisions is missing or empty")
    replies = tuple(
        Reply(at=_time(one, "at", "a reply"), author=str(one.get("author") or ""), text=_text(one, "a reply"))
        for one in _objects(row, "replies")
    )
    author = row.get("author")
    if not isinstance(author, str | None):
        raise BadRowError("author is no text")
    return History(
        published=_time(row, "published", "the comment"),
        author=author or "",
        revisions=revisions,
        replies=replies,
        reported_at=_time(row, "reported_at", "the comment") if row.get("reported_at") is not None else None,
    )


def row_of(case: Case, score: EditScore | None) -> dict[str, Any]:
    """What a history comes to, for a line; without an edit there is nothing to say."""
    found = score or EditScore(churn=0.0, harm=0.0, openness=1.0, kind="none")
    texts = {number: version.raw for number, version in zip(case.numbers, case.versions, strict=True)}
    return {
        "churn": round(found.churn, 4),
        "kind": found.kind,
        "findings": list(found.findings),
        "disclosed": found.disclosed,
        "harm": round(found.harm, 4),
        "openness": round(found.openness, 4),
        "edits": found.edits,
        "spared": found.spared,
        "stranded": list(found.stranded),
        "evidence": [
            {
                "findings": list(one.findings),
                "at": one.at.isoformat(),
                "earlier": one.earlier,
                "later": one.later,
                "before": texts[one.earlier][:_SHOWN],
                "after": texts[one.later][:_SHOWN],
                "gone": [list(span) for span in one.gone],
                "come": [list(span) for span in one.come],
                "replies_before": one.replies_before,
                "why": one.why,
            }
            for one in found.evidence
        ],
        "intercept": round(found.intercept, 4),
        "contributions": [
            {"name": one.name, "axis": one.axis, "log_odds": round(one.weight, 4), "words": one.words}
            for one in found.reasons
        ],
    }


def _objects(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = row.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadRowError(f"{name} is no list of objects")
    return found


def _text(one: dict[str, Any], what: str) -> str:
    text = one.get("text")
    if not isinstance(text, str):
        raise BadRowError(f"{what} has no text")
    return text


def _time(one: dict[str, Any], name: str, what: str) -> datetime:
    written = one.get(name)
    if not isinstance(written, str):
        raise BadRowError(f"{what} has no time {name}, such as 2026-05-01T10:00:00Z")
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise BadRowError(f"{name} of {what} is no time such as 2026-05-01T10:00:00Z") from None
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError:
        raise BadRowError(f"{name} of {what} lies outside the calendar") from None
