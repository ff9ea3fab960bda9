"""Replies that a change left behind: those that quote what is no longer there, and those that answer to it."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.churn import notes
from bot.churn.changes import Change, number_of, stem, weighs
from bot.churn.lexicon import NEGATIONS, UNIT_KINDS
from bot.churn.versions import Version, tokens_of
from bot.comments import Reply
from bot.text import lowered

SHORTEST_QUOTE = 5
"""Words that a quotation needs to be told from chance."""
MOST_QUOTES = 10
"""Of one reply that are looked for."""
MOST_PASTS = 12
"""Earlier versions in which a quotation is looked for: the first one and the newest."""
LONGEST_QUOTE = 60
"""Words of a quotation that are looked for: its beginning says enough, and longer ones cost seconds."""
_SAME = 90.0
"""Of 100: two wordings of one quotation."""
_NEARLY = 97.0
_CLOSE = 80.0
"""From which a quotation is the same sentence with a word put for another."""
_READ = 4000
"""Characters of a reply that are read for words that came or went."""
_FEW_ASKED = 2
"""Words of a question from which it asked for what turned a meaning."""
_MOST_OF = 0.6
"""Share of a quotation's words that may stand for the whole."""
_HALF = 0.5
"""Kept less than that, a text is another one, for which nobody asked by doubting a number."""
_SHORT = 160
"""Characters of a reply that does nothing but ask."""
_CHOICE = re.compile(
    r"\W*(?:i(?:'m|'d)? )?(?:(?:vot(?:e|ing)|going|choose|pick|prefer) (?:for |with )?)?"
    r"(?:(?:option|number|nr\.?|no\.?) )?(?:\d{1,2}|[a-e]|one|two|three|four)"
    r"(?:\W*$|[.)!]* ?, | (?:for me|please|from me)\b)",
    re.IGNORECASE,
)
_CHOOSE = re.compile(
    r"\b(?:vot(?:e|es|ing)|poll|pick|choose|which|prefer|abstimm\w*|stimmt|wähl\w*|votez|choisi\w*|vota\w*|eleg\w*|elij\w*|scegli\w*|escolh\w*|kies\w*|stem|wybier\w*|głosuj\w*|голос\w*|выб[ие]р\w*)\b"
)
_HOW_MUCH = re.compile(
    r"\b(?:how (?:much|many|long|far|hot|big)|what (?:size|temperature|dose|ratio)|wie ?viele?|wie (?:lange|heiß|groß)"
    r"|combien|cuánt[oa]s?|quant[oaie]s?|hoeveel|hoe (?:lang|heet)|ile|jak długo|сколько)\b[^.!\n]{0,80}\?"
)
_QUESTION = re.compile(r"(?<![^.!?\n])[^.!?\n]+\?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED_LINES = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|$))+", re.MULTILINE)
_QUOTED_SPAN = re.compile(r"[\"“«„]([^\"“”«»„\n]{15,1500})[\"”»“]")


def quotations(text: str) -> list[list[str]]:
    """Words of each quotation in a reply: quoted lines, and spans in quotation marks of five words or more."""
    if ">" not in text and '"' not in text and not any(mark in text for mark in "“«„"):
        return []
    found = [re.sub(r"^[ \t]*>[ \t]?", "", match.group(), flags=re.MULTILINE) for match in _QUOTED_LINES.finditer(text)]
    found += [match.group(1) for match in _QUOTED_SPAN.finditer(_QUOTED_LINES.sub("\n", text))]
    words = [[token for token in tokens_of(quote) if token[0].isalnum()] for quote in found]
    return [quote[:LONGEST_QUOTE] for quote in words if len(quote) >= SHORTEST_QUOTE][:MOST_QUOTES]


def stranded(replies: Sequence[Reply], earlier: Sequence[Version], now: Version) -> list[int]:
    """Indexes of replies that quote an earlier version in words that stand in the present one no more."""
    present = ""
    pasts: list[str] = []
    found = []
    for number, reply in enumerate(replies):
        for quote in quotations(reply.text):
            joined = f" {' '.join(quote)} "
            present = present or now.padded
            if joined in present:
                continue
            pasts = pasts or [version.padded for version in (*earlier[:1], *earlier[1:][1 - MOST_PASTS :])]
            if any(_holds(past, joined) for past in pasts) and not _still_says(present, joined, quote):
                found.append(number)
                break
    return found


def answered(replies: Sequence[Reply], change: Change) -> int:
    """How many replies take up words of weight that the change took away."""
    if not change.lost:
        return 0
    return sum([_may_say(reply.text, change.lost) and not change.lost.isdisjoint(_said(reply)) for reply in replies])


def chooses(replies: Sequence[Reply], before: Version) -> bool:
    """Whether a text asks for a choice, and a reply is the number or the letter of something, or begins with it."""
    return asks_to_choose(before) and any(_CHOICE.match(reply.text) for reply in replies)


def asks_to_choose(version: Version) -> bool:
    """Whether a text speaks of a vote or a choice."""
    return _CHOOSE.search(lowered(version.raw)) is not None


