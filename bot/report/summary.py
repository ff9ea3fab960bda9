"""The content of a report, and its short form for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.evidence import percent, snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comment that stood out."""

    call: str
    """"report", "note" or "log"."""
    finding: str
    attention: float
    text: str | None
    """None once it was forgotten."""
    spans: tuple[tuple[int, int], ...]
    """Words that moved the score, as (start, end) in ``text``."""
    words: tuple[str, ...]
    author: str
    community: str
    thread: str
    link: str
    published: datetime
    edited: bool
    status: str
    """What became of it, in plain words."""
    why: str
    earlier_text: str | None = None
    """The text before the edit that was judged, when there was one."""
    changes: tuple["Shown", ...] = ()
    """Edits that stood out, oldest first."""
    habit: str = ""
    """How this author's other comments were changed; only where that stands out."""
    left_behind: int = 0
    """Replies that quote words that are gone."""
    measures: tuple[tuple[str, float], ...] = ()
    """What spoke for and against its edits, in plain words, with log-odds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One edit: both texts with what went and what came; None for a text that was forgotten."""

    why: str
    before: str | None
    after: str | None
    gone: tuple[tuple[int, int], ...]
    come: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything that a page or a terminal shows."""

    server: str
    account: str
    made_at: datetime
    dry_run: bool
    communities: tuple[str, ...]
    comments: int
    edits: int
    judged: int
    abstained: int
    failures: int
    left_alone: int
    model: str
    report_at: float
    note_at: float
    rows: tuple[Row, ...]
    health: str = ""


def headline(summary: Summary) -> str:
    """One sentence: what was seen and what would have been, or was, reported."""
    reports = sum(row.call == "report" for row in summary.rows)
    notes = sum(row.call == "note" for row in summary.rows)
    said = (
        f"would have reported {reports} and noted {notes}"
        if summary.dry_run
        else f"found {reports} that call for a report and {notes} for a note"
    )
    return (
        f"Evenkeel read {summary.comments} comments ({summary.edits} edits seen), {said};"
        f" {summary.left_alone} were left alone."
    )


def lines(summary: Summary, *, most: int = 20) -> Iterator[str]:
    """The report for a terminal: what stood out, why, and what became of it."""
    yield headline(summary)
    yield ""
    shown = [row for row in summary.rows if row.call in ("report", "note")]
    for row in shown[:most]:
        words = ", ".join(f'"{word}"' for word in row.words)
        yield f"{row.call.upper():6} {percent(row.attention)}  {row.finding} - {row.author} in {row.thread}"
        yield from (_changed(row.changes[-1]) if row.changes else [f"       {_short(row.text)}"])
        yield f"       {f'words: {words}; ' if words and not row.changes else ''}{row.status}"
    if len(shown) > most:
        yield f"... and {len(shown) - most} more in the page."
    if not shown:
        yield "Nothing stood out."


def _changed(one: Shown) -> Iterator[str]:
    """An edit in three lines: when, the old wording, the new."""
    yield f"       edited {one.why}"
    for name, text, spans in (("was", one.before, one.gone), ("now", one.after, one.come)):
        wording = _short(None) if text is None else snippet(text, spans, 100)
        yield f"       {name}: {wording}"


def _short(text: str | None, length: int = 100) -> str:
    if text is None:
        return "(text no longer kept)"
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
