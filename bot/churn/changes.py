"""What changed from one version to another: spans, how much stayed, turned meanings, links. Pure and fast.

Words are compared as tokens, never as characters: character ratios cost seconds on long texts, and call two unrelated
English texts a third alike.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from bot.churn import notes
from bot.churn.lexicon import (
    BY,
    COMMON_ENGLISH,
    COMMON_GERMAN,
    DENIALS,
    DOING,
    EMPTY,
    FIRST_PERSON,
    HAVING,
    NEGATIONS,
    NONE_OF,
    NUMBERS,
    OPPOSITES,
    OTHER_PERSONS,
    UNIT_KINDS,
    UNITS,
)
from bot.churn.links import Link, is_anothers, is_archive, is_private, swaps_account
from bot.churn.notes import Note
from bot.churn.versions import SIGNS, Version, quoted_words, tokens_of

_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|º|ª)$")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d{3}(?:\D|$))")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)")
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DENYING = ("un", "in", "im", "ir", "il", "dis", "non", "anti")
_NOT_DENYING = frozenset(
    "unthaw unravel unloosen irregardless inflammable inflame inhabit invaluable index inform include".split()
)
_SHORTEST_DENIED = 3
"""Letters that a word must have more of without its "un-"."""
_STOPS = frozenset('.!?…:"“”(')
_ENDS = frozenset(".!?…,;:")
"""Where a clause ends."""
_LITTLE = 2
"""Words that may go or come in the shortest clause."""
_ADDITION = 3
"""Words that came in one place and for nothing, from which they add to a clause rather than change it."""
_PAST = 4
"""Words that may have been moved where two names changed places."""
_APART = 3
"""Words between two that changed places from which they do not stand side by side, as in "red and blue"."""
_NO_QUESTION = 0.5
"""How much a question counts as changed that is none any more."""
_HALF = 0.5
"""Kept less than that, a text is another one."""
_MOSTLY = 0.7
"""Kept less than that, a text was put otherwise rather than changed in places."""
_CODE = re.compile(r"`{1,3}[^`]{2,2000}`{1,3}|^(?: {4}|\t)[^\n]+$", re.MULTILINE)
_CODE_MARKS = ("`", "\n    ", "\n\t")
_ENGLISH = 0.15
"""By how much the share of the commonest English words differs between a text in English and one in none."""
_SHORTENED = 0.7
"""Share of its words from which a text was cut down."""
_GERMAN = 2
"""Different ones of its commonest words that make a text German."""
_ACCOUNT_LETTERS = 20
"""Of a word that went, from which it may be an account."""
_NOTED = 4
"""Tokens before new words that are looked at too: a note that stood there may go on."""
_NO_DENIALS = frozenset((("a", "little"), ("a", "few")))
_WHO = FIRST_PERSON | OTHER_PERSONS | HAVING
_NAMED = 4
"""Words that name somebody at most."""
_HOURS = 24
_ROUNDED = 0.03
"""Share by which a rounded number may differ."""
_DEGREES = frozenset("c f celsius fahrenheit".split())
_BULLETS = frozenset(("- ", "* ", "+ "))
_LISTED = 2
_NUMBERED = re.compile(
    r"^[ \t]{0,20}(?:(?:reply|vote|option|type|comment|answer|say|antwortet?|votez|vota|stem)[ \t]{1,3})?[(*]{0,3}"
    r"(\d{1,2}|[a-e])[.):*\ufe0f\u20e3]{1,4}[ \t]"
    r"([^\n]+)$",
    re.MULTILINE | re.IGNORECASE,
)
_UNSPACED = "\u0fff"
"""Above it begin the scripts in which a single character is a word."""
_OPENING = '"“„«'
_MARKED_WORDS = re.compile(r"[\"“„«] ?([\w'’-]+(?: [\w'’-]+)?) ?[\"”“»]")
_MANY = 5
"""Places from which, if few of them put another word of weight, an edit polishes the language."""
_FEW = 6
"""Tokens up to which a swap puts one thing for another."""
_LOOSE = 0.35
"""Share of a clause from which, if it went or came, the clause is another one and not one that was turned."""
_FALSIFIED = 3
"""Words of weight that went from a quotation or came, from which it is another one."""
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

    @property
    def one_for_one(self) -> bool:
        """Whether a single token stands for a single one."""
        return len(self.went) == 1 == len(self.came)


@dataclass(kw_only=True)
class Change:
    """One edit, never changed once made. Spans are of tokens: ``old`` of the earlier version, ``new`` of the later."""

    before: Version
    after: Version
    swaps: tuple[Swap, ...]
    counted: tuple[Swap, ...]
    """``swaps`` without the note about the edit itself."""
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
    """Words that were replaced by their opposite, negations apart."""
    numbers: tuple[frozenset[str], frozenset[str]]
    """Lost and gained, only where both are: one was put for another."""
    names: tuple[frozenset[str], frozenset[str]]
    """The same for names: capitalised words in mid-sentence."""
    spelling: bool
    """Every change is one of spelling, case or signs, and no link leads elsewhere."""
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
    formatting: bool
    """Nothing that is read changed, and no link leads elsewhere."""
    inserted: tuple[Span, ...]
    """Where words came."""
    deleted: tuple[Span, ...]
    """Where words went."""
    denied: bool
    """A word that denies came or went, notes apart."""
    exchanged: bool
    """Two names or numbers stand in each other's place, or the author and somebody else."""
    misquotes: bool
    """In what is quoted, words stand for others, as if somebody else had written them."""

    @cached_property
    def pivots(self) -> float:
        """Small changes that turn a meaning: negations, opposites, another number, another name."""
        may_pivot = self.denied or self.turned or self.numbers[0] or self.names[0] or self.exchanged or self.code
        if not may_pivot or self.translated:
            return float(self.misquotes)
        if self.is_list:
            return min(self.flips, 2) + 0.8 * self.corrects_item
        swaps = [swap for group in self.firm for swap in group]
        alone = [swap for swap in self.counted if swap.one_for_one and swap.went[0][0].isdigit()]
        named = [swap for swap in self.counted if len(swap.went) == 1 and _is_name(self.before, swap.old.first)]
        numbers, names = _numbers([*swaps, *alone]), _names([*swaps, *named], self.before, self.after)
        other = names[0] or self.code or (self.exchanged and not numbers[0])
        return min(self.flips, 2) + 0.8 * bool(numbers[0]) + 0.8 * bool(other)

    @cached_property
    def firm(self) -> list[list[Swap]]:
        """Swaps by clause, of clauses that mostly stand."""
        return _in_firm_clauses(self.counted, self.before)

    @cached_property
    def replaced(self) -> int:
        """Words of weight that others were put for, in a text or else in clauses that mostly stand."""
        if self.is_list or self.translated:
            return 0
        if self.kept >= _HALF:
            found = sum([_replaces(swap) for swap in self.counted])
            polished = len(self.counted) >= _MANY and found * 2 < len(self.counted)
            return 0 if polished else found
        return sum([_replaces(swap) for group in self.firm for swap in group])

    @cached_property
    def asked(self) -> float:
        """Of the question that changed most, the share of its words of weight that went; 0 where none was changed."""
        if "?" not in self.before.tokens:
            return 0.0
        went = {at for swap in self.counted for at in range(*swap.old)}
        found, words, gone, turned = 0.0, 0, 0, False
        for at, word in enumerate(self.before.tokens):
            if word == "?":
                found = max(found, gone / words if words else 0.0)
                found = max(found, _NO_QUESTION if turned or "?" not in self.after.tokens else 0.0)
            turned = turned or (at in went and word in NEGATIONS and self.negations % 2 == 1)
            if word in _STOPS:
                words, gone, turned = 0, 0, False
            elif weighs(word) and word not in SIGNS:
                words += 1
                gone += at in went
        return found

    @cached_property
    def code(self) -> bool:
        """Commands or code were put for others, and not merely made longer."""
        if all(mark not in self.before.raw or mark not in self.after.raw for mark in _CODE_MARKS):
            return False
        old, new = ({" ".join(code.split()) for code in _CODE.findall(one.raw)} for one in (self.before, self.after))
        lost, gained = ([code.split() for code in codes] for codes in (old - new, new - old))
        return bool(gained) and any(not any(_goes_through(code, longer) for longer in gained) for code in lost)

    @cached_property
    def flips(self) -> int:
        """Clauses that were turned into their opposite, by a negation or a word; two of them in one cancel out."""
        if self.kept < _MOSTLY and not (self.negations or self.turned):
            return 0  # a "not" went here and came there: in a text put otherwise that is the same one
        changed = [swap for swap in self.counted if swap.went or not _adds(swap, self.after)]
        groups = self.firm if len(changed) == len(self.counted) else _in_firm_clauses(changed, self.before)
        flips = sum((_negations(group) + _turned(group)) % 2 for group in groups)
        if flips or (self.negations + self.turned) % 2 == 0 or _both_ways(changed):
            return flips
        return int(any(_negations([swap]) == 1 for swap in _alone(changed)))

    @cached_property
    def is_list(self) -> bool:
        """A living list is kept up by its author: items come and go."""
        if self.kept < 0.5 or "\n" not in self.after.raw:
            return False
        return _items(self.before.raw) >= _LISTED and _items(self.after.raw) >= _LISTED

    @cached_property
    def account(self) -> float:
        """How grave it is that an account or an address for messages was put for another, 0 to 1."""
        before, after = self.before.raw, self.after.raw
        written = "@" in before and "@" in after
        likely = written or self.numbers[0] or any(len(token) >= _ACCOUNT_LETTERS for token in self.lost)
        return swaps_account(before, after) if likely and not self.spelling else 0.0

    @property
    def mistyped(self) -> bool:
        """Whether all that changed is a letter of a word, whatever that turns: "now" for "not"."""
        return bool(self.counted) and all(
            swap.one_for_one and OSA.distance(swap.went[0], swap.came[0], score_cutoff=1) <= 1 for swap in self.counted
        )

    @cached_property
    def renumbered(self) -> bool:
        """Whether the numbered things of a list stand under other numbers than before."""
        if "\n" not in self.before.raw or not self.deleted:
            return False
        old, new = (
            {number: thing.strip() for number, thing in _NUMBERED.findall(one.raw)} for one in (self.before, self.after)
        )
        if len(old) < _LISTED or old == new or old.keys() != new.keys():
            return False
        if {*old.values()} == {*new.values()} or any(_is_anothers(number, thing, old) for number, thing in new.items()):
            return True
        return any(
            _contained(new[a], old[b]) > _contained(new[a], old[a])
            and _contained(new[b], old[a]) > _contained(new[b], old[b])
            for a, b in combinations(old, 2)
        )

    @cached_property
    def content(self) -> tuple[set[str], set[str]]:
        """Words of weight of the earlier and of the later text, in any form."""
        return _stems(self.before.tokens), _stems(self.after.tokens)

    @property
    def condensed(self) -> float:
        """Share of the words of weight of a much shorter text that the earlier one had too.

        0 where it is not shorter, or denies something else.
        """
        if self.denied or self.after.words > _SHORTENED * self.before.words:
            return 0.0
        before, after = self.content
        return len(before & after) / len(after) if after else 0.0

    @property
    def figures_kept(self) -> float:
        """Share of the earlier numbers that the later text has too; 1 where none came in their place."""
        before, after = (
            {value for token in one.tokens if (value := number_of(token))} for one in (self.before, self.after)
        )
        other = min(len(before - after), len(after - before))
        return 1.0 - other / len(before) if other else 1.0

    @cached_property
    def mocked(self) -> int:
        """Words that stand in quotation marks now, one or two at a time, and stood in none before; names aside."""
        before, after = self.before.raw, self.after.raw
        if sum([after.count(mark) for mark in _OPENING]) <= sum([before.count(mark) for mark in _OPENING]):
            return 0
        quoted, stood = ({*_MARKED_WORDS.findall(one)} for one in (after, before))
        german = _is_german(self.before)
        return sum(
            [f" {words.lower()} " in self.before.padded for words in quoted - stood if german or words.islower()]
        )

    @property
    def corrects_item(self) -> bool:
        """Whether of a list that kept its length one number, and nothing else, became another."""
        same = _items(self.before.raw) == _items(self.after.raw)
        said = [swap for swap in self.counted if not SIGNS.issuperset((*swap.went, *swap.came))]
        return same and bool(self.numbers[0]) and len(said) == 1

    @cached_property
    def translated(self) -> bool:
        """The text was written in letters of another script, as a translation is."""
        if self.kept > _LOOSE or self.before.words < _FEW:
            return False
        return _is_latin(self.before.raw) != _is_latin(self.after.raw)

    @property
    def other_language(self) -> bool:
        """Whether one of the texts is English and the other is not, as far as its commonest words tell."""
        return abs(_english(self.before) - _english(self.after)) >= _ENGLISH

    @cached_property
    def content_kept(self) -> float:
        """Share of the earlier words of weight that the later text has too, in any form; 1 where there were none."""
        before, after = self.content
        return len(before & after) / len(before) if before else 1.0


