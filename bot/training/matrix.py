"""Texts to sparse matrices of the very features that judge at run time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.text import Word, words
from bot.tone import features

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Whole texts, and their sentences, as rows of features; already scaled by length."""

    whole: csr_matrix
    """Shape (texts, buckets)."""
    sentences: csr_matrix
    """Shape (sentences, buckets)."""
    owner: npt.NDArray[np.int64]
    """For each sentence, the row of its text."""

    def log_odds(self, weights: Floats, intercepts: Floats, worst_by: Floats) -> Floats:
        """As judged: half the whole and half the worst sentence, by the linear function ``worst_by``.

        ``weights``: (buckets, heads). Returns (texts, heads).
        """
        worst = self.worst_sentences(worst_by)
        odds: Floats = 0.5 * (self.whole @ weights) + 0.5 * (self.sentences[worst] @ weights) + intercepts
        return odds

    def worst_sentences(self, worst_by: Floats) -> npt.NDArray[np.int64]:
        """For each text, the row of its worst sentence; texts are never empty."""
        score = self.sentences @ worst_by
        order = np.lexsort((-score, self.owner))
        _, first = np.unique(self.owner[order], return_index=True)
        found: npt.NDArray[np.int64] = order[first]
        return found


def texts_of(batch: Iterable[str]) -> Texts:
    """Features of texts; one without words of its own becomes a row of zeros."""
    whole, sentences, owner = _Rows(), _Rows(), []
    for row, text in enumerate(batch):
        found = words(text)
        added = _per_word(found)
        whole.add([pair for pairs in added for pair in pairs], len(found))
        start = 0
        for _, group in groupby(found, key=lambda word: word.sentence):
            end = start + sum(1 for _ in group)
            sentences.add([pair for pairs in added[start:end] for pair in pairs], end - start)
            owner.append(row)
            start = end
        if not found:
            sentences.add([], 0)
            owner.append(row)
    return Texts(whole=whole.matrix(), sentences=sentences.matrix(), owner=np.array(owner, dtype=np.int64))


def _per_word(found: Sequence[Word]) -> list[list[tuple[int, float]]]:
    added = []
    before = ""
    for word, context in zip(found, features.contexts(found), strict=True):
        beside = (
            (features.context_bucket(word.text, context), 1.0),
            (features.pair_bucket(before, word.text), features.PAIR_WEIGHT),
        )
        added.append([*features.word_features(word.text), *beside])
        before = word.text
    return added


class _Rows:
    """Rows of a sparse matrix in the making."""

    def __init__(self) -> None:
        self._columns: list[npt.NDArray[np.int32]] = []
        self._values: list[npt.NDArray[np.float32]] = []
        self._ends = [0]

    def add(self, pairs: Sequence[tuple[int, float]], count: int) -> None:
        scale = features.scale(count)
        self._columns.append(np.fromiter((bucket for bucket, _ in pairs), np.int32, len(pairs)))
        self._values.append(np.fromiter((value * scale for _, value in pairs), np.float32, len(pairs)))
        self._ends.append(self._ends[-1] + len(pairs))

    def matrix(self) -> csr_matrix:
        found = csr_matrix(
            (np.concatenate(self._values), np.concatenate(self._columns), np.array(self._ends)),
            shape=(len(self._ends) - 1, features.BUCKETS),
        )
        found.sum_duplicates()
        return found
