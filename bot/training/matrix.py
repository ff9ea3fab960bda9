"""Texts to sparse matrices of the very features that judge at run time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot import text as texts
from bot.tone import features

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Whole texts, and their sentences, as rows of features; already scaled by length.

    Columns are the hashed buckets, then the word pieces.
    """

    whole: csr_matrix
    """Shape (texts, buckets + pieces)."""
    sentences: csr_matrix
    """Shape (sentences, buckets + pieces)."""
    owner: npt.NDArray[np.int64]
    """For each sentence, the row of its text."""

    def log_odds(self, weights: Floats, intercepts: Floats, worst_by: Floats) -> Floats:
        """As judged: half the whole and half the worst sentence, by the linear function ``worst_by``.

        ``weights``: (columns, heads). Returns (texts, heads).
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


def texts_of(batch: Iterable[str], pieces: dict[str, int]) -> Texts:
    """Features of texts; one without words of its own becomes a row of zeros."""
    found = [texts.tokens(text) for text in batch]
    vocabulary: dict[tuple[str, bool], int] = {}
    words = np.array(
        [
            vocabulary.setdefault((texts.normal(word[:40]), texts.is_loud(word)), len(vocabulary))
            for tokens in found
            for word in tokens.written
        ],
        dtype=np.int64,
    )
    known = list(vocabulary)
    sizes = np.array([size for tokens in found for size in tokens.sentences or [0]], dtype=np.int64)
    owner = np.repeat(np.arange(len(found)), [max(len(tokens.sentences), 1) for tokens in found])
    sentence_of = np.repeat(np.arange(len(sizes)), sizes)
    hashes = np.array([features.hash_of(word) for word, _ in known], dtype=np.uint32)[words]
    kinds = np.array([features.KINDS.get(word, 0) for word, _ in known], dtype=np.uint8)[words]
    context, pairs = features.beside(hashes, kinds, sentence_of)
    asked = np.flatnonzero([question for tokens in found for question in tokens.questions or [False]])
    width = features.BUCKETS + len(pieces)
    has_context = context != features.NOTHING
    rows = np.concatenate([sentence_of[has_context], sentence_of, asked])
    columns = np.concatenate([context[has_context], pairs, np.full(len(asked), features.QUESTION)])
    values = np.concatenate(
        [np.ones(has_context.sum()), np.full(len(pairs), features.PAIR_WEIGHT), np.ones(len(asked))]
    ).astype(np.float32)
    beside = csr_matrix((values, (rows, columns)), shape=(len(sizes), width))
    count = csr_matrix((np.ones(len(words), np.float32), (sentence_of, words)), shape=(len(sizes), len(known)))
    summed = (count @ _by_itself(known, pieces, width) + beside).tocsr()
    of_text = csr_matrix((np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))))
    text_sizes = np.bincount(owner, weights=sizes)
    return Texts(
        whole=_scaled(of_text @ summed, text_sizes),
        sentences=_scaled(summed, sizes),
        owner=owner,
    )


def _by_itself(known: Sequence[tuple[str, bool]], pieces: dict[str, int], width: int) -> csr_matrix:
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for word, loud in known:
        for bucket, value in features.word_features(word):
            columns.append(bucket)
            values.append(value)
        for piece in texts.pieces_of(word, pieces):
            columns.append(features.BUCKETS + piece)
            values.append(1.0)
        if loud:
            columns.append(features.LOUD)
            values.append(1.0)
        ends.append(len(columns))
    return csr_matrix((np.array(values, np.float32), np.array(columns), np.array(ends)), shape=(len(known), width))


def _scaled(rows: csr_matrix, sizes: npt.NDArray[np.int64] | Floats) -> csr_matrix:
    rows = rows.tocsr().astype(np.float32)
    rows.sum_duplicates()
    rows.data *= np.repeat(1.0 / np.sqrt(sizes + 3.0), np.diff(rows.indptr)).astype(np.float32)
    return rows
