"""What `evenkeel status` says of what is seen and what may be missing: plain lines over values. Pure."""

from collections.abc import Iterator

from bot.ports import Coverage, Staleness

ENOUGH_AUDITED = 20
"""Spot checks before a share is estimated."""
_UNITS = (("day", 86_400), ("hour", 3600))


def lines(found: Coverage) -> Iterator[str]:
    """Coverage at present, in plain words."""
    if found.by_age:
        worst = _span(worst_s(found))
        yield "An edit is seen when its comment is read again. When that last happened, by the age of the comment:"
        yield from (_staleness(row) for row in found.by_age)
        yield f"worst case: an edit may have stood unseen for {worst}; none is looked for after four days"
    else:
        yield "No comment of the last four days is known yet."
    yield _edits(found)
    if found.late:
        yield f"new comments that reached us over ten minutes after they were written: {found.late} of {found.fresh}"
    yield _missed(found)
    if found.urgent:
        yield f"still to do: {_number(found.urgent, 'comment')} to be read again out of turn"
    if found.threads_in_doubt:
        yield f"still to do: {_number(found.threads_in_doubt, 'thread')} to be read, where comments may be missing"
    yield from (f"gap: {gap}" for gap in found.gaps)
    if not found.gaps:
        yield "gaps: none known"


def worst_s(found: Coverage) -> float:
    """The longest time that any comment has not been read."""
    return max((row.longest_s for row in found.by_age), default=0.0)


def missed_share(found: Coverage) -> float | None:
    """Estimated share of the last day's comments that were never seen; None before enough numbers were looked up."""
    if found.day and not found.unread_numbers:
        return 0.0
    if found.audited < ENOUGH_AUDITED:
        return None
    missed = found.unread_numbers * found.audit_missed / found.audited
    return missed / max(missed + found.day, 1)


def _staleness(row: Staleness) -> str:
    age = f"{_span(row.above_s)} to {_span(row.up_to_s)}" if row.above_s else f"up to {_span(row.up_to_s)}"
    half, most = _within(row.half_within_s), _within(row.most_within_s)
    when = f"nearly all {most}" if half == most else f"half of them {half}, nineteen of twenty {most}"
    return f"  {age} old ({_number(row.comments, 'comment')}): {when}"


def _edits(found: Coverage) -> str:
    seen = f"edits: at least {found.edits}"
    if found.unseen_edits:
        seen += f", {found.unseen_edits} of them made before we first saw the comment, so the earlier text is unknown"
    if found.touches:
        seen += f"; {found.touches} times the server said edited and the text was the same"
    return seen


def _missed(found: Coverage) -> str:
    share = missed_share(found)
    if share is None:
        return f"comments never seen: not known yet ({found.audited} of {ENOUGH_AUDITED} spot checks made)"
    if not found.unread_numbers:
        return "comments never seen: none, for no number of the last day is unknown"
    checks = f"{found.audit_missed} found in {found.audited} spot checks since the start"
    return f"comments never seen: about {share:.1%} of the last day's ({checks})"


def _within(seconds: float) -> str:
    return f"within the last {_span(seconds)}" if seconds >= 90 else "within the last minute"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _span(seconds: float) -> str:
    """So long, in the largest unit of which it holds at least two, or one exactly."""
    for unit, size in _UNITS:
        if seconds >= 2 * size or seconds == size:
            return _number(round(seconds / size), unit)
    return _number(max(round(seconds / 60), 1), "minute") if seconds >= 60 else "less than a minute"
