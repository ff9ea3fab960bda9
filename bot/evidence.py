"""What a moderator is shown: the words that moved a score, and the text of a report. Pure, plain text."""

from collections.abc import Sequence

from bot.decisions import Finding, PlannedDecision, Reason

REASON_LIMIT = 1000
"""Characters that Lemmy takes in a report's reason."""
WORDS_SHOWN = 5
WORD_LENGTH = 40
SHORTEST_SHOWN = 3
WEAKEST_SHOWN = 0.3
"""Of the strongest word's weight."""

_NAMES = {
    "threat": "likely threat",
    "identity_attack": "likely attack on a group of people",
    "insult": "likely insult",
    "hostile": "likely hostile words",
}


def percent(probability: float) -> str:
    """A probability for people; nothing is ever certain, so there is no 100%."""
    return "over 99%" if probability >= 0.995 else f"{probability:.0%}"


def name_of(findings: Sequence[Finding], *, answers_somebody: bool = False) -> str:
    """The gravest finding in a moderator's words."""
    kind = findings[0].kind if findings else "hostile"
    name = _NAMES.get(kind, kind)
    return f"{name} at the person answered" if kind == "insult" and answers_somebody else name


def shown(reasons: Sequence[Reason]) -> list[Reason]:
    """Reasons that spoke for a report, strongest first.

    Those far weaker than the strongest, and the shortest, are left out: "a" and "is" explain nothing to a moderator.
    """
    least = max((reason.weight for reason in reasons), default=0.0) * WEAKEST_SHOWN
    telling = [r for r in reasons if r.weight > 0 and r.weight >= least and r.end - r.start >= SHORTEST_SHOWN]
    return telling[:WORDS_SHOWN]


def words_of(text: str, reasons: Sequence[Reason]) -> list[str]:
    """Words that spoke for a report, as written, each once, on one line."""
    words: dict[str, str] = {}
    for reason in shown(reasons):
        word = " ".join(text[reason.start : reason.end].split())[:WORD_LENGTH]
        if word:
            words.setdefault(word.lower(), word)
    return list(words.values())


def report_texts(decision: PlannedDecision, *, number: str) -> tuple[str, str]:
    """Reason of a report, and the same without the comment's words for a server whose filter refuses them.

    ``number``: what a moderator may quote back to us. Both at most ``REASON_LIMIT`` characters.
    """
    finding = name_of(decision.findings, answers_somebody=decision.comment.parent_local_id is not None)
    edited = " in an edited text" if decision.revision > 1 else ""
    head = f"Evenkeel (automatic): {finding}{edited}, {percent(decision.attention)}."
    tail = (
        "Wrong? Resolve without removing; that counts as a false alarm."
        f" ({decision.model}, policy {decision.policy_version}, id {number})"
    )
    words = ", ".join(f'"{word}"' for word in words_of(decision.comment.text, decision.reasons))
    short = f"{head} {tail}"
    return (f"{head} Words: {words}. {tail}"[:REASON_LIMIT] if words else short, short)


def note_text(decision: PlannedDecision, *, number: str) -> str:
    """A note for the server's own mod log, which anybody can read: no word of the comment."""
    found = name_of(decision.findings) + (" in an edited text" if decision.revision > 1 else "")
    return (
        f"Evenkeel (automatic note, nothing was removed): {found}, {percent(decision.attention)}."
        f" ({decision.model}, policy {decision.policy_version}, id {number})"
    )


def message_text(notes: Sequence[PlannedDecision], *, community: str) -> str:
    """A community's part of the daily private message: what was found and where, no quotation."""
    rows = [f"- {name_of(note.findings)}, {percent(note.attention)}: {note.comment.ap_id}" for note in notes]
    comments = "1 comment" if len(rows) == 1 else f"{len(rows)} comments"
    head = f"Evenkeel (automatic): {comments} in {community} may deserve a look. Nothing was reported for these."
    return "\n".join([head, "", *rows])
