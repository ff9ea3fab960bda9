"""What changed from one version to another: spans, how much stayed, turned meanings, links. Pure and fast.

Words are compared as tokens, never as characters: character ratios cost seconds on long texts, and call two unrelated
English texts a third alike.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from bot.churn import notes
from bot.churn.lexicon import EMPTY, NEGATIONS, NUMBERS, TURNS
from bot.churn.links import Link, is_archive
from bot.churn.notes import Note
from bot.churn.versions import SIGNS, Version

_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|º|ª)$")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?:\D|$))")
_HOUR = re.compile(r"(\d{1,2})(am|pm)")
_DENYING = frozenset("un in im ir il dis non anti".split())
_STOPS = frozenset('.!?…:"“”(')
_BULLETS = frozenset(("- ", "* ", "+ "))
_LISTED = 2
_FEW = 6
"""Tokens up to which a swap puts one thing for another."""
_MOST_SPELT = 2
"""Letters in which two spellings of one word may differ."""


class Span(NamedTuple):
    """Tokens from ``first`` up to, not including, ``last``."""

    first: int
    last: int


class Swap(NamedTuple):
    """Words that took the place of others, or (one side empty) came or went."""

    old: Span
    new: Span
    went: list[str]
    """Tokens of ``old``."""
    came: list[str]
    """Tokens of ``new``."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One edit. Spans are of tokens: ``old`` of the earlier version, ``new`` of the later."""

    before: Version
    after: Version
    swaps: tuple[Swap, ...]
    kept: float
    """Share of the earlier words that stand in the later text, 0 to 1; 1 for an empty one."""
    touched: int
    """Tokens that came or went."""
    append_only: bool
    note: Note
    struck: bool
    """Words stand struck out that did not before."""
    negations: int
    """By how many negations the two differ, notes apart."""
    turned: int
    """Words that were replaced by their opposite."""
    numbers: tuple[frozenset[str], frozenset[str]]
    """Lost and gained, only where both are: one was put for another."""
    names: tuple[frozenset[str], frozenset[str]]
    """The same for names: capitalised words in mid-sentence."""
    spelling: bool
    """Every change is one of spelling, case or signs."""
    lost: frozenset[str]
    """Words of weight that are gone from the text."""
    gained: frozenset[str]
    swapped_links: tuple[tuple[Link, Link], ...]
    """Links that lead to another site than before."""
    moved_links: tuple[tuple[Link, Link], ...]
    """Links that lead elsewhere on the same site."""
    added_links: tuple[Link, ...]
    removed_links: tuple[Link, ...]
    wiped: bool

    @cached_property
    def pivots(self) -> float:
        """Small changes that turn a meaning: negations, opposites, another number, another name."""
        if self.is_list:
            return 0.0
        found = float(min(self.negations, 2)) if self.kept >= 0.3 else 0.0
        return found + min(self.turned, 2) + 0.8 * bool(self.numbers[0]) + 0.8 * bool(self.names[0])

    @cached_property
    def is_list(self) -> bool:
        """A living list is kept up by its author: items come and go."""
        if self.kept < 0.5 or "\n" not in self.after.raw:
            return False
        return _items(self.before.raw) >= _LISTED and _items(self.after.raw) >= _LISTED

    @cached_property
    def content_kept(self) -> float:
        """Share of the earlier words of weight that the later text has too, in any form; 1 where there were none."""
        before = {_stem(token) for token in self.before.tokens if _weighs(token)}
        after = {_stem(token) for token in self.after.tokens if _weighs(token)}
        return len(before & after) / len(before) if before else 1.0

    @cached_property
    def formatting(self) -> bool:
        """Nothing that is read changed, and no link leads elsewhere."""
        links = self.swapped_links or self.moved_links or self.added_links or self.removed_links
        return not (self.swaps or links)

    @cached_property
    def inserted(self) -> tuple[Span, ...]:
        """Where words came."""
        return tuple([swap.new for swap in self.swaps if swap.came])

    @cached_property
    def deleted(self) -> tuple[Span, ...]:
        """Where words went."""
        return tuple([swap.old for swap in self.swaps if swap.went])


