"""Phrases sorted by first letter find what they would find unsorted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.churn import links, notes, veiled
from bot.churn.phrases import Phrases
from bot.text import lowered
from bot.training import edits

LISTS = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in (links, notes, veiled)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
]
TEXTS = [
    lowered(one.text)
    for found in edits.own_histories()[::7]
    if found.part == "tunable"
    for one in (*found.history.revisions, *found.history.replies)
]


@pytest.mark.parametrize("phrases", LISTS)
def test_every_list_finds_in_real_texts_what_it_says(phrases: Phrases) -> None:
    plain = re.compile(phrases.pattern)

    for text in TEXTS:
        assert [found.start() for found in phrases.finditer(text)] == [found.start() for found in plain.finditer(text)]
        assert bool(phrases.search(text)) is bool(plain.search(text))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:ab|a|b[cd]|(?:c|ca)d|(?:d )?e|f?g|\d+|\(x\)|h*i|a{2})\b",
        r"\b(?:(?:(?<![ab])|(?<=b ))(?:a|cd)|(?<! )b)",
        r"\ba|c|\bd(?:e|f)?",
        r"\b(?:a|b|c)(?! d)",
        r"\b(?:[^a]b|[a-c]d|.e)",
    ],
)
@given(text=some.text(alphabet="abcdefghi (x)1\n", max_size=12))
def test_a_sorted_pattern_finds_the_same(pattern: str, text: str) -> None:
    found = [match.start() for match in Phrases(pattern).finditer(text)]

    assert found == [match.start() for match in re.finditer(pattern, text)]


def test_a_part_of_a_text_can_be_searched() -> None:
    assert [match.group() for match in Phrases(r"\b(?:ab|ac)").finditer("ab ac ab", 3, 5)] == ["ac"]
