"""Words to hashed features. Every feature belongs to one word, so that a score can be shown word by word.

A word counts for itself, for its letters (3 to 5 in a row), for its word pieces, for being shouted, for whom it is
said of (the nearest pronoun before it) and whether that is denied, for the word before it, and, at the end of a
question, for that. Nothing of a person's text is kept: features are hashes.
"""

import math
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

VERSION = 2
"""Raised whenever the same words could give other features; stands in every model's manifest."""
BITS = 17
BUCKETS = 1 << BITS
NOTHING = BUCKETS
"""The bucket of no feature; its weights are 0."""

_GROUPS = (
    "you your you're youre u ur yours yourself yall y'all you've you'll",
    "i i'm im my me myself i've i'd i'll mine we we're our us ourselves",
    "he she they his her their them him he's she's they're these those all every",
    "not no never isn't aren't don't doesn't wasn't weren't can't won't nobody neither nor without",
)
KINDS: dict[str, int] = {word: kind for kind, group in enumerate(_GROUPS, 1) for word in group.split()}
"""1 the person addressed, 2 oneself, 3 others or all, 4 a negation; other words are 0."""
_NEGATION = 4
_DENIED = 4
"""What a negation that reaches a word adds to its code."""
REACH = 5
"""Words that a pronoun or a negation reaches ahead, to the end of the sentence."""
_LETTERS_WEIGHT = 0.7
PAIR_WEIGHT = 0.6

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]

_CONTEXT_SALTS = np.array([crc32(f"context:{code}".encode()) for code in range(8)], dtype=np.uint32)


def hash_of(word: str) -> int:
    """32 bits of a word."""
    return crc32(word.encode("utf-8", "surrogatepass"))


QUESTION = hash_of("at the end of a question") & (BUCKETS - 1)
LOUD = hash_of("in capitals") & (BUCKETS - 1)


@lru_cache(maxsize=1 << 14)
def word_features(word: str) -> tuple[tuple[int, float], ...]:
    """(bucket, value) of one word by itself: the word, and its letters."""
    framed = f"<{word}>"
    grams = [framed[i : i + n] for n in (3, 4, 5) for i in range(len(framed) - n + 1)]
    weight = _LETTERS_WEIGHT / math.sqrt(max(len(grams), 1))
    return ((_bucket(f"w:{word}"), 1.0), *((_bucket(f"c:{gram}"), weight) for gram in grams))


def contexts(kinds: npt.NDArray[np.uint8], sentences: Ints) -> npt.NDArray[np.uint8]:
    """For each word, whom it is said of (0 to 3, the nearest pronoun before it), plus 4 where a negation reaches it."""
    found = np.zeros(len(kinds), dtype=np.uint8)
    places = np.arange(len(kinds))
    earliest = np.maximum(places - REACH, sentences.searchsorted(sentences))[1:]
    negation = kinds == _NEGATION
    for marked, code in (((kinds > 0) & ~negation, kinds), (negation, np.uint8(_DENIED) * negation)):
        nearest = np.maximum.accumulate(np.where(marked, places, -1))[:-1]
        found[1:] += np.where(nearest >= earliest, code[nearest], np.uint8(0))
    return found


def beside(hashes: Hashes, kinds: npt.NDArray[np.uint8], sentences: Ints) -> tuple[Ints, Ints]:
    """Buckets of each word in its context (NOTHING where it has none) and of each word with the one before it."""
    codes = contexts(kinds, sentences)
    context = np.where(codes > 0, _mixed(hashes ^ _CONTEXT_SALTS[codes]), NOTHING)
    before = np.zeros_like(hashes)
    before[1:] = np.where(sentences[1:] == sentences[:-1], hashes[:-1], 0)
    return context, _mixed(before * np.uint32(0x9E3779B1) + hashes)


def _mixed(hashes: Hashes) -> Ints:
    """Spread 32 bits (the end of MurmurHash3) and keep as many as there are buckets."""
    spread = hashes ^ (hashes >> np.uint32(16))
    spread = spread * np.uint32(0x85EBCA6B)
    spread = spread ^ (spread >> np.uint32(13))
    found: Ints = (spread & np.uint32(BUCKETS - 1)).astype(np.int64)
    return found


def _bucket(feature: str) -> int:
    return hash_of(feature) & (BUCKETS - 1)
