"""Replies that a change left behind: those that quote what is no longer there, and those that answer to it."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.churn.changes import Change
from bot.churn.lexicon import NEGATIONS
from bot.churn.versions import Version, tokens_of
from bot.comments import Reply

SHORTEST_QUOTE = 5
"""Words that a quotation needs to be told from chance."""
LONGEST_QUOTE = 60
"""Words of a quotation that are looked for: its beginning says enough, and longer ones cost seconds."""
_SAME = 90.0
"""Of 100: two wordings of one quotation."""
_NEARLY = 97.0
_QUOTED_LINES = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|$))+", re.MULTILINE)
_QUOTED_SPAN = re.compile(r"[\"“«„]([^\"“”«»„\n]{15,1500})[\"”»“]")


def quotations(text: str) -> list[list[str]]:
    """Words of each quotation in a reply: quoted lines, and spans in quotation marks of five words or more."""
    if ">" not in text and '"' not in text and not any(mark in text for mark in "“«„"):
        return []
    found = [re.sub(r"^[ \t]*>[ \t]?", "", match.group(), flags=re.MULTILINE) for match in _QUOTED_LINES.finditer(text)]
    found += [match.group(1) for match in _QUOTED_SPAN.finditer(_QUOTED_LINES.sub("\n", text))]
    words = [[token for token in tokens_of(quote) if token[0].isalnum()] for quote in found]
    return [quote[:LONGEST_QUOTE] for quote in words if len(quote) >= SHORTEST_QUOTE]


def stranded(replies: Sequence[Reply], earlier: Sequence[Version], now: Version) -> list[int]:
    """Indexes of replies that quote an earlier version in words that stand in the present one no more."""
    present = now.padded
    pasts: list[str] | None = None
    found = []
    for number, reply in enumerate(replies):
        for quote in quotations(reply.text):
            joined = f" {' '.join(quote)} "
            if joined in present:
                continue
            pasts = [version.padded for version in earlier] if pasts is None else pasts
            if any(_holds(past, joined) for past in pasts) and not _still_says(present, joined, quote):
                found.append(number)
                break
    return found


def answered(replies: Sequence[Reply], change: Change) -> int:
    """How many replies take up words of weight that the change took away."""
    if not change.lost:
        return 0
    return sum(not change.lost.isdisjoint(tokens_of(reply.text[:4000])) for reply in replies)


def _holds(text: str, quote: str) -> bool:
    return quote in text or (len(quote) <= len(text) * 1.2 and fuzz.partial_ratio(quote, text) >= _SAME)


def _still_says(present: str, joined: str, quote: list[str]) -> bool:
    """Whether the present text says the same but for spelling: nearly the same letters, and no word turned."""
    if len(joined) > len(present) * 1.2:
        return False
    alignment = fuzz.partial_ratio_alignment(joined, present)
    if alignment is None or alignment.score < _NEARLY:
        return False
    stands = present[alignment.dest_start : alignment.dest_end].split()
    pivots = {token for token in {*quote} ^ {*stands} if token in NEGATIONS or token[0].isdigit()}
    return not pivots
