"""Moves a trained model towards the labels of a community. Its weights are the prior: what no label speaks of stays.

Each labelled head, and attention, is a logistic regression on the prior's log-odds and on the features themselves. The
prior's log-odds weigh freely (a community may be stricter or milder), the features as much as cross-validation allows,
which may be nothing. Rows of our own stand beside the labels with what the prior says of them, so that a few hundred
labels do not turn a common word against everybody.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from bot import tone
from bot.errors import InputError
from bot.tone import features
from bot.training.fit import BASE_RATE
from bot.training.labelled import ATTENTION, Labelled
from bot.training.matrix import Floats, texts_of
from bot.training.patterns import later_rows, own_rows

FEWEST = 50
"""Labels of each kind, yes and no, that a head needs before it is touched."""
STRENGTHS = (0.0, 0.2, 2.0)
"""How freely features may move; 0 moves nothing but slope and shift."""
FOLDS = 5
MOST_VALIDATED = 20_000
ANCHORS = 3_000
"""Rows of our own that hold the model where it was."""
_PRIOR_SCALE = 3.0
"""So that the penalty hardly touches the prior's slope."""
_EDGE = 1e-12

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How one head was moved."""

    yes: int
    no: int
    strength: float
    slope: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """Weights of a model after its community's labels, laid out as in ``fit.Fitted``."""

    weights: Floats
    """(buckets + pieces, heads + 1)."""
    intercepts: Floats
    moved: dict[str, Moved]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What a community's labels say of one head."""

    matrix: csr_matrix
    odds: Floats
    """Of the prior."""
    labels: Floats
    fold: npt.NDArray[np.int64]

    def part(self, rows: npt.NDArray[np.int64] | Bools) -> "_Given":
        """Some of the rows."""
        return _Given(matrix=self.matrix[rows], odds=self.odds[rows], labels=self.labels[rows], fold=self.fold[rows])


def adapt(prior: tone.Model, rows: Sequence[Labelled], *, seed: int, say: Callable[[str], None]) -> Adapted:
    """Move each head that has labels; raises InputError where a head has too few, or labels contradict the model."""
    counted = count(rows)
    anchors = random.Random(seed).sample([text for text, _ in (*own_rows(seed), *later_rows(seed))], ANCHORS)
    weights = np.vstack([prior.weights[: features.BUCKETS], prior.piece_weights]).astype(np.float64)
    intercepts = prior.intercepts.astype(np.float64).copy()
    texts = texts_of([*(row.text for row in rows), *anchors], prior.pieces)
    worst = texts.worst_sentences(weights[:, -1])
    matrix = (0.5 * texts.whole + 0.5 * texts.sentences[worst]).tocsr()
    fold = np.array([crc32(row.plain.encode("utf-8", "surrogatepass")) % FOLDS for row in rows])
    odds = matrix @ weights + intercepts
    moved = {}
    columns = [*(head for head in prior.heads if head in counted), *([ATTENTION] if ATTENTION in counted else [])]
    for head in columns:
        column = prior.heads.index(head) if head != ATTENTION else len(prior.heads)
        used = np.flatnonzero([head in row.labels for row in rows])
        held = slice(len(rows), None)
        labels = np.array([row.labels[head] for row in rows if head in row.labels])
        given = _Given(matrix=matrix[used], odds=odds[used, column], labels=labels, fold=fold[used])
        change, shift, moved[head] = _move(given, matrix[held], odds[held, column], head)
        change_of = moved[head].slope * weights[:, column] + change - weights[:, column]
        shift_of = moved[head].slope * intercepts[column] + shift - intercepts[column]
        weights[:, column] += change_of
        intercepts[column] += shift_of
        if head != ATTENTION and head in prior.manifest["attention"]:
            weights[:, -1] += prior.manifest["attention"][head] * change_of
            intercepts[-1] += prior.manifest["attention"][head] * shift_of
            odds[:, -1] = matrix @ weights[:, -1] + intercepts[-1]
        say(f"moved {head}")
    return Adapted(weights=weights, intercepts=intercepts, moved=moved)


