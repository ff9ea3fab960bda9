"""What `evenkeel status` says of what is seen and what may be missing: plain lines over values. Pure."""

from collections.abc import Iterator

from bot.ports import Coverage, Staleness


def lines(found: Coverage) -> Iterator[str]:
    """Coverage at present, in plain words."""
    yield from (_staleness(row) for row in found.by_age)
    if found.by_age:
        yield f"worst case: one comment under four days old was last read {_span(worst_s(found))} ago"
    yield f"edits: at least {found.edits}, {found.unseen_edits} of them made before the comment was first seen"
    if found.fresh:
        share = found.late / found.fresh
        yield f"arrived late: {found.late} of {found.fresh} comments ({share:.1%}) were over ten minutes old when found"
    yield _missed(found)
    if found.threads_in_doubt or found.urgent:
        yield f"waiting: {found.threads_in_doubt} threads to compare, {found.urgent} comments to read again out of turn"
    for gap in found.gaps:
        yield f"may have missed comments in {gap}"


def worst_s(found: Coverage) -> float:
    """The longest time that any comment has not been read."""
    return max((row.longest_s for row in found.by_age), default=0.0)


def missed_share(found: Coverage) -> float | None:
    """Estimated share of the last day's comments that were never seen; None before twenty numbers were looked up."""
    if found.audited < 20:
        return None
    missed = found.unread_numbers * found.audit_missed / found.audited
    return missed / max(missed + found.day, 1)


def _staleness(row: Staleness) -> str:
    return (
        f"comments up to {_span(row.up_to_s)} old ({row.comments}): half of them were read within the last"
        f" {_span(row.half_within_s)}, nineteen of twenty within {_span(row.most_within_s)}"
    )


def _missed(found: Coverage) -> str:
    looked = f"{found.audited} unknown numbers looked up, {found.audit_missed} were comments that we should have had"
    share = missed_share(found)
    return f"missed: {looked}" if share is None else f"missed: about {share:.2%} of comments ({looked})"


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    if seconds < 172_800:
        return f"{seconds / 3600:.0f} hours"
    return f"{seconds / 86_400:.0f} days"
