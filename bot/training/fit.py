"""Fits the heads, attention over them, and their calibration. Deterministic for the same data and seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression, Ridge

from bot.tone import features
from bot.training.dataset import HEADS, OWN_HEADS, Example, labels_of
from bot.training.matrix import Floats, Texts, texts_of
from bot.training.soft import SENTENCE, Soft

BASE_RATE = 0.03
"""Share of comments that a moderator would want to see, to which probabilities are calibrated."""
HELD_OUT = 0.15
RIDGE = 5.0
VECTOR_WEIGHT = 1.5
OWN_WEIGHT = 2.0
LATER_WEIGHT = 3.0
HARD_HEADS = ("anger", "supportive")
"""Fitted to the labels of their one corpus: the teacher was shown only which emotions a text has, never which not."""
OWN_HOSTILE = 0.5
"""How much the teacher's output for our own rows adds to its mean over all corpora."""
ATTENTION_CORPORA = frozenset({"cad", "wikipedia_talk", "ruddit", "misogyny_reddit", "github_issues"})
"""Ordinary talk, whose `hostile` is what a moderator would want to see; own rows and calm GoEmotions join them.

In reddit_incivility nearly all swearing is called uncivil, which is not what we want to learn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Linear functions of features; the last column is attention. Calibration is folded in."""

    weights: Floats
    """(buckets + pieces, heads + 1)."""
    intercepts: Floats
    """(heads + 1,)."""
    combined: Floats
    """(heads,): how attention sums the heads."""
    held: list[Example]
    """Texts that no weight was fitted to; calibration and combination were."""


def fit(soft: Soft, later: Sequence[Example], *, seed: int, say: Callable[[str], None]) -> Fitted:
    """Fit on most texts, calibrate and combine on the others, which the heads have not seen.

    ``later``: rows of ours without soft targets; they teach only the heads that they label.
    """
    out = np.random.default_rng(seed).random(len(soft.rows)) < HELD_OUT
    for row, (_, corpus, _) in enumerate(soft.rows):
        if corpus.startswith(SENTENCE):
            out[row] = out[int(corpus.partition(":")[2])]
    train, held = np.flatnonzero(~out), np.flatnonzero(out)
    say(f"reading {len(train) + len(later):,} texts to fit")
    pieces = {piece: row for row, piece in enumerate(soft.pieces)}
    texts = texts_of([*(soft.rows[row][0] for row in train), *(example.text for example in later)], pieces)
    weights, intercepts = _fit_heads(soft, train, later, texts.whole, say)
    examples = [
        Example(text=text, corpus=corpus, labels=labels_of(corpus, labels))
        for text, corpus, labels in (soft.rows[row] for row in held)
        if not corpus.startswith(SENTENCE)
    ]
    say(f"calibrating on {len(examples):,} others")
    return _calibrated(weights, intercepts, examples, texts_of((e.text for e in examples), pieces))


def targets_of(soft: Soft) -> Floats:
    """Log-odds that each head is to give each text, shape (rows, heads)."""
    found = np.stack([soft.column(head).astype(np.float64) for head in HEADS], axis=1)
    hostile = soft.column("hostile") + OWN_HOSTILE * soft.column("own_hostile")
    found[:, 0] = (hostile - hostile.mean()) / hostile.std()
    found = 2.0 * (found - 1.0)
    for row, (_, corpus, labels) in enumerate(soft.rows):
        if corpus == "own":
            for head in OWN_HEADS:
                if f"own/{head}" in labels:
                    found[row, HEADS.index(head)] = odds_of(labels[f"own/{head}"])
    return found


def odds_of(label: float) -> float:
    wanted = min(max(label, 0.02), 0.98)
    return float(np.log(wanted / (1 - wanted)))


def _fit_heads(
    soft: Soft, train: npt.NDArray[np.int64], later: Sequence[Example], whole: csr_matrix, say: Callable[[str], None]
) -> tuple[Floats, Floats]:
    """Ridge on the soft targets; word pieces enter by their vectors and are unfolded again."""
    targets = targets_of(soft)[train]
    matrix = with_vectors(whole, soft.vectors)
    weight = np.array([OWN_WEIGHT if soft.rows[row][1] == "own" else 1.0 for row in train])
    columns, intercepts = [], []
    for number, head in enumerate(HEADS):
        said = [(row, odds_of(example.labels[head])) for row, example in enumerate(later) if head in example.labels]
        known, own = _hard(soft, train, head) if head in HARD_HEADS else (np.arange(len(train)), targets[:, number])
        used = np.concatenate([known, len(train) + np.array([row for row, _ in said], dtype=np.int64)])
        target = np.concatenate([own, [odds for _, odds in said]]).astype(np.float32)
        counts = np.concatenate([weight[known], np.full(len(said), LATER_WEIGHT)])
        model = ridge()
        model.fit(matrix[used], target, sample_weight=counts)
        columns.append(unfolded(model.coef_, soft.vectors))
        intercepts.append(float(model.intercept_))
        say(f"fitted {head}")
    return np.column_stack(columns), np.array(intercepts)


def ridge() -> Ridge:
    """What fits a head, not fitted yet."""
    return Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-3, max_iter=60)


def with_vectors(whole: csr_matrix, vectors: npt.NDArray[np.float32]) -> csr_matrix:
    """Features of texts, (texts, buckets + pieces), with vectors in place of pieces: (texts, buckets + size of one)."""
    hashed, pieced = whole[:, : features.BUCKETS], whole[:, features.BUCKETS :]
    found: csr_matrix = hstack([hashed, csr_matrix((pieced @ vectors) * VECTOR_WEIGHT)]).tocsr().astype(np.float32)
    return found