def cites(replies: Sequence[Reply], numbers: frozenset[str]) -> bool:
    """Whether a reply that neither asks nor objects names one of the numbers."""
    return bool(numbers) and any(
        not numbers.isdisjoint(_leading(_said(reply)))
        for reply in replies
        if "?" not in reply.text and not notes.objects(reply.text)
    )


def prompted(replies: Sequence[Reply], change: Change) -> float:
    """Share of the new words of weight that stand in earlier replies, 0 to 1: what somebody asked for or put right."""
    if (change.gained or change.pivots) and any(notes.asks_for_edit(reply.text) for reply in replies):
        return 1.0
    if not change.gained:
        return 0.0
    if change.kept >= _HALF and _answers(replies, change):
        return 1.0
    stems = [stem(token) for token in change.gained]
    said = {
        stem(token)
        for reply in replies
        if _may_say(reply.text, stems)
        for token in tokens_of(_QUOTED_LINES.sub("", reply.text[:_READ]))
    }
    return sum([word in said for word in stems]) / len(stems)


def _answers(replies: Sequence[Reply], change: Change) -> bool:
    """Whether a text that mostly stands has a number that a reply gave, or one for what it doubted or asked about."""
    stated = _leading(change.numbers[1])
    if stated and stated <= {number for reply in replies for number in _leading(_said(reply))}:
        return True
    doubted = change.numbers[0] | change.names[0]
    if any(_doubts(reply, doubted) for reply in replies):
        return True
    counts = not change.numbers[0] and any(number_of(token) for token in change.gained)
    asking = [reply.text[:_READ] for reply in replies if "?" in reply.text]
    return bool(asking) and (
        _asks_for(asking, change) or (counts and any(_HOW_MUCH.search(lowered(text)) for text in asking))
    )


def _asks_for(asking: Sequence[str], change: Change) -> bool:
    """Whether half the words of weight of a question, those aside that stood there already, came."""
    stood = {stem(token) for token in change.before.tokens}
    came = {stem(token) for token in change.gained}
    least = _FEW_ASKED if change.pivots else 1
    asked = (
        {stem(token) for token in tokens_of(question.group()) if weighs(token)} - stood
        for text in asking
        for question in _QUESTION.finditer(text)
    )
    return any(len(words & came) >= max(least, len(words) / 2) for words in asked if words)


def all_objected(replies: Sequence[Reply]) -> bool:
    """Whether there are replies, and none let the comment stand as it was."""
    return bool(replies) and all(notes.objects(reply.text) for reply in replies)


def _leading(tokens: Iterable[str]) -> set[str]:
    """Numbers without what is written after them: 750 of "750w"."""
    return {number_of(match.group()) for token in tokens if (match := _NUMBER.match(token))}


def _doubts(reply: Reply, changed: frozenset[str]) -> bool:
    """Whether a short reply asks whether a number or a name is right that was then changed."""
    if not changed or "?" not in reply.text or len(reply.text) > _SHORT or notes.agrees(reply.text.replace("?", ".")):
        return False
    asked = [token for question in _QUESTION.finditer(reply.text) for token in tokens_of(question.group())]
    return not changed.isdisjoint([number_of(token) or UNIT_KINDS.get(token, (token,))[0] for token in asked])


def _said(reply: Reply) -> list[str]:
    return tokens_of(reply.text[:_READ])


def _may_say(text: str, words: Iterable[str]) -> bool:
    """A cheap look: whether any of the words can stand in a text; letters that have several forms may hide it."""
    if not text.isascii():
        return True
    lower = text[:_READ].lower()
    return any(word in lower for word in words)


def _in_other_words(present: str, quote: list[str]) -> bool:
    """Whether most words of weight of a quotation stand in the present text in some form, and none was turned."""
    weighty = [token for token in quote if len(token) > 3]
    if not weighty:
        return False
    stands = {stem(token) for token in present.split()}
    kept = sum(stem(token) in stands for token in weighty)
    turned = NEGATIONS.intersection(quote) - set(present.split())
    return (
        kept >= _MOST_OF * len(weighty)
        and not turned
        and all(token in present for token in quote if token[0].isdigit())
    )


def _puts_another(present: str, quote: list[str]) -> bool:
    """Whether a word of weight of a quotation stands nowhere, not even otherwise spelt."""
    stands = present.split()
    gone = [token for token in quote if len(token) > 3 and token not in stands]
    return any(
        all(stem(token) != stem(word) and OSA.distance(token, word, score_cutoff=2) > 2 for word in stands)
        for token in gone
    )


def _holds(text: str, quote: str) -> bool:
    return quote in text or (len(quote) <= len(text) * 1.2 and fuzz.partial_ratio(quote, text) >= _SAME)


def _still_says(present: str, joined: str, quote: list[str]) -> bool:
    """Whether the present text says the same but for spelling: nearly the same letters, and no word turned."""
    if len(joined) > len(present) * 1.2:
        return False
    alignment = fuzz.partial_ratio_alignment(joined, present)
    if alignment is None or alignment.score < _NEARLY:
        close = alignment is not None and alignment.score >= _CLOSE
        return _in_other_words(present, quote) and not (close and _puts_another(present, quote))
    stands = present[alignment.dest_start : alignment.dest_end].split()
    pivots = {token for token in {*quote} ^ {*stands} if token in NEGATIONS or token[0].isdigit()}
    return not pivots
