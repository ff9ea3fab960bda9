"""What an edit was for, by its text alone: {surface, wording, meaning}. Numbers of one change, and what they weigh.

Weakest where it matters most, as every measurement of such classifiers found; so it only adds to what the context says.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.churn.changes import Change, Swap, stem
from bot.churn.lexicon import EMPTY
from bot.churn.versions import SIGNS

Vector = npt.NDArray[np.float64]

INTENTS = ("fluency", "clarity", "coherence", "style", "meaning-changed", "others")
"""Classes of the corpus that it was fitted to (IteraTeR, Du et al. 2022)."""
KINDS = ("surface", "wording", "meaning")
KIND_OF = {"fluency": 0, "clarity": 1, "coherence": 1, "style": 1, "meaning-changed": 2, "others": 1}

_LINKING = frozenset(
    """however therefore moreover furthermore thus hence also then but and or so because although though while whereas
    instead additionally finally consequently meanwhile since first second besides nevertheless which that""".split()
)
_VAGUE = frozenset(
    """may might could possibly perhaps likely often usually generally mostly some somewhat quite very really simply
    basically just actually""".split()
)
_ARTICLES = frozenset("a an the this that these those its their his her our your my".split())
_FORMS = frozenset(
    "is are was were be been being has have had do does did will would can of in on at to for by with from as".split()
)
NAMES = (
    "deleted few_deleted inserted few_inserted kept grown shrunk swaps one_swap largest_old largest_new only_in"
    " only_out replaced spelling signs_only same_letters same_words near_words stems empty_only articles forms linking"
    " vague lost gained lost_share gained_share digits_out digits_in digit_swap names_out names_in negations turned"
    " at_start at_end sentences_in sentences_out comma longer_words before_size appended parens quotes gained_long"
    " capital"
).split()


def features_of(change: Change) -> list[float]:
    """Numbers of one change, named in ``NAMES``; shape (len(NAMES),)."""
    before, after, swaps = change.before, change.after, change.swaps
    old = [token for swap in swaps for token in swap.went]
    new = [token for swap in swaps for token in swap.came]
    old_words, new_words = [t for t in old if t not in SIGNS], [t for t in new if t not in SIGNS]
    changed = {*old_words} ^ {*new_words}
    size = max(len(before.tokens), 1)
    grown = math.log((len(after.tokens) + 1) / (size + 1))
    replaced = sum([bool(swap.went) for swap in swaps])
    near = sum([stem(a) == stem(b) for a, b in _aligned(swaps)])
    words = len(old_words) + len(new_words)
    empty = sum([word in EMPTY or len(word) < 4 for word in (*old_words, *new_words)])
    as_many = words > 0 and len(old_words) == len(new_words)
    return [
        math.log1p(len(old_words)),
        0 < len(old_words) <= 2,
        math.log1p(len(new_words)),
        0 < len(new_words) <= 2,
        change.kept,
        max(0.0, grown),
        max(0.0, -grown),
        math.log1p(len(swaps)),
        len(swaps) == 1,
        math.log1p(max([len(swap.went) for swap in swaps], default=0)),
        math.log1p(max([len(swap.came) for swap in swaps], default=0)),
        bool(new) and not old,
        bool(old) and not new,
        bool(old_words) and bool(new_words),
        change.spelling,
        bool(swaps) and not words,
        words > 0 and "".join(old_words) == "".join(new_words),
        as_many and sorted(old_words) == sorted(new_words),
        near / max(len(swaps), 1),
        near > 0 and near == replaced,
        empty / words if words else 0.0,
        *[len(changed & group) / len(changed) if changed else 0.0 for group in (_ARTICLES, _FORMS, _LINKING, _VAGUE)],
        math.log1p(len(change.lost)),
        math.log1p(len(change.gained)),
        len(change.lost) / max(len(old_words), 1),
        len(change.gained) / max(len(new_words), 1),
        any(word[0].isdigit() for word in old_words),
        any(word[0].isdigit() for word in new_words),
        bool(change.numbers[0]),
        bool(change.names[0]),
        bool(change.names[1]),
        min(change.negations, 2),
        min(change.turned, 2),
        bool(swaps) and swaps[0].old.first == 0,
        bool(swaps) and swaps[-1].old.last == len(before.tokens),
        math.log1p(new.count(".") + new.count("!") + new.count("?")),
        math.log1p(old.count(".") + old.count("!") + old.count("?")),
        ("," in new) - ("," in old),
        _mean_length(new_words) - _mean_length(old_words) if old_words and new_words else 0.0,
        math.log1p(size) / 5,
        change.append_only,
        ("(" in new) - ("(" in old),
        ('"' in new) - ('"' in old),
        sum(map(len, change.gained)) > 40,
        not swaps and before.canon != after.canon,
    ]


def _aligned(swaps: Sequence[Swap]) -> list[tuple[str, str]]:
    """Words that stand in each other's place, where as many went as came."""
    return [
        pair for swap in swaps if len(swap.went) == len(swap.came) for pair in zip(swap.went, swap.came, strict=True)
    ]


def _mean_length(words: Sequence[str]) -> float:
    return sum(map(len, words)) / len(words) / 5 if words else 0.0