def unfolded(weights: Floats, vectors: npt.NDArray[np.float32]) -> Floats:
    """Weights of such features as weights of buckets and pieces, (buckets + pieces,)."""
    pieces = VECTOR_WEIGHT * vectors.astype(np.float64) @ weights[features.BUCKETS :]
    return np.concatenate([weights[: features.BUCKETS], pieces]).astype(np.float64)


def _hard(soft: Soft, train: npt.NDArray[np.int64], head: str) -> tuple[npt.NDArray[np.int64], Floats]:
    """Of the rows to fit, which have ``head`` labelled by their corpus itself, and the log-odds that it asks for."""
    labels = (labels_of(soft.rows[row][1], soft.rows[row][2]) for row in train)
    found = [(place, odds_of(row[head])) for place, row in enumerate(labels) if head in row]
    return np.array([place for place, _ in found], dtype=np.int64), np.array([odds for _, odds in found])


def _calibrated(weights: Floats, intercepts: Floats, examples: Sequence[Example], texts: Texts) -> Fitted:
    hostile = weights[:, HEADS.index("hostile")]
    odds = texts.log_odds(weights, intercepts, hostile)
    slopes, shifts = zip(*(_platt(odds[:, i], head, examples) for i, head in enumerate(HEADS)), strict=True)
    weights = weights * np.array(slopes)
    intercepts = intercepts * np.array(slopes) + np.array(shifts)
    combined, shift = combine(texts.log_odds(weights, intercepts, hostile), examples)
    attention = weights @ combined
    # The worst sentence is chosen by attention at run time, so the combination is fitted once more with that choice.
    odds = texts.log_odds(weights, intercepts, attention)
    again, shift = combine(odds, examples)
    slope, moved = _tempered(odds @ again + shift, examples)
    again, shift = again * slope, shift * slope + moved
    return Fitted(
        weights=np.column_stack([weights, weights @ again]),
        intercepts=np.append(intercepts, intercepts @ again + shift),
        combined=again,
        held=list(examples),
    )


def _platt(odds: Floats, head: str, examples: Sequence[Example]) -> tuple[float, float]:
    """Slope and shift that make the log-odds of a head those of its label at the base rate."""
    rows = [row for row, example in enumerate(examples) if example.labels.get(head) in {0.0, 1.0}]
    labels = np.array([examples[row].labels[head] for row in rows])
    slope, shift = _line(odds[rows], labels, _at_base_rate(labels))
    return max(slope, 1e-3), shift


def _tempered(odds: Floats, examples: Sequence[Example]) -> tuple[float, float]:
    """Slope and shift of attention on ordinary talk alone: rows of our own are easier than life, and make too sure."""
    rows = [row for row, e in enumerate(examples) if e.corpus in ATTENTION_CORPORA and _concerns(e)]
    labels = np.array([examples[row].labels["hostile"] for row in rows])
    return _line(odds[rows], labels, _shares([examples[row].corpus for row in rows], labels))


def _line(odds: Floats, labels: Floats, weight: Floats) -> tuple[float, float]:
    """Slope and shift that make log-odds those of weighted labels (Platt)."""
    model = LogisticRegression(C=1e6, max_iter=500)
    model.fit(odds[:, None], labels, sample_weight=weight)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


USED_BY_ATTENTION = ("hostile", "threat", "profanity", "supportive")
"""The others were tried: they say nothing that `hostile` does not, and their signs came out the wrong way round."""


def combine(odds: Floats, examples: Sequence[Example]) -> tuple[Floats, float]:
    """Attention: which log-odds of heads make a moderator look, at the base rate."""
    rows = [row for row, example in enumerate(examples) if _concerns(example)]
    labels = np.array([examples[row].labels["hostile"] for row in rows])
    weight = _shares([examples[row].corpus for row in rows], labels)
    used = [HEADS.index(head) for head in USED_BY_ATTENTION]
    model = LogisticRegression(C=100.0, max_iter=2000)
    model.fit(odds[rows][:, used], labels, sample_weight=weight)
    combined = np.zeros(len(HEADS))
    combined[used] = model.coef_[0]
    return combined, float(model.intercept_[0])


def _shares(names: Sequence[str], labels: Floats) -> Floats:
    """Weights at the base rate of each corpus, in which its size does not count."""
    corpora = np.array(names)
    weight = np.zeros(len(names))
    for corpus in sorted(set(names)):
        for label in (0.0, 1.0):
            chosen = (corpora == corpus) & (labels == label)
            if chosen.any():
                weight[chosen] = _SHARES.get(corpus, 1.0) * (BASE_RATE if label else 1 - BASE_RATE) / chosen.sum()
    found: Floats = weight * len(names) / weight.sum()
    return found


_SHARES = {"own": 4.0, "goemotions": 2.0, "github_issues": 0.3}
"""How much a source counts when heads are combined, whatever its size."""


def _concerns(example: Example) -> bool:
    if example.labels.get("hostile") not in {0.0, 1.0}:
        return False
    return example.corpus in ATTENTION_CORPORA or example.corpus in ("own", "goemotions")


def _at_base_rate(labels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    positives = max(float(labels.sum()), 1.0)
    negatives = max(float(len(labels) - labels.sum()), 1.0)
    found: npt.NDArray[np.float64] = np.where(
        labels > 0, BASE_RATE * len(labels) / positives, (1 - BASE_RATE) * len(labels) / negatives
    )
    return found
