"""Plots of how good a model is, as SVG files. The only place that draws with matplotlib."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]

_INK, _LINE, _FAINT, _MARK = "#222222", "#1f5f99", "#b0b0b0", "#b3401f"
_STYLE: Any = {
    "svg.hashsalt": "evenkeel",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _INK,
    "text.color": _INK,
}
BINS = 10
FEWEST_IN_BIN = 5


def reliability(path: Path, chances: Floats, labels: Floats, *, title: str) -> None:
    """Shown probability against the share that was right; a bin of equal width needs a few comments to be drawn."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(6, 6), layout="constrained")
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", label="as sure as it says")
        shown, seen, sizes = _binned(chances, labels)
        axes.plot(shown, seen, color=_LINE, marker="o", label="this model")
        for x, y, size in zip(shown, seen, sizes, strict=True):
            axes.annotate(f"{size:,}", (x, y), xytext=(6, -12), textcoords="offset points", fontsize=9, color=_INK)
        _finish(axes, title, x="shown probability", y="share labelled yes")
        figure.savefig(path, metadata={"Date": None})


def precision_recall(path: Path, chances: Floats, labels: Floats, *, marks: dict[str, float], title: str) -> None:
    """Of what is alarmed, how much is right, against how much of the bad is found; ``marks`` are thresholds by name."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(6, 6), layout="constrained")
        axes = figure.subplots()
        order = np.argsort(-chances, kind="stable")
        right = np.cumsum(labels[order])
        precision, recall = right / np.arange(1, len(order) + 1), right / labels.sum()
        last = np.flatnonzero(np.append(np.diff(chances[order]), -1.0) != 0)
        axes.plot(recall[last], precision[last], color=_LINE, label="this model")
        axes.axhline(labels.mean(), color=_FAINT, linestyle="--", label="alarming everything")
        for name, at in marks.items():
            alarmed = chances >= at
            if alarmed.any():
                spot = labels[alarmed].sum() / labels.sum(), labels[alarmed].mean()
                axes.plot(*spot, color=_MARK, marker="D", linestyle="")
                axes.annotate(f"{name} from {at:.0%}", spot, xytext=(8, 4), textcoords="offset points", fontsize=9)
        _finish(axes, title, x="share of the bad comments that is alarmed", y="share of alarms that is right")
        figure.savefig(path, metadata={"Date": None})


def _binned(chances: Floats, labels: Floats) -> tuple[list[float], list[float], list[int]]:
    bins = np.minimum((chances * BINS).astype(np.int64), BINS - 1)
    kept = [at for at in range(BINS) if (bins == at).sum() >= FEWEST_IN_BIN]
    return (
        [float(chances[bins == at].mean()) for at in kept],
        [float(labels[bins == at].mean()) for at in kept],
        [int((bins == at).sum()) for at in kept],
    )


def _finish(axes: Axes, title: str, *, x: str, y: str) -> None:
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.05), xlabel=x, ylabel=y, title=title)
    axes.grid(color="#eeeeee")
    axes.set_axisbelow(True)
    axes.legend(frameon=False, loc="best")