def _is_anothers(number: str, thing: str, old: Mapping[str, str]) -> bool:
    """Whether what stands under a number says nothing of what stood there, and something of what stood elsewhere."""
    said = _stems(tokens_of(thing))
    return said.isdisjoint(_stems(tokens_of(old[number]))) and any(
        not said.isdisjoint(_stems(tokens_of(other))) for at, other in old.items() if at != number
    )


def _goes_through(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words stand in a longer row in their order."""
    rest = iter(longer)
    return all(word in rest for word in words)


def _contained(one: str, other: str) -> float:
    """Share of the words of the shorter of two things that the other has too."""
    first, second = ({token for token in tokens_of(text) if token not in SIGNS} for text in (one, other))
    return len(first & second) / max(min(len(first), len(second)), 1)


def _stems(tokens: Iterable[str]) -> set[str]:
    """Words of weight, in any form."""
    return {stem(token) for token in tokens if weighs(token)}


def _english(version: Version) -> float:
    """Share of the commonest English words."""
    return sum([token in COMMON_ENGLISH for token in version.tokens]) / max(version.words, 1)


def _is_german(version: Version) -> bool:
    """Whether the commonest words say so."""
    return len(COMMON_GERMAN.intersection(version.tokens)) >= _GERMAN


def _is_latin(text: str) -> bool:
    """Whether most letters are below those of Greek, Cyrillic and all that follows."""
    if text.isascii():
        return True
    letters = [char for char in text[:1000] if char.isalpha()]
    return sum([char < "\u0370" for char in letters]) * 2 >= len(letters)


def _items(text: str) -> int:
    return sum([line.lstrip()[:2] in _BULLETS or line.lstrip()[:1].isdigit() for line in text.split("\n")])


def change_of(before: Version, after: Version) -> Change:
    """Compare two versions."""
    swaps = _swaps(before, after)
    deleted = sum([len(swap.went) for swap in swaps])
    inserted = sum([len(swap.came) for swap in swaps])
    come = [swap for swap in swaps if swap.came]
    note = notes.NOTHING
    if come and notes.may_note(
        token for swap in come for token in after.tokens[max(swap.new.first - _NOTED, 0) : swap.new.last]
    ):
        fresh = after.begin(come[0].new.first), after.end(come[-1].new.last - 1)
        note = notes.note_of(before.raw, after.raw, fresh)
    counted = [rest for swap in swaps if (rest := _without_note(swap, after, note))] if note.said else swaps
    went = {token for swap in counted for token in swap.went}
    came = {token for swap in counted for token in swap.came}
    swapped, moved, added, removed = _link_changes(before.links, after.links)
    denied = not DENIALS.isdisjoint(went) or not DENIALS.isdisjoint(came)
    misquotes = ">" in before.raw and ">" in after.raw and _misquotes(before, after)
    size = len(before.tokens)
    kept = 1.0 - deleted / size if size else 1.0
    return Change(
        before=before,
        after=after,
        swaps=tuple(swaps),
        counted=tuple(counted),
        kept=kept,
        touched=deleted + inserted,
        append_only=bool(swaps) and not deleted and len(swaps) == 1 and swaps[0].old.first == size,
        note=note,
        struck=len(after.struck_spans) > len(before.struck_spans),
        negations=_negations(counted) if denied else 0,
        turned=_turned(counted),
        numbers=_numbers(counted),
        names=_names(counted, before, after),
        spelling=not (swapped or added or removed or misquotes) and all(_is_spelling(swap) for swap in counted),
        lost=frozenset([token for token in went.difference(after.tokens) if weighs(token)]),
        gained=frozenset([token for token in came.difference(before.tokens) if weighs(token)]),
        swapped_links=swapped,
        moved_links=moved,
        added_links=added,
        removed_links=removed,
        wiped=before.words >= 2 and _is_wiped(before, after, came),
        formatting=not (swaps or swapped or moved or added or removed or misquotes),
        inserted=tuple([swap.new for swap in swaps if swap.came]),
        deleted=tuple([swap.old for swap in swaps if swap.went]),
        denied=denied,
        exchanged=_exchanged(counted, before, after) or (kept >= _MOSTLY and _trades_places(counted)),
        misquotes=misquotes,
    )


def _is_wiped(before: Version, after: Version, came: set[str]) -> bool:
    shorter = after.words < before.words
    return notes.is_taken_away(after.raw) or (shorter and notes.is_wiped(after.tokens, came))


def _misquotes(before: Version, after: Version) -> bool:
    """Whether a quotation mostly stands, but for words of weight that were put for others."""
    went, came = (_stems(quoted_words(one.raw)) for one in (before, after))
    lost, gained, kept = went - came, came - went, went & came
    return bool(lost and gained) and len(lost) + len(gained) >= _FALSIFIED and len(kept) >= len(lost)


def _swaps(before: Version, after: Version) -> list[Swap]:
    """Neighbouring deletions and insertions joined."""
    joined: list[list[int]] = []
    for code in Indel.opcodes(before.tokens, after.tokens):
        if code.tag == "equal":
            continue
        i, j, k, m = code.src_start, code.src_end, code.dest_start, code.dest_end
        if joined and joined[-1][1] == i and joined[-1][3] == k:
            joined[-1][1], joined[-1][3] = j, m
        else:
            joined.append([i, j, k, m])
    old, new = before.tokens, after.tokens
    return [Swap(Span(i, j), Span(k, m), old[i:j], new[k:m]) for i, j, k, m in joined]


def _without_note(swap: Swap, after: Version, note: Note) -> Swap | None:
    """What is left of a swap without the words of the note about the edit; None where nothing is."""
    first, last = swap.new
    for start, end in note.spans:
        while first < last and after.end(last - 1) <= end and after.begin(last - 1) >= start - 2:
            last -= 1
        while first < last and after.begin(first) >= start - 2 and after.end(first) <= end:
            first += 1
    if first == last and not swap.went:
        return None
    return swap if (first, last) == swap.new else swap._replace(new=Span(first, last), came=after.tokens[first:last])


def _in_firm_clauses(swaps: Iterable[Swap], before: Version) -> list[list[Swap]]:
    """Swaps by clause of the earlier text, of clauses that mostly stand: only there can one word turn a meaning."""
    ends = [at for at, token in enumerate(before.tokens) if token in _ENDS]
    groups: dict[int, list[Swap]] = {}
    for swap in swaps:
        next_one = not swap.went and swap.came[0] in _ENDS
        groups.setdefault(bisect_left(ends, swap.old.first) + next_one, []).append(swap)
    edges = [-1, *ends, len(before.tokens)]
    firm = []
    for number, group in groups.items():
        size = edges[number + 1] - edges[number] if number + 1 < len(edges) else 1
        went = sum([_words(swap.went) for swap in group])
        came = sum([_words(swap.came) for swap in group])
        if went <= max(_LOOSE * size, _LITTLE) and came <= max(_LOOSE * size, _LITTLE):
            firm.append(group)
    return firm


def _adds(swap: Swap, after: Version) -> bool:
    """Whether words that came for nothing add something: several of them, or one thing that is unwanted, "no salt"."""
    if _words(swap.came) >= _ADDITION:
        return True
    ends = swap.came[-1] in SIGNS or swap.new.last == len(after.tokens) or after.tokens[swap.new.last] in SIGNS
    return ends and any(word in NONE_OF and weighs(thing) for word, thing in pairwise(swap.came))


def _both_ways(swaps: Iterable[Swap]) -> bool:
    """Whether words that deny went and came."""
    went = {token for swap in swaps for token in swap.went}
    came = {token for swap in swaps for token in swap.came}
    return not (DENIALS.isdisjoint(went) or DENIALS.isdisjoint(came))


def _alone(swaps: Sequence[Swap]) -> list[Swap]:
    """Swaps of a word or two that stand between words which stayed, in however changed a sentence."""
    edges = [-_LITTLE, *(swap.old.last for swap in swaps)]
    begins = [*(swap.old.first for swap in swaps[1:]), swaps[-1].old.last + _LITTLE] if swaps else []
    return [
        swap
        for swap, end, begin in zip(swaps, edges, begins, strict=False)
        if swap.went
        and max(len(swap.went), len(swap.came)) <= _LITTLE
        and swap.old.first - end >= _LITTLE
        and begin - swap.old.last >= _LITTLE
    ]


def _words(tokens: Iterable[str]) -> int:
    return sum([token not in SIGNS for token in tokens])


def _negations(swaps: Iterable[Swap]) -> int:
    """By how many negations what came differs from what went."""
    found = 0
    for swap in swaps:
        if _respells_denial(swap):
            continue
        found += _denials(swap.came, swap.went) - _denials(swap.went, swap.came)
    return abs(found)


def _denials(tokens: Sequence[str], others: Sequence[str]) -> int:
    """How many words deny; "a little" denies nothing, nor does "non-prescription" but for "prescription"."""
    found = sum([token in DENIALS for token in tokens]) - sum([pair in _NO_DENIALS for pair in pairwise(tokens)])
    if "non" in tokens:
        found -= sum(
            [
                pair == ("non", "-") and word not in others
                for pair, word in zip(pairwise(tokens), tokens[2:], strict=False)
            ]
        )
    return found


def _respells_denial(swap: Swap) -> bool:
    """Whether one word became another spelling of it that denies as it did: "dosen't", "doesn't"."""
    if not swap.one_for_one:
        return False
    old, new = swap.went[0], swap.came[0]
    return old.endswith("n't") and new in NEGATIONS and _near(old, new)


def _turned(swaps: Iterable[Swap]) -> int:
    found = 0
    for swap in swaps:
        if swap.went and swap.came and len(swap.went) <= _FEW and len(swap.came) <= _FEW:
            old, new = set(swap.went), set(swap.came)
            found += _oppose(old - new - DENIALS, new - old - DENIALS)
    return found


def _oppose(old: set[str], new: set[str]) -> bool:
    """Whether a word of one set is the opposite of one of the other: of a known pair, or the same with "un-"."""
    if not (old and new):
        return False
    if any(not OPPOSITES[word].isdisjoint(new) for word in OPPOSITES.keys() & old):
        return True
    return any(_without_denial(long) & short for long, short in ((old, new), (new, old)))


def _without_denial(words: set[str]) -> set[str]:
    return {
        word.removeprefix(start)
        for word in words
        if word.startswith(_DENYING) and word not in _NOT_DENYING
        for start in _DENYING
        if word.startswith(start) and len(word) > len(start) + _SHORTEST_DENIED
    }


def _numbers(swaps: Iterable[Swap]) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers that were put for others in the same place."""
    lost: set[str] = set()
    gained: set[str] = set()
    for swap in swaps:
        if "".join(swap.went) == "".join(swap.came):  # "72h" and "72 h"
            continue
        old = {value for token in swap.went if (value := number_of(token))}
        new = {value for token in swap.came if (value := number_of(token))} if old else set()
        if old - new and new - old and not _same_measure(swap, old - new, new - old):
            lost |= old - new
            gained |= new - old
        elif not old and (units := _units(swap)):
            lost |= units[0]
            gained |= units[1]
    return frozenset(lost), frozenset(gained)


def _units(swap: Swap) -> tuple[set[str], set[str]] | None:
    """Units that were put for others of the same kind, where the number before them stands: 2 tbsp, 2 tsp."""
    old = {UNIT_KINDS[token] for token in swap.went if token in UNIT_KINDS}
    new = {UNIT_KINDS[token] for token in swap.came if token in UNIT_KINDS}
    changed = len(old) == 1 == len(new) and old != new and {kind for _, kind in old} == {kind for _, kind in new}
    return ({unit for unit, _ in old}, {unit for unit, _ in new}) if changed else None


@lru_cache(maxsize=1 << 14)
def number_of(token: str) -> str:
    """A number in one form, however it was written: no separators, no ordinals, hours of the day in 24; else ""."""
    if token in NUMBERS:
        return NUMBERS[token]
    if not token[0].isdigit():
        return ""
    hour = _HOUR.fullmatch(token)
    if hour:
        minutes = hour.group(2) or "00"
        value = int(hour.group(1)) % 12 + (12 if hour.group(3) == "pm" else 0)
        return str(value) if minutes == "00" else f"{value}:{minutes}"
    plain = _GROUPED.sub("", _ORDINAL.sub("", token)).replace(",", ".").replace(":00", "")
    return f"{float(plain):.12g}" if _PLAIN_NUMBER.fullmatch(plain) else plain


def _same_measure(swap: Swap, old: set[str], new: set[str]) -> bool:
    """Whether numbers changed with their units, or from one clock to the other: the same said otherwise."""
    before, after = ({_unit(token) for token in side} & UNITS for side in (swap.went, swap.came))
    if (before - after and after - before) or (after - before) & _DEGREES:
        return True
    if _is_clock(swap.went) and not _is_clock(swap.came):  # a result stands where its hour stood
        return True
    if len(old) == 1 == len(new) and _rounds(*old, *new):
        return True
    hours = [int(value) for value in (*old, *new) if value.isdigit()]
    if len(hours) < len(old) + len(new) or max(hours) > _HOURS:
        return False
    return {int(value) % 12 for value in old} == {int(value) % 12 for value in new}


def _unit(token: str) -> str:
    """A unit, be it written to its number: "375f"."""
    return token if token[0].isalpha() else token.lstrip("0123456789.,")


def _is_clock(tokens: Sequence[str]) -> bool:
    """Whether all numbers among words are hours with their minutes."""
    numbers = [token for token in tokens if token[0].isdigit()]
    return bool(numbers) and all(":" in token for token in numbers)


def _rounds(old: str, new: str) -> bool:
    """Whether one number is the other one with fewer decimals, and hardly differs from it."""
    if not (_PLAIN_NUMBER.fullmatch(old) and _PLAIN_NUMBER.fullmatch(new)):
        return False
    longer, shorter = sorted((old, new), key=len, reverse=True)
    if "." not in longer:
        return False
    value, rounded = float(longer), float(shorter)
    same = round(value, len(shorter.partition(".")[2])) == rounded
    return same and abs(value - rounded) <= _ROUNDED * abs(value)


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


def _exchanged(swaps: Sequence[Swap], before: Version, after: Version) -> bool:
    """Whether one thing was put for another here, and that one for the first elsewhere, or a row was turned round."""
    pairs: dict[tuple[str, str], Swap] = {}
    for swap in swaps:
        old, new = _content(swap.went), _content(swap.came)
        if not old or not new:
            continue
        other = pairs.get((new, old))
        if other and (_is_named(before, swap.old.first) or swap.old.first - other.old.last >= _APART):
            return True
        pairs[old, new] = swap
    return _moved(swaps, before, after)


def _trades_places(swaps: Sequence[Swap]) -> bool:
    """Whether the author stands where somebody else stood and the other way round: who did it, and to whom."""
    went = came = False
    for swap in swaps:
        old, new = FIRST_PERSON.intersection(swap.went), FIRST_PERSON.intersection(swap.came)
        if not (old or new) or not BY.isdisjoint(swap.went) or not BY.isdisjoint(swap.came):
            continue
        if old and new:
            others = not (OTHER_PERSONS.isdisjoint(swap.went) or OTHER_PERSONS.isdisjoint(swap.came))
            if others and DOING.isdisjoint(old) != DOING.isdisjoint(new) and not (_done(swap.went) or _done(swap.came)):
                return True
        elif old:
            went = went or (not _done(swap.went) and _is_somebody(swap.came))
        else:
            came = came or (not _done(swap.came) and _is_somebody(swap.went))
    return went and came


def _done(tokens: Sequence[str]) -> bool:
    """Whether words say more than who: another verb, and it may be the same seen from the other side."""
    return any(weighs(token) and token not in _WHO for token in tokens)


def _is_somebody(tokens: Sequence[str]) -> bool:
    """Whether words are no more than somebody: "he", "the man upstairs"."""
    return len(tokens) <= _NAMED and (not OTHER_PERSONS.isdisjoint(tokens) or any(weighs(token) for token in tokens))


def _content(tokens: list[str]) -> str:
    """Words that say something, or "" where there are too many for one thing."""
    words = [token for token in tokens if token not in SIGNS and token not in EMPTY]
    return " ".join(words) if len(words) <= _LITTLE else ""


def _replaces(swap: Swap) -> bool:
    """Whether words of weight took the place of others that are not the same otherwise spelt or inflected."""
    if not (swap.went and swap.came) or len(swap.went) > _FEW or len(swap.came) > 2 * _FEW:
        return False
    if swap.one_for_one and len(swap.went[0]) >= _FEW and _is_spelling(swap):
        return False
    old = {stem(token) for token in swap.went if weighs(token) and token[0].isalpha() and token not in UNITS}
    came = [token for token in swap.came if len(token) > 3 or token[0] > _UNSPACED]
    new = {stem(token) for token in came if token[0].isalpha() and token not in UNITS}
    return bool(old - new) and bool(new - old) and not any(_akin(a, b) for a in old for b in new)


def _akin(old: str, new: str) -> bool:
    """Whether two stems can be of one word: short ones are alike by chance."""
    shorter = min(len(old), len(new))
    return shorter > 1 and _near(old, new) and (shorter > _FEW or OSA.distance(old, new, score_cutoff=1) <= 1)


def _moved(swaps: Sequence[Swap], before: Version, after: Version) -> bool:
    """Whether numbers stand in another order, or a few words were moved past another name: "Peru beat Spain"."""
    if any(token[0].isdigit() for swap in swaps for token in swap.went):
        rows = [[token for token in tokens if token[0].isdigit()] for tokens in (before.tokens, after.tokens)]
        if rows[0] != rows[1] and sorted(rows[0]) == sorted(rows[1]) and "\n|" not in after.raw:
            return not _beside_the_same(before, after)
    went = [at for swap in swaps for at in range(*swap.old)]
    tokens = [before.tokens[at] for at in went]
    if not 0 < len(tokens) <= _PAST or sorted(tokens) != sorted([token for swap in swaps for token in swap.came]):
        return False
    if _is_german(before):
        return False
    moved = {before.tokens[at] for at in went if _is_named(before, at)}
    return bool(moved) and any(
        _is_named(before, at) and before.tokens[at] not in moved
        for at in range(max(went[0] - _PAST, 0), min(went[-1] + _PAST, len(before.tokens)))
    )


def _beside_the_same(before: Version, after: Version) -> bool:
    """Whether each number has a word of weight beside it that stood there before: things were sorted, not exchanged."""
    known = _neighbours(before)
    return all(not known[number].isdisjoint(words) for number, words in _neighbours(after).items() if number in known)


def _neighbours(version: Version) -> dict[str, set[str]]:
    """For each number the words of weight next to it on either side, with the side."""
    found: dict[str, set[str]] = {}
    for at, token in enumerate(version.tokens):
        if not token[0].isdigit():
            continue
        words = found.setdefault(token, set())
        for step in (-1, 1):
            place = at + step
            while 0 <= place < len(version.tokens) and not weighs(version.tokens[place]):
                place += step
            if 0 <= place < len(version.tokens):
                words.add(f"{step}{version.tokens[place]}")
    return found


def _is_named(version: Version, at: int) -> bool:
    """Whether a token is a number or is written as a name is; a word that begins a sentence may be none."""
    token = version.tokens[at]
    return token[0].isdigit() or (version.raw[version.begin(at)].isupper() and token not in EMPTY)


def _is_name(version: Version, at: int) -> bool:
    token = version.tokens[at]
    if len(token) < 3 or not version.raw[version.begin(at)].isupper() or token in EMPTY:
        return False
    if at == 0 or version.tokens[at - 1] in _STOPS:
        return False
    return "\n" not in version.raw[version.end(at - 1) : version.begin(at)]


def _is_spelling(swap: Swap) -> bool:
    old = "".join([token for token in swap.went if token not in SIGNS])
    new = "".join([token for token in swap.came if token not in SIGNS])
    if old == new:
        return True
    if not old or not new or abs(len(old) - len(new)) > _MOST_SPELT:
        return False
    changed = {*swap.went} ^ {*swap.came}
    turned = changed & NEGATIONS
    if turned and not (swap.one_for_one and turned == changed):  # "doesn't" for "dosent": both deny
        return False
    if any(token[0].isdigit() for token in changed):
        return False
    return _near(old, new) and not _oppose({*swap.went}, {*swap.came}) and not _units(swap)


def _near(old: str, new: str) -> bool:
    """Whether two words can be spellings of one."""
    most = _MOST_SPELT if min(len(old), len(new)) > 3 else 1
    return max(len(old), len(new)) < 60 and OSA.distance(old, new, score_cutoff=most) <= most


def stem(token: str) -> str:
    """Enough of a word to know its other forms by."""
    return token[: max(4, len(token) - 3)]


@lru_cache(maxsize=1 << 16)
def weighs(token: str) -> bool:
    """Whether a word says what a text is about."""
    return (
        token[0].isdigit() or (len(token) > 3 and token not in EMPTY) or (token[0] > _UNSPACED and token[0].isalnum())
    )


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
        same = old.domain == new.domain and not is_anothers(old, new)
        (moved if same or is_archive(new) or is_private(old) else swapped).append((old, new))
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
