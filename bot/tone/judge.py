"""Text in, score out.

The log-odds of a comment are half those of the whole and half those of its worst sentence: a single vicious line counts
in a long text, and a long civil text still speaks for its author.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from bot import text as texts
from bot.decisions import Reason, Score
from bot.text import Word
from bot.tone import features
from bot.tone.language import language_of
from bot.tone.model import Model, Vector

MOST_REASONS = 8
_SMALLEST_SHARE = 0.05
"""Log-odds below which a word is no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One text measured. ``shares`` sum with the intercepts to ``log_odds``, for each head and attention."""

    words: list[Word]
    log_odds: Vector
    """Shape (heads + 1,); attention last."""
    shares: Vector
    """Shape (words, heads + 1): what each word added."""
    sentence: int
    """The active sentence: the worst one."""


def measure(model: Model, words: list[Word], ignore_words: frozenset[str] = frozenset()) -> Measured:
    """Log-odds of ``words`` and what each of them added. ``words`` is not empty."""
    rows = model.added(words, ignore_words)
    weight = np.full(len(words), 0.5 * features.scale(len(words)))
    worst, span = _worst_sentence(words, rows)
    weight[span] += 0.5 * features.scale(span.stop - span.start)
    shares: Vector = rows * weight[:, None]
    return Measured(words=words, log_odds=model.intercepts + shares.sum(axis=0), shares=shares, sentence=worst)


def _worst_sentence(words: list[Word], rows: Vector) -> tuple[int, slice]:
    """The sentence with the highest attention, and its words."""
    if words[0].sentence == words[-1].sentence:
        return words[0].sentence, slice(0, len(words))
    best: tuple[float, int, slice] | None = None
    start = 0
    for sentence, group in groupby(words, key=lambda word: word.sentence):
        end = start + sum(1 for _ in group)
        attention = features.scale(end - start) * float(rows[start:end, -1].sum())
        if best is None or attention > best[0]:
            best = (attention, sentence, slice(start, end))
        start = end
    assert best is not None  # noqa: S101  there is at least one word
    return best[1], best[2]


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
    return [_score(model, text, ignore_words, explain_from) for text in batch]


def _score(model: Model, text: str, ignore_words: frozenset[str], explain_from: float) -> Score:
    words = texts.words(text)
    if not words:
        return Score(attention=0.0, abstained="there are no words of the author's own")
    language = language_of(words)
    if language not in model.languages:
        return Score(attention=0.0, language=language, abstained=_unknown(language))
    measured = measure(model, words, ignore_words)
    chances = 1.0 / (1.0 + np.exp(-measured.log_odds))
    attention = float(chances[-1])
    return Score(
        attention=attention,
        heads={head: float(chance) for head, chance in zip(model.heads, chances, strict=False)},
        language=language,
        reasons=_reasons(model, measured) if attention >= explain_from else (),
    )


def _unknown(language: str) -> str:
    return f"the language ({language}) is not one that the model knows" if language else "no language could be told"


def _reasons(model: Model, measured: Measured) -> tuple[Reason, ...]:
    """Words that moved attention most, each with the head that it moved most."""
    attention = measured.shares[:, -1]
    strongest = np.argsort(-np.abs(attention), kind="stable")[:MOST_REASONS]
    return tuple(
        Reason(
            head=model.heads[int(np.argmax(measured.shares[i, :-1]))],
            start=measured.words[i].start,
            end=measured.words[i].end,
            weight=float(attention[i]),
        )
        for i in strongest
        if abs(attention[i]) >= _SMALLEST_SHARE
    )
