"""Markdown to the author's own words, with spans of the raw text."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import text


def own(raw: str) -> list[str]:
    return [raw[word.start : word.end] for word in text.words(raw)]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("> you fool\n\nplease stop", ["please", "stop"]),
        ("run `you_idiot = 1` now", ["run", "now"]),
        ("```\nstupid code\n```\nworks", ["works"]),
        ("see [the guide](https://idiot.example/fool)", ["see", "the", "guide"]),
        ("https://idiot.example/fool is down", ["is", "down"]),
        ("ask @fool@here.example or !idiots@here.example", ["ask", "or"]),
        ("~~you fool~~ sorry", ["sorry"]),
        ("::: spoiler idiot\nhidden\n:::", ["hidden"]),
        ("<b>bold</b> move", ["bold", "move"]),
        ("snake_case and don't", ["snake_case", "and", "don't"]),
        ("", []),
        ("> only a quote", []),
        ("```\nnever closed", []),
    ],
)
def test_only_the_authors_own_words_count(raw: str, words: list[str]) -> None:
    assert own(raw) == words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("F*CK", "fuck"),
        ("sh1t", "shit"),
        ("b!tch", "bitch"),
        ("soooo", "soo"),
        ("fu\u200bck", "fuck"),
        ("\uff46\uff55ck", "fuck"),
        ("2*3", "2*3"),
        ("r2d2", "r2d2"),
        ("дурак", "дурак"),
        ("it's", "it"),
    ],
)
def test_masked_spelling_is_undone_only_to_a_known_oath(written: str, plain: str) -> None:
    assert [word.text for word in text.words(written)] == [plain]


def test_sentences_are_told_apart() -> None:
    assert [word.sentence for word in text.words("One two. Three! Four")] == [0, 0, 1, 2]


@given(st.text())
def test_spans_point_into_the_raw_text_and_rise(raw: str) -> None:
    words = text.words(raw)

    assert len(text.own_text(raw)) == len(raw)
    assert all(0 <= word.start < word.end <= len(raw) for word in words)
    assert all(one.end <= other.start for one, other in itertools.pairwise(words))


@pytest.mark.parametrize(
    "raw",
    [
        "a" * 10_000,
        "a\u0301" * 50_000,
        "> " * 5000 + "x",
        "[" * 20_000,
        "`" * 20_000,
        "~~" * 10_000,
        "*" * 40_000,
        "<" * 20_000,
        "](" * 10_000,
        "\u202eabc\u202c" * 2000,
        "a.b." * 10_000,
        "f*" * 10_000,
        "\x00\ud800" * 5000,
    ],
    ids=[
        "long word",
        "marks",
        "quotes",
        "brackets",
        "ticks",
        "tildes",
        "stars",
        "angles",
        "links",
        "rtl",
        "dots",
        "masks",
        "nul",
    ],
)
def test_hostile_text_is_read_in_no_time(raw: str) -> None:
    begun = time.process_time()
    text.words(raw)

    assert time.process_time() - begun < 2  # quadratic patterns take minutes here