def _items(text: str) -> int:
    return sum([line.lstrip()[:2] in _BULLETS or line.lstrip()[:1].isdigit() for line in text.split("\n")])


def change_of(before: Version, after: Version) -> Change:
    """Compare two versions."""
    swaps = _swaps(before, after)
    deleted = sum([len(swap.went) for swap in swaps])
    inserted = sum([len(swap.came) for swap in swaps])
    note = notes.note_of(before.raw, after.raw) if before.raw != after.raw else notes.NOTHING
    counted = [swap for swap in swaps if not _is_note(swap, after, note)] if note.said else swaps
    went = {token for swap in counted for token in swap.went}
    came = {token for swap in counted for token in swap.came}
    swapped, moved, added, removed = _link_changes(before.links, after.links)
    size = len(before.tokens)
    return Change(
        before=before,
        after=after,
        swaps=tuple(swaps),
        kept=1.0 - deleted / size if size else 1.0,
        touched=deleted + inserted,
        append_only=bool(swaps) and not deleted and len(swaps) == 1 and swaps[0].old.first == size,
        note=note,
        struck=len(after.struck_spans) > len(before.struck_spans),
        negations=_negations(counted) if (went | came) & NEGATIONS else 0,
        turned=_turned(counted),
        numbers=_numbers(counted),
        names=_names(counted, before, after),
        spelling=all(_is_spelling(swap) for swap in counted),
        lost=frozenset([token for token in went.difference(after.tokens) if _weighs(token)]),
        gained=frozenset([token for token in came.difference(before.tokens) if _weighs(token)]),
        swapped_links=swapped,
        moved_links=moved,
        added_links=added,
        removed_links=removed,
        wiped=before.words >= 2 and after.words < before.words and notes.is_wiped(after.tokens),
    )


def _swaps(before: Version, after: Version) -> list[Swap]:
    """Neighbouring deletions and insertions joined."""
    joined: list[list[int]] = []
    for code in Indel.opcodes(before.ids, after.ids):
        if code.tag == "equal":
            continue
        i, j, k, m = code.src_start, code.src_end, code.dest_start, code.dest_end
        if joined and joined[-1][1] == i and joined[-1][3] == k:
            joined[-1][1], joined[-1][3] = j, m
        else:
            joined.append([i, j, k, m])
    old, new = before.tokens, after.tokens
    return [Swap(Span(i, j), Span(k, m), old[i:j], new[k:m]) for i, j, k, m in joined]


def _is_note(swap: Swap, after: Version, note: Note) -> bool:
    """Whether what came is the note about the edit itself."""
    if not swap.came or swap.went:
        return False
    start, end = after.spans[swap.new.first][0], after.spans[swap.new.last - 1][1]
    return any(start >= first - 2 and end <= last for first, last in note.spans)


def _negations(swaps: Iterable[Swap]) -> int:
    """By how many negations what came differs from what went."""
    came = sum(token in NEGATIONS for swap in swaps for token in swap.came)
    return abs(came - sum(token in NEGATIONS for swap in swaps for token in swap.went))


def _turned(swaps: Iterable[Swap]) -> int:
    found = 0
    for swap in swaps:
        if swap.went and swap.came and len(swap.went) <= _FEW and len(swap.came) <= _FEW:
            old, new = set(swap.went), set(swap.came)
            found += any(_opposite(a, b) for a in old - new for b in new - old)
    return found


def _opposite(one: str, other: str) -> bool:
    if frozenset((one, other)) in TURNS:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) > 3 and long.endswith(short) and long[: -len(short)] in _DENYING


