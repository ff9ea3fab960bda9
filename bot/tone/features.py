"""Words of a text to hashed features. Every feature belongs to one word, so that a score can be shown word by word.

A word counts for itself, for its letters (3 to 5 in a row), for whom it is said of (the nearest pronoun before it), and
for the word before it. Nothing of a person's text is kept: features are CRC-32 hashes.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from bot.text import Word

VERSION = 1
"""Raised whenever the same words could give other features; stands in every model's manifest."""
BITS = 17
BUCKETS = 1 << BITS

_YOU = frozenset("you your you're youre u ur yours yourself yall y'all you've you'll".split())
_I = frozenset("i i'm im my me myself i've i'd i'll mine we we're our us ourselves".split())
_THEY = frozenset("he she they his her their him them he's she's they're these those all every".split())
_NOT = frozenset(
    "not no never isn't aren't don't doesn't wasn't weren't can't won't nobody neither nor without".split()
)
REACH = 5
"""Words that a pronoun or a negation reaches ahead."""
_LETTERS_WEIGHT = 0.7
PAIR_WEIGHT = 0.6

type_of = {word: name for name, group in (("y", _YOU), ("i", _I), ("t", _THEY), ("n", _NOT)) for word in group}
"""Pronouns and negations, by what they say of the words that follow."""


def contexts(words: Sequence[Word]) -> list[str]:
    """For each word, who or what it is said of: "y" the person addressed, "i" oneself, "t" others, "" nobody.

    With "n" behind when negated. A sentence's end ends the reach.
    """
    found: list[str] = []
    who, who_left, not_left, sentence = "", 0, 0, -1
    for word in words:
        if word.sentence != sentence:
            who_left, not_left, sentence = 0, 0, word.sentence
        found.append((who if who_left > 0 else "") + ("n" if not_left > 0 else ""))
        who_left -= 1
        not_left -= 1
        kind = type_of.get(word.text)
        if kind == "n":
            not_left = REACH
        elif kind is not None:
            who, who_left = kind, REACH
    return found


@lru_cache(maxsize=1 << 16)
def word_features(word: str) -> tuple[tuple[int, float], ...]:
    """(bucket, value) of one word by itself: the word, and its letters."""
    framed = f"<{word}>"
    grams = [framed[i : i + n] for n in (3, 4, 5) for i in range(len(framed) - n + 1)]
    weight = _LETTERS_WEIGHT / math.sqrt(max(len(grams), 1))
    return ((_bucket(f"w:{word}"), 1.0), *((_bucket(f"c:{gram}"), weight) for gram in grams))


@lru_cache(maxsize=1 << 16)
def context_bucket(word: str, context: str) -> int:
    """Bucket of a word said of somebody, or negated; counts 1."""
    return _bucket(f"x:{context}:{word}")


@lru_cache(maxsize=1 << 16)
def pair_bucket(first: str, second: str) -> int:
    """Bucket of two neighbours, which count ``PAIR_WEIGHT``; belongs to the second."""
    return _bucket(f"p:{first} {second}")


def scale(count: int) -> float:
    """What the sum over ``count`` words is multiplied by, so that long texts do not shout."""
    return 1.0 / math.sqrt(count + 3.0)


def _bucket(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) & (BUCKETS - 1)
