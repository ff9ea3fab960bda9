"""What a newly trained model must not have lost: it is held against frozen cases of our own and against its prior."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bot import tone
from bot.training import evaluate

HARMLESS = ("innocent", "swearing", "identity")
ABUSIVE = "abusive"
MOST_AUC_LOST = 0.02
MOST_REPORTED = 0.01
MOST_NOTED = 0.05
"""Share of frozen harmless cases that may be alarmed beyond what the prior alarms."""
MOST_MISSED = 0.5
"""Share of frozen abusive cases that the prior notes and the new model may miss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a model does on the frozen cases."""

    auc: float
    """Of abusive cases against harmless ones."""
    reported: float
    """Share of harmless cases."""
    noted: float
    found: float
    """Share of abusive cases that are at least noted."""


def standing(model: tone.Model, cases: Path) -> Standing:
    """Measure a model on the frozen half of our own cases."""
    harmless = evaluate.attention_of(model, [text for name in HARMLESS for text in frozen(cases, name)])
    abusive = evaluate.attention_of(model, frozen(cases, ABUSIVE))
    labels = np.concatenate([np.zeros(len(harmless)), np.ones(len(abusive))])
    return Standing(
        auc=round(float(roc_auc_score(labels, np.concatenate([harmless, abusive]))), 4),
        reported=round(float((harmless >= model.thresholds.report_at).mean()), 4),
        noted=round(float((harmless >= model.thresholds.note_at).mean()), 4),
        found=round(float((abusive >= model.thresholds.note_at).mean()), 4),
    )


def frozen(cases: Path, name: str) -> list[str]:
    """Cases that nothing was chosen with."""
    return [text for _, text, is_frozen in evaluate.read_cases(cases / f"{name}.txt") if is_frozen]


def objections(before: Standing, after: Standing, held: Mapping[str, Mapping[str, evaluate.Row]]) -> list[str]:
    """Why the new model must not be used; nothing when it may.

    ``held``: label to its figures "before" and "after" on the held-out comments.
    """
    found = []
    if after.auc < before.auc - MOST_AUC_LOST:
        found.append(f"it tells abuse from harmless talk worse ({after.auc:.3f} where it was {before.auc:.3f})")
    if after.reported > before.reported + MOST_REPORTED:
        found.append(f"it would report {after.reported:.1%} of harmless comments where it was {before.reported:.1%}")
    if after.noted > before.noted + MOST_NOTED:
        found.append(f"it would note {after.noted:.1%} of harmless comments where it was {before.noted:.1%}")
    if after.found < before.found - MOST_MISSED:
        found.append(f"it would find {after.found:.0%} of plain abuse where it was {before.found:.0%}")
    for label, row in held.items():
        lost = row["before"]["auc"] - row["after"]["auc"]
        if lost > MOST_AUC_LOST:
            found.append(f"on the held-out comments it ranks {label} worse by {lost:.3f} than before")
    return found