def _numbers(swaps: Iterable[Swap]) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers that were put for others in the same place."""
    lost: set[str] = set()
    gained: set[str] = set()
    for swap in swaps:
        old = {value for token in swap.went if (value := number_of(token))}
        new = {value for token in swap.came if (value := number_of(token))} if old else set()
        if old - new and new - old:
            lost |= old - new
            gained |= new - old
    return frozenset(lost), frozenset(gained)


@lru_cache(maxsize=1 << 14)
def number_of(token: str) -> str:
    """A number in one form, however it was written: no separators, no ordinals, hours of the day in 24; else ""."""
    if token in NUMBERS:
        return NUMBERS[token]
    if not token[0].isdigit():
        return ""
    hour = _HOUR.fullmatch(token)
    if hour:
        return str(int(hour.group(1)) % 12 + (12 if hour.group(2) == "pm" else 0))
    plain = _GROUPED.sub("", _ORDINAL.sub("", token)).replace(",", ".").replace(":00", "")
    return plain.lstrip("0") or "0"


def _names(swaps: Iterable[Swap], before: Version, after: Version) -> tuple[frozenset[str], frozenset[str]]:
    """Of swaps that put few words for few: in a rewritten sentence every name is another."""
    lost: set[str] = set()
    gained: set[str] = set()
    for swap in swaps:
        if not (swap.went and swap.came) or len(swap.went) > _FEW or len(swap.came) > _FEW:
            continue
        old = {before.tokens[at] for at in range(*swap.old) if _is_name(before, at)}
        new = {after.tokens[at] for at in range(*swap.new) if _is_name(after, at)} if old else set()
        if old - new and new - old and not any(_near(a, b) for a in old for b in new):
            lost |= old - new
            gained |= new - old
    return frozenset(lost), frozenset(gained)


def _is_name(version: Version, at: int) -> bool:
    token = version.tokens[at]
    if len(token) < 3 or not version.raw[version.spans[at][0]].isupper() or token in EMPTY:
        return False
    if at == 0 or version.tokens[at - 1] in _STOPS:
        return False
    return "\n" not in version.raw[version.spans[at - 1][1] : version.spans[at][0]]


def _is_spelling(swap: Swap) -> bool:
    old = "".join([token for token in swap.went if token not in SIGNS])
    new = "".join([token for token in swap.came if token not in SIGNS])
    if old == new:
        return True
    if not old or not new or abs(len(old) - len(new)) > _MOST_SPELT:
        return False
    changed = {*swap.went} ^ {*swap.came}
    if changed & NEGATIONS or any(token[0].isdigit() for token in changed):
        return False
    return _near(old, new)


def _near(old: str, new: str) -> bool:
    """Whether two words can be spellings of one."""
    most = _MOST_SPELT if min(len(old), len(new)) > 3 else 1
    return max(len(old), len(new)) < 60 and OSA.distance(old, new, score_cutoff=most) <= most


def _stem(token: str) -> str:
    """Enough of a word to know its other forms by."""
    return token[: max(4, len(token) - 3)] if len(token) > 4 else token


def _weighs(token: str) -> bool:
    """Whether a word says what a text is about."""
    return token[0].isdigit() or (len(token) > 3 and token not in EMPTY) or (token[0] > "\u0fff" and token[0].isalnum())


_Pairs = tuple[tuple[Link, Link], ...]


def _link_changes(
    before: tuple[Link, ...], after: tuple[Link, ...]
) -> tuple[_Pairs, _Pairs, tuple[Link, ...], tuple[Link, ...]]:
    """(swapped, moved on the same site, added, removed)."""
    if before == after:
        return (), (), (), ()
    stays = {link.target for link in before} & {link.target for link in after}
    lost = [link for link in before if link.target not in stays]
    gained = [link for link in after if link.target not in stays]
    swapped: list[tuple[Link, Link]] = []
    moved: list[tuple[Link, Link]] = []
    for old in list(lost):
        new = _heir(old, gained)
        if new is None:
            continue
        lost.remove(old)
        gained.remove(new)
        (moved if old.domain == new.domain or is_archive(new) else swapped).append((old, new))
    return tuple(swapped), tuple(moved), tuple(gained), tuple(lost)


def _heir(old: Link, gained: list[Link]) -> Link | None:
    """The new link that stands where ``old`` stood: of the same anchor, else of the same site, else the first."""
    for same in (
        lambda new: bool(old.anchor) and new.anchor == old.anchor,
        lambda new: new.domain == old.domain,
        lambda _new: True,
    ):
        found = next((new for new in gained if same(new)), None)
        if found is not None:
            return found
    return None
