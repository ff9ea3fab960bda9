"""What a moderator is shown: the words that moved a score, and the text of a report. Pure, plain text."""

from collections.abc import Sequence

from bot.decisions import EditEvidence, EditScore, Finding, PlannedDecision, Reason

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
    "bait-and-switch": "harmless words turned rude after they were posted",
    "link-swap": "a link made to lead elsewhere",
    "edited-after-report": "changed after it was reported",
    "rewritten-under-replies": "rewritten under its replies",
    "link-insertion": "a link put in long after posting",
    "contradictory-note": "more changed than its edit note says",
    "churn": "changed again and again, or like many others",
    "wiped": "emptied by its author",
    "reposted": "posted again after it was deleted",
}
_EDITS = frozenset(name for name in _NAMES if name not in ("threat", "identity_attack", "insult", "hostile"))
SNIPPET = 170
"""Characters of the old and of the new wording in a report."""
_AROUND = 25


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


def is_of_edits(findings: Sequence[Finding]) -> bool:
    """Whether the gravest finding is about how the comment was changed."""
    return bool(findings) and findings[0].kind in _EDITS


def main_evidence(edits: EditScore) -> EditEvidence | None:
    """The edit that the gravest finding is about."""
    for finding in edits.findings:
        for one in edits.evidence:
            if finding in one.findings:
                return one
    return None


def snippet(text: str, spans: Sequence[tuple[int, int]], length: int = SNIPPET) -> str:
    """The stretch of ``text`` that holds ``spans``, on one line, cut to ``length`` characters."""
    if not text:
        return ""
    start = max(min((s for s, _ in spans), default=0) - _AROUND, 0)
    end = min(max((e for _, e in spans), default=len(text)) + _AROUND, len(text))
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    cut = " ".join(text[start : len(text) if stop < 0 else stop].split())
    shortened = cut if len(cut) <= length else f"{cut[: length - 1].rstrip()}…"
    return f"…{shortened}" if start else shortened


def report_texts(decision: PlannedDecision, *, number: str) -> tuple[str, str]:
    """Reason of a report, and the same without the comment's words for a server whose filter refuses them.

    ``number``: what a moderator may quote back to us. Both at most ``REASON_LIMIT`` characters.
    """
    finding = name_of(decision.findings, answers_somebody=decision.comment.parent_local_id is not None)
    tail = (
        "Wrong? Resolve without removing; that counts as a false alarm."
        f" ({decision.model}, policy {decision.policy_version}, id {number})"
    )
    if is_of_edits(decision.findings) and decision.edits is not None:
        head, detail = _edit_texts(decision, decision.edits, finding)
    else:
        edited = " in an edited text" if decision.revision > 1 else ""
        head = f"Evenkeel (automatic): {finding}{edited}, {percent(decision.attention)}."
        words = ", ".join(f'"{word}"' for word in words_of(decision.comment.text, decision.reasons))
        detail = f"Words: {words}." if words else ""
    short = _fit(head, tail)
    return (_fit(f"{head} {detail}", tail) if detail else short, short)


def _fit(said: str, tail: str) -> str:
    """Cut what is said, never what to do about it and which model said it."""
    room = REASON_LIMIT - len(tail) - 1
    return f"{said if len(said) <= room else f'{said[: room - 1].rstrip()}…'} {tail}"


def _edit_texts(decision: PlannedDecision, edits: EditScore, finding: str) -> tuple[str, str]:
    """What happened, and the old and the new wording: whoever opens the report sees only the present text."""
    others = [_NAMES.get(kind, kind) for kind in edits.findings[1:3]]
    head = f"Evenkeel (automatic): {finding}, {percent(edits.churn)}."
    if others:
        head += f" Also {' and '.join(others)}."
    one = main_evidence(edits)
    if one is None:
        return head, ""
    head += f" Edited {one.why}."
    if edits.stranded:
        number = len(edits.stranded)
        head += f" {number} {'reply quotes' if number == 1 else 'replies quote'} words that are gone."
    old = snippet(decision.texts.get(one.earlier, ""), one.gone)
    new = snippet(decision.texts.get(one.later, ""), one.come)
    if not one.come and one.gone:
        new = ""
    told = [f'Was: "{old}"'] if old and one.gone else []
    return head, " ".join([*told, f'Now: "{new}"' if new else "Now: these words are gone."])


def chance_of(decision: PlannedDecision) -> float:
    """The probability behind the gravest finding."""
    return decision.findings[0].probability if is_of_edits(decision.findings) else decision.attention


def note_text(decision: PlannedDecision, *, number: str) -> str:
    """A note for the server's own mod log, which anybody can read: no word of the comment."""
    of_edits = is_of_edits(decision.findings)
    found = name_of(decision.findings) + (" in an edited text" if decision.revision > 1 and not of_edits else "")
    return (
        f"Evenkeel (automatic note, nothing was removed): {found}, {percent(chance_of(decision))}."
        f" ({decision.model}, policy {decision.policy_version}, id {number})"
    )


def message_text(notes: Sequence[PlannedDecision], *, community: str) -> str:
    """A community's part of the daily private message: what was found and where, no quotation."""
    rows = [f"- {name_of(note.findings)}, {percent(chance_of(note))}: {note.comment.ap_id}" for note in notes]
    comments = "1 comment" if len(rows) == 1 else f"{len(rows)} comments"
    head = f"Evenkeel (automatic): {comments} in {community} may deserve a look. Nothing was reported for these."
    return "\n".join([head, "", *rows])
