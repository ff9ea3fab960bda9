"""`evenkeel evaluate`: a model held against labelled comments, in lines for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import tone
from bot.training import evaluate
from bot.training.labelled import ATTENTION, Labelled
from bot.training.matrix import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What is plotted of attention; both of shape (comments,)."""

    chances: Floats
    labels: Floats
    marks: dict[str, float]
    """Thresholds by name."""


def curve(model: tone.Model, rows: Sequence[Labelled]) -> Curve | None:
    """Attention against what was labelled; None where no comment was labelled yes, or none no."""
    found = evaluate.truths(rows).get(ATTENTION)
    if found is None:
        return None
    known, labels = found
    at = model.thresholds
    return Curve(
        chances=evaluate.scores_of(model, [rows[row].text for row in known])[ATTENTION],
        labels=labels,
        marks={"note": at.note_at, "report": at.report_at},
    )


def lines(model: tone.Model, rows: Sequence[Labelled]) -> Iterator[str]:
    """How well each head ranks and how sure it may be, then what would be alarmed at which threshold."""
    table = evaluate.labelled_table(model, rows)
    yield f"{model.name} on {len(rows):,} labelled comments"
    if not table:
        yield "No label occurs with both yes and no, so nothing can be measured."
        return
    yield ""
    yield f"{'label':16} {'comments':>9} {'yes':>7}  {'ranking (AUC)':15} {'Brier':>7} {'of the rate':>12}"
    for label, row in table.items():
        auc = f"{row['auc']:.3f} +- {row['auc_spread_95']:.3f}"
        brier = f"{row['brier']:>7.4f} {row['brier_of_the_rate']:>12.4f}"
        yield f"{label:16} {row['comments']:>9,} {row['yes']:>7,}  {auc:15} {brier}"
    calls = evaluate.calls_table(model, rows)
    if calls:
        yield ""
        yield f"{'from':14} {'alarmed':>8} {'right':>6}  {'95 % interval':14} {'found':>6} {'calm alarmed':>13}"
    for row in calls:
        share = f"{row['right'] / row['alarmed']:.0%}" if row["alarmed"] else "-"
        low, high = row["right_interval"]
        between = f"{low:.0%} to {high:.0%}" if row["alarmed"] else "-"
        name = f"{row['at']:.1%} {row['name']}"
        found = f"{row['recall']:>6.1%} {row['calm_alarmed']:>13.2%}"
        yield f"{name:14} {row['alarmed']:>8,} {share:>6}  {between:14} {found}"
    yield ""
    rate = model.manifest["base_rate"]
    yield f"Brier: mean squared error where {rate:.0%} are yes; 'of the rate': of always saying that."
    yield "Shares that are right hold for these comments; where fewer are bad, fewer alarms are right."
