"""Where to report and to note: as low as calm comments allow, never chosen on comments that figures are stated for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.decisions import Thresholds
from bot.errors import InputError
from bot.training.matrix import Floats

BASE_RATE = 0.02
"""Share of comments that deserve a look, at which precision is stated."""
KINDS = {"civil": 0.5, "heated": 0.3, "friendly": 0.1, "identity": 0.1}
"""What healthy talk is made of, by kind: comments of a kind are pooled, kinds are weighted so."""
TARGETS = {"report": 0.9, "note": 2 / 3}
"""Share of alarms that ought to be right, as its lower 95 % bound."""
CAPS = {"report": 0.001, "note": 0.008, "log": 0.05}
"""Share of each group of calm comments that may be alarmed, whatever the target."""
SMALL_CAPS = {"report": 0.01, "note": 0.05, "log": 0.3}
"""The same for our own few hard cases, where one case is most of a per cent."""
SMALL = 500
Z = 1.645
"""One-sided 95 %."""
_GRID = np.arange(0.05, 0.9995, 0.001)
_SHOWN = (*np.arange(0.05, 0.96, 0.05), 0.97, 0.98, 0.99, 0.995, 0.999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """Attention of comments that nobody should be told of."""

    name: str
    kind: str
    attention: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Thresholds, and what stands behind them."""

    thresholds: Thresholds
    unsupported: dict[str, dict[str, Any]]
    """Targets that these comments cannot prove: what they do prove, and how many clean comments it would take."""
    table: list[dict[str, float]]


def choose(calm: Sequence[Calm], bad: Floats) -> Chosen:
    """The lowest threshold of each call that its target and the caps allow.

    ``bad`` is the attention of comments that moderators want to see. A target that the data cannot prove is left out,
    and said; caps hold by themselves.
    """
    missing = KINDS.keys() - {group.kind for group in calm if len(group.attention)}
    if missing or not len(bad):
        raise InputError(f"Thresholds need bad comments and calm ones that are {', '.join(sorted(KINDS))}.")
    limits = {call: by_caps(calm, call) for call in CAPS}
    unsupported = {}
    for call, target in TARGETS.items():
        proved = np.array([_proved(calm, bad, at) for at in _GRID])
        reached = np.flatnonzero(proved >= target)
        if len(reached):
            limits[call] = max(limits[call], float(_GRID[reached[0]]))
        else:
            unsupported[call] = {
                "target": round(target, 3),
                "proved": round(float(_proved(calm, bad, limits[call])), 4),
                "clean_comments_needed": _needed(bad, target, limits[call]),
            }
    report_at = limits["report"]
    note_at = min(limits["note"], report_at)
    thresholds = Thresholds(log_at=_up(min(limits["log"], note_at)), note_at=_up(note_at), report_at=_up(report_at))
    shown = sorted({*(round(float(at), 3) for at in _SHOWN), thresholds.note_at, thresholds.report_at})
    return Chosen(thresholds=thresholds, unsupported=unsupported, table=[_row(calm, bad, at) for at in shown])


def alarmed(calm: Sequence[Calm], at: float) -> tuple[float, float]:
    """Share of healthy talk that is alarmed from ``at``, by weighted kinds, and its upper bound (Wilson).

    The bound counts as many comments as the weights leave: 1 over the sum of squared weights by size.
    """
    share = spread = 0.0
    for kind, weight in KINDS.items():
        attention = np.concatenate([group.attention for group in calm if group.kind == kind])
        share += weight * float((attention >= at).mean())
        spread += weight**2 / len(attention)
    return share, _upper(share, 1 / spread)


def _upper(share: float, size: float) -> float:
    half = Z * np.sqrt((share * (1 - share) + Z * Z / (4 * size)) / size)
    return float(min((share + Z * Z / (2 * size) + half) / (1 + Z * Z / size), 1.0))


def precision(recall: float, share: float, rate: float = BASE_RATE) -> float:
    """Share of alarms that are right where ``rate`` of comments is bad."""
    right = rate * recall
    return right / (right + (1 - rate) * share) if right else 0.0


def _proved(calm: Sequence[Calm], bad: Floats, at: float) -> float:
    return precision(float((bad >= at).mean()), alarmed(calm, at)[1])


def _needed(bad: Floats, target: float, at: float) -> int | None:
    """Clean comments without an alarm that it would take to prove ``target`` at the recall from ``at``."""
    allowed = BASE_RATE * float((bad >= at).mean()) * (1 / target - 1) / (1 - BASE_RATE)
    return int(np.ceil(Z * Z * (1 / allowed - 1))) if allowed else None


def raised(prior: Thresholds, calm: Sequence[Calm]) -> Thresholds:
    """``prior``, raised where it would alarm more of a group of calm comments than its cap allows."""
    log_at, note_at, report_at = (
        _up(max(at, by_caps(calm, call)))
        for at, call in ((prior.log_at, "log"), (prior.note_at, "note"), (prior.report_at, "report"))
    )
    note_at = min(note_at, report_at)
    return Thresholds(log_at=min(log_at, note_at), note_at=note_at, report_at=report_at)


def by_caps(calm: Sequence[Calm], call: str) -> float:
    """The lowest threshold at which no group of calm comments is alarmed beyond its cap."""
    found = 0.0
    for group in calm:
        cap = (SMALL_CAPS if len(group.attention) < SMALL else CAPS)[call]
        allowed = int(cap * len(group.attention))
        found = max(found, float(np.sort(group.attention)[::-1][allowed]) + 5e-4)
    return found


def _up(value: float) -> float:
    """Three decimals, never rounded down: the threshold is what a person reads."""
    return min(float(np.ceil(value * 1000 - 1e-9) / 1000), 0.999)


def _row(calm: Sequence[Calm], bad: Floats, at: float) -> dict[str, float]:
    share, upper = alarmed(calm, at)
    recall = float((bad >= at).mean())
    row = {"at": round(at, 3), "alarmed": share, "alarmed_upper_95": upper, "recall": recall}
    for rate in (0.01, 0.02, 0.05):
        row[f"precision_at_{rate:.0%}"] = precision(recall, share, rate)
        row[f"precision_at_{rate:.0%}_lower_95"] = precision(recall, upper, rate)
    row["alerts_per_1000"] = 1000 * (BASE_RATE * recall + (1 - BASE_RATE) * share)
    return {name: round(value, 5) for name, value in row.items()}
