"""Fits the heads, attention over them, and their calibration. Deterministic for the same data and seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.training.dataset import HEADS, Example
from bot.training.matrix import Floats, Texts, texts_of

BASE_RATE = 0.03
"""Share of comments that a moderator would want to see, to which probabilities are calibrated."""
HELD_OUT = 0.2
ALPHA = 3e-6
PASSES = 12
ATTENTION_CORPORA = frozenset(
    {"cad", "wikipedia_talk", "reddit_incivility", "ruddit", "misogyny_reddit", "github_issues"}
)
"""Ordinary talk, whose `hostile` is what a moderator would want to see; own rows and calm GoEmotions join them."""
_USED_BY_ATTENTION = ("hostile", "insult", "identity_attack", "threat", "profanity", "anger", "supportive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Linear functions of features; the last column is attention. Calibration is folded in."""

    weights: Floats
    """(buckets, heads + 1)."""
    intercepts: Floats
    """(heads + 1,)."""


def fit(examples: Sequence[Example], *, seed: int, say: Callable[[str], None]) -> Fitted:
    """Fit on four fifths, calibrate and combine on the fifth that the heads have not seen."""
    held = np.random.default_rng(seed).random(len(examples)) < HELD_OUT
    train = [example for example, out in zip(examples, held, strict=True) if not out]
    calibration = [example for example, out in zip(examples, held, strict=True) if out]
    say(f"reading {len(train):,} texts to fit")
    texts = texts_of(example.text for example in train)
    heads = [_fit_head(head, train, texts.whole, seed, say) for head in HEADS]
    weights = np.column_stack([weight for weight, _ in heads])
    intercepts = np.array([intercept for _, intercept in heads])
    say(f"calibrating on {len(calibration):,} others")
    return _calibrated(weights, intercepts, calibration, texts_of(example.text for example in calibration))


def _fit_head(
    head: str, examples: Sequence[Example], features: csr_matrix, seed: int, say: Callable[[str], None]
) -> tuple[Floats, float]:
    """A logistic regression with one more intercept a corpus, which is dropped: labels differ by who gave them."""
    rows = [row for row, example in enumerate(examples) if head in example.labels]
    labels = np.array([examples[row].labels[head] for row in rows])
    corpora = sorted({examples[row].corpus for row in rows})
    marks = csr_matrix(
        (np.ones(len(rows)), (np.arange(len(rows)), [corpora.index(examples[row].corpus) for row in rows])),
        shape=(len(rows), len(corpora)),
    )
    weight = np.array([examples[row].weight for row in rows]) * _balance(labels)
    model = SGDClassifier(
        loss="log_loss", alpha=ALPHA, max_iter=PASSES, tol=None, average=True, random_state=seed, shuffle=True
    )
    model.fit(hstack([features[rows], marks]).tocsr(), labels, sample_weight=weight)
    say(f"fitted {head} on {len(rows):,} texts, {int(labels.sum()):,} of them positive")
    return model.coef_[0, : features.shape[1]], float(model.intercept_[0])


def _balance(labels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rare positives count more, but not fully: the far end of the scale needs its negatives."""
    positive = max(float(labels.mean()), 1e-3)
    found: npt.NDArray[np.float64] = np.where(labels > 0, min((0.5 / positive) ** 0.5, 5.0), 1.0)
    return found


def _calibrated(weights: Floats, intercepts: Floats, examples: Sequence[Example], texts: Texts) -> Fitted:
    hostile = weights[:, HEADS.index("hostile")]
    odds = texts.log_odds(weights, intercepts, hostile)
    slopes, shifts = zip(*(_platt(odds[:, i], head, examples) for i, head in enumerate(HEADS)), strict=True)
    weights = weights * np.array(slopes)
    intercepts = intercepts * np.array(slopes) + np.array(shifts)
    combined, shift = _combine(texts.log_odds(weights, intercepts, hostile), examples)
    attention = weights @ combined
    # The worst sentence is chosen by attention at run time, so the combination is fitted once more with that choice.
    again, shift = _combine(texts.log_odds(weights, intercepts, attention), examples)
    return Fitted(
        weights=np.column_stack([weights, weights @ again]),
        intercepts=np.append(intercepts, intercepts @ again + shift),
    )


def _platt(odds: Floats, head: str, examples: Sequence[Example]) -> tuple[float, float]:
    """Slope and shift that make the log-odds of a head those of its label at the base rate."""
    rows = [row for row, example in enumerate(examples) if head in example.labels]
    labels = np.array([examples[row].labels[head] for row in rows])
    model = LogisticRegression(C=1e6, max_iter=500)
    model.fit(odds[rows, None], labels, sample_weight=_at_base_rate(labels))
    return max(float(model.coef_[0, 0]), 1e-3), float(model.intercept_[0])


def _combine(odds: Floats, examples: Sequence[Example]) -> tuple[Floats, float]:
    """Attention: which log-odds of heads make a moderator look, at the base rate."""
    rows = [row for row, example in enumerate(examples) if _concerns(example)]
    labels = np.array([examples[row].labels["hostile"] for row in rows])
    weight = _at_base_rate(labels) * np.array([examples[row].weight for row in rows])
    used = [HEADS.index(head) for head in _USED_BY_ATTENTION]
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(odds[rows][:, used], labels, sample_weight=weight)
    combined = np.zeros(len(HEADS))
    combined[used] = model.coef_[0]
    return combined, float(model.intercept_[0])


def _concerns(example: Example) -> bool:
    if "hostile" not in example.labels:
        return False
    return example.corpus in ATTENTION_CORPORA or example.corpus in ("own", "goemotions")


def _at_base_rate(labels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    positives = max(float(labels.sum()), 1.0)
    negatives = max(float(len(labels) - labels.sum()), 1.0)
    found: npt.NDArray[np.float64] = np.where(
        labels > 0, BASE_RATE * len(labels) / positives, (1 - BASE_RATE) * len(labels) / negatives
    )
    return found
