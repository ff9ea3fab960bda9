"""Long lists of phrases as one regular expression that is sorted by first letter, which is several times as fast.

`re` tries every phrase of a list at every word, and enters each group to find that no phrase in it begins so. Sorted,
it enters those of one letter only. The phrases stay written as people read them.
"""

import re
import sys
from collections.abc import Iterator
from functools import cached_property

_GROUP = "(?:"
_BOUND = r"\b"
_BEHIND = ("(?<=", "(?<!")
_CLASSES = frozenset("AbBdDsSwWZ")
"""Letters that are no literals behind a backslash."""
_MOST = 2000
"""Characters that a group may add, its rest being written once for each letter: compiling them takes its time."""
_Tails = dict[str, list[str]]


class Phrases:
    """A pattern of the form `\\b(?:A|B|...)`, or `\\bA|\\bB|...`, sorted and compiled when it is first looked for.

    Alternatives of one first letter keep their order. What begins otherwise than with letters, signs, groups or sets
    of them, or looks behind, is tried last, as it is.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(_sorted(self.pattern))

    def search(self, text: str) -> re.Match[str] | None:
        """As of a compiled pattern."""
        return self._compiled.search(text)

    def finditer(self, text: str, first: int = 0, last: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The same."""
        return self._compiled.finditer(text, first, last)


def _sorted(pattern: str) -> str:
    letters: _Tails = {}
    others: list[str] = []
    free: list[str] = []
    wrapped = _unwrapped(pattern)
    for alternative in _alternatives(pattern if wrapped is None else wrapped):
        if wrapped is None and not alternative.startswith(_BOUND):
            free.append(alternative)
        elif (tails := _by_letter(alternative.removeprefix(_BOUND))) is None:
            others.append(alternative)
        else:
            _merge(letters, tails)
    bound = [*(f"{re.escape(letter)}{_any(tails)}" for letter, tails in letters.items()), *others]
    return "|".join([*([rf"\b(?:{'|'.join(bound)})"] if bound else []), *free])


def _unwrapped(pattern: str) -> str | None:
    """The alternatives of `\\b(?:A|B)`; None for other patterns."""
    start = f"{_BOUND}{_GROUP}"
    wrapped = pattern.startswith(start) and _end(pattern, len(_BOUND)) == len(pattern)
    return pattern[len(start) : -1] if wrapped else None


def _alternatives(pattern: str) -> list[str]:
    """Split at the bars that stand in no group and no set."""
    found, begin, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            found.append(pattern[begin:at])
            begin = at + 1
        at = _end(pattern, at)
    return [*found, pattern[begin:]]


def _end(pattern: str, at: int) -> int:
    """Where the element that begins at ``at`` ends: one sign, an escaped one, a set, or a group."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        at += 2  # a bracket that stands first is a member
        while pattern[at] != "]":
            at += 2 if pattern[at] == "\\" else 1
        return at + 1
    if pattern[at] == "(":
        at += 1
        while pattern[at] != ")":
            at = _end(pattern, at)
    return at + 1


def _by_letter(sequence: str) -> _Tails | None:
    """What may follow each first letter, the letter taken off; None where that cannot be told."""
    if not sequence:
        return None
    end = _end(sequence, 0)
    first, rest = sequence[:end], sequence[end:]
    optional = rest.startswith("?")
    if optional:
        rest = rest[1:]
    if rest[:1] in {"*", "+", "{"} or (optional and rest[:1] == "?"):
        return None
    found = _of_element(first, rest)
    if optional and found is not None:
        without = _by_letter(rest)
        return None if without is None else _merge(found, without)
    return found


def _of_element(first: str, rest: str) -> _Tails | None:
    if first.startswith(_GROUP):
        return _of_group(_alternatives(first[len(_GROUP) : -1]), rest)
    if first.startswith(_BEHIND):
        found = None if "|" in first else _by_letter(rest)
        if found is None:
            return None
        # Behind the letter stands what stood before it, and the letter.
        return {at: [f"{first[:-1]}{re.escape(at)}){tail}" for tail in tails] for at, tails in found.items()}
    if first[0] == "[":
        members = first[1:-1]
        return None if {*"^-\\"}.intersection(members) else {letter: [rest] for letter in members}
    literal = first.removeprefix("\\")
    if first[0] in "(.^$" or (first[0] == "\\" and literal in _CLASSES):
        return None
    return {literal: [rest]}


def _of_group(alternatives: list[str], rest: str) -> _Tails | None:
    inside: _Tails = {}
    whole: _Tails = {}
    for alternative in alternatives:
        tails = _by_letter(alternative)
        if tails is not None:
            _merge(inside, tails)
            continue
        tails = _by_letter(f"{alternative}{rest}") if alternative.startswith(_BEHIND) else None
        if tails is None:
            return None
        _merge(whole, tails)
    if len(inside) * len(rest) > _MOST:
        return None
    return _merge({letter: [f"{_any(tails)}{rest}"] for letter, tails in inside.items()}, whole)


def _any(tails: list[str]) -> str:
    return tails[0] if len(tails) == 1 and "|" not in tails[0] else f"{_GROUP}{'|'.join(tails)})"


def _merge(into: _Tails, more: _Tails) -> _Tails:
    for letter, tails in more.items():
        into.setdefault(letter, []).extend(tails)
    return into
