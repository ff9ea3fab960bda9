"""Text in, score out, a batch at a time.

The log-odds of a comment are half those of the whole and half those of its worst sentence: a single vicious line counts
in a long text, and a long civil text still speaks for its author.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot import text as texts
from bot.decisions import Reason, Score
from bot.text import Word
from bot.tone import features, language
from bot.tone.model import Model, Vector

MOST_REASONS = 8
BATCH = 512
"""Texts that are measured together: enough to spread NumPy's cost a call, small enough for the caches."""
_SMALLEST_SHARE = 0.05
"""Log-odds below which a word is no reason."""
_MOST_ODDS = 500.0
"""Log-odds beyond which nothing is surer; farther out the exponential overflows."""
_NO_WORDS = "there are no words of the author's own"

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Texts measured, none of them without words. Shares sum with the intercepts to ``log_odds``."""

    log_odds: Vector
    """Shape (texts, heads + 1); attention last."""
    added: Vector
    """Shape (words of all texts, heads + 1): what each word added before scaling."""
    weight: Vector
    """Shape (words of all texts,): how much each word counts, by length and active sentence."""
    starts: Ints
    """Where each text's words begin, and the end."""
    worst: Ints
    """For each text, which of its sentences (those with words, from 0) is the active one: the worst."""
    marks: Ints
    """Shape (texts, 3): words that are common in English, words that are not plain, letters."""

    def shares(self, at: int) -> Vector:
        """What each word of text ``at`` added, shape (words, heads + 1)."""
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        found: Vector = self.added[part] * self.weight[part, None]
        return found


def measure(model: Model, batch: Sequence[texts.Tokens], ignore_words: frozenset[str] = frozenset()) -> Measured:
    """Log-odds of texts, none of them without words, and what each of their words added."""
    bank, rows = model.rows(word for tokens in batch for word in tokens.written)
    sentence_sizes = np.array([size for tokens in batch for size in tokens.sentences])
    sentence_counts = np.array([len(tokens.sentences) for tokens in batch])
    sentence_starts = _starts(sentence_sizes)
    text_starts = _starts(sentence_counts)
    sentences = np.repeat(np.arange(len(sentence_sizes)), sentence_sizes)
    context, pairs = features.beside(bank.hashes[rows], bank.kinds[rows], sentences)
    added = bank.added[rows] + model.weights[context] + features.PAIR_WEIGHT * model.weights[pairs]
    asked = np.array([question for tokens in batch for question in tokens.questions])
    added[sentence_starts[1:][asked] - 1] += model.weights[features.QUESTION]
    if ignore_words:
        added[np.array([bank.words[row] in ignore_words for row in rows])] = 0.0
    by_sentence = np.add.reduceat(added, sentence_starts[:-1], axis=0)
    by_text = np.add.reduceat(by_sentence, text_starts[:-1], axis=0)
    sizes = np.add.reduceat(sentence_sizes, text_starts[:-1])
    sentence_scale = 1.0 / np.sqrt(sentence_sizes + 3.0)
    whole_scale = 1.0 / np.sqrt(sizes + 3.0)
    worst = _first_highest(by_sentence[:, -1] * sentence_scale, text_starts, sentence_counts)
    log_odds = model.intercepts + 0.5 * by_text * whole_scale[:, None]
    log_odds += 0.5 * by_sentence[worst] * sentence_scale[worst, None]
    active = np.zeros(len(sentence_sizes))
    active[worst] = 0.5 * sentence_scale[worst]
    weight = np.repeat(0.5 * whole_scale, sizes) + np.repeat(active, sentence_sizes)
    starts = _starts(sizes)
    return Measured(
        log_odds=log_odds,
        added=added,
        weight=weight,
        starts=starts,
        worst=worst - text_starts[:-1],
        marks=np.add.reduceat(bank.marks[rows], starts[:-1], axis=0),
    )


def _starts(sizes: Ints) -> Ints:
    found: Ints = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def _first_highest(values: Vector, starts: Ints, counts: Ints) -> Ints:
    """For each group of values, the place of its first highest."""
    highest = np.flatnonzero(values == np.repeat(np.maximum.reduceat(values, starts[:-1]), counts))
    found: Ints = highest[highest.searchsorted(starts[:-1])]
    return found


def judge(
    model: Model,
    text: str,
    *,
    parent: str | None = None,
    ignore_words: frozenset[str] = frozenset(),
    explain: bool = True,
) -> Score:
    """Score one text. ``parent`` is part of the frozen context; this model does not use it."""
    explain_from = 0.0 if explain else 2.0
    return judge_many(model, [text], parents=[parent], ignore_words=ignore_words, explain_from=explain_from)[0]


def judge_many(
    model: Model,
    batch: Sequence[str],
    *,
    parents: Sequence[str | None] | None = None,  # noqa: ARG001  context that this model does not use
    ignore_words: frozenset[str] = frozenset(),
    explain_from: float = 0.0,
) -> list[Score]:
    """Score texts in order; reasons only where attention is at least ``explain_from``."""
    scores: list[Score] = []
    for start in range(0, len(batch), BATCH):
        scores += _judge(model, batch[start : start + BATCH], ignore_words, explain_from)
    return scores


def _judge(model: Model, batch: Sequence[str], ignore_words: frozenset[str], explain_from: float) -> list[Score]:
    tokens = [texts.tokens(text) for text in batch]
    worded = [at for at, found in enumerate(tokens) if found.written]
    scores = [Score(attention=0.0, abstained=_NO_WORDS)] * len(batch)
    if not worded:
        return scores
    measured = measure(model, [tokens[at] for at in worded], ignore_words)
    chances = 1.0 / (1.0 + np.exp(-np.clip(measured.log_odds, -_MOST_ODDS, _MOST_ODDS)))
    for row, (at, chance, marks) in enumerate(zip(worded, chances.tolist(), measured.marks.tolist(), strict=True)):
        found = language.language_of(tokens[at].written, common=marks[0], foreign=marks[1], letters=marks[2])
        if found not in model.languages:
            scores[at] = Score(attention=0.0, language=found, abstained=_unknown(found))
            continue
        shown = chance[-1] >= explain_from
        scores[at] = Score(
            attention=chance[-1],
            heads=dict(zip(model.heads, chance, strict=False)),
            language=found,
            reasons=_reasons(model, texts.words(batch[at]), measured.shares(row)) if shown else (),
        )
    return scores


def _unknown(found: str) -> str:
    return f"the language ({found}) is not one that the model knows" if found else "no language could be told"


def _reasons(model: Model, words: Sequence[Word], shares: Vector) -> tuple[Reason, ...]:
    """Words that moved attention most, each with the head that it moved most."""
    attention = shares[:, -1]
    strongest = np.argsort(-np.abs(attention), kind="stable")[:MOST_REASONS]
    return tuple(
        Reason(
            head=model.heads[int(np.argmax(shares[i, :-1]))],
            start=words[i].start,
            end=words[i].end,
            weight=float(attention[i]),
        )
        for i in strongest
        if abs(attention[i]) >= _SMALLEST_SHARE
    )