def count(rows: Sequence[Labelled]) -> Mapping[str, tuple[float, float]]:
    """(yes, no) labels of each head; raises InputError where one has too few of a kind."""
    found: dict[str, tuple[float, float]] = {}
    for row in rows:
        for head, value in row.labels.items():
            yes, no = found.get(head, (0.0, 0.0))
            found[head] = (yes + value, no + 1 - value)
    few = {head: counts for head, counts in found.items() if min(counts) < FEWEST}
    if few:
        told = "; ".join(f"{head} has {yes:.0f} yes and {no:.0f} no" for head, (yes, no) in sorted(few.items()))
        raise InputError(
            f"Too few labels to learn from ({told}): at least {FEWEST} of each are needed besides the held-out ones."
            " Label more, or leave that head out."
        )
    return found


def _move(given: _Given, anchors: csr_matrix, anchor_odds: Floats, head: str) -> tuple[Floats, float, Moved]:
    """What is added to weights and intercept beside the slope, at the base rate, and how."""
    rate = float(given.labels.mean())
    offset = float(np.log(rate / (1 - rate)) - np.log(BASE_RATE / (1 - BASE_RATE)))
    held = _Given(
        matrix=anchors,
        odds=anchor_odds,
        labels=1 / (1 + np.exp(-(anchor_odds + offset))),
        fold=np.full(len(anchor_odds), -1),
    )
    most = np.linspace(0, len(given.labels) - 1, min(len(given.labels), MOST_VALIDATED)).astype(np.int64)
    losses = [_loss(given.part(np.unique(most)), held, strength) for strength in STRENGTHS]
    strength = STRENGTHS[int(np.argmin(losses))]
    slope, change, shift = _fitted(given, held, strength)
    if _fitted(given, None, 0.0)[0] <= 0:
        raise InputError(
            f"The labels of {head} say the opposite of what the model knows: what it finds worst is labelled best."
            " Look whether yes and no were swapped."
        )
    moved = Moved(
        yes=round(float(given.labels.sum())),
        no=round(float((1 - given.labels).sum())),
        strength=strength,
        slope=round(slope, 4),
    )
    return change, shift - offset, moved


def _loss(given: _Given, held: _Given, strength: float) -> float:
    """Mean log-loss over comments that the fit had not seen."""
    lost = 0.0
    for number in range(FOLDS):
        out: Bools = given.fold == number
        slope, change, shift = _fitted(given.part(~out), held, strength)
        unseen = given.part(out)
        chance = 1 / (1 + np.exp(-(slope * unseen.odds + unseen.matrix @ change + shift)))
        chance = np.clip(chance, _EDGE, 1 - _EDGE)
        lost -= float((unseen.labels * np.log(chance) + (1 - unseen.labels) * np.log(1 - chance)).sum())
    return lost / len(given.labels)


def _fitted(given: _Given, held: _Given | None, strength: float) -> tuple[float, Floats, float]:
    """Slope of the prior, change of the weights, shift. A share counts as so much of a yes and the rest of a no."""
    parts = [given] if held is None else [given, held]
    odds, labels = (np.concatenate([getattr(part, name) for part in parts]) for name in ("odds", "labels"))
    matrix = vstack([part.matrix for part in parts]).tocsr()
    prior = csr_matrix(odds[:, None] * _PRIOR_SCALE)
    used = np.unique(matrix.indices) if strength else np.empty(0, dtype=np.int64)
    columns = hstack([prior, matrix[:, used]]).tocsr()
    yes, no = np.flatnonzero(labels > 0), np.flatnonzero(labels < 1)
    rows = np.concatenate([yes, no])
    target = np.concatenate([np.ones(len(yes)), np.zeros(len(no))])
    weight = np.concatenate([labels[yes], 1 - labels[no]])
    model = LogisticRegression(C=strength or 1.0, max_iter=500, tol=1e-3)
    model.fit(columns[rows], target, sample_weight=weight)
    change = np.zeros(matrix.shape[1])
    change[used] = model.coef_[0, 1:]
    return float(model.coef_[0, 0]) * _PRIOR_SCALE, change, float(model.intercept_[0])
