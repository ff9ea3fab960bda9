"""How well a model judges: ranking per corpus, alarms among calm comments, recall among our own abusive cases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from bot import tone
from bot.training.dataset import read_corpus
from bot.training.matrix import Floats


def attention_of(model: tone.Model, texts: Sequence[str]) -> Floats:
    """Attention of texts, as at run time; abstained ones count as 0."""
    return np.array([score.attention for score in tone.judge_many(model, texts, explain_from=2.0)])


def upper_bound(alarms: int, total: int) -> float:
    """Upper end of a 95 % interval for a share (Wilson)."""
    if total == 0:
        return 1.0
    z = 1.96
    share = alarms / total
    spread = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    return float(min((share + z * z / (2 * total) + spread) / (1 + z * z / total), 1.0))


def calm_texts(data: Path) -> dict[str, list[str]]:
    """Comments that healthy talk is made of, from parts that nothing was fitted to."""
    goemotions = [example.text for example in read_corpus(data, "goemotions", "dev") if not example.labels["anger"]]
    return {
        "cad neutral (dev)": [e.text for e in read_corpus(data, "cad", "dev") if not e.labels["hostile"]],
        "calm GoEmotions (dev)": goemotions,
        "Wikipedia talk clean (dev)": [
            e.text for e in read_corpus(data, "wikipedia_talk", "dev") if not e.labels["hostile"]
        ],
    }


def alarm_table(model: tone.Model, data: Path) -> dict[str, dict[str, Any]]:
    """For each group of calm comments: how many would be reported, and noted."""
    table = {}
    for name, texts in calm_texts(data).items():
        attention = attention_of(model, texts)
        reported = int((attention >= model.thresholds.report_at).sum())
        table[name] = {
            "comments": len(texts),
            "reported": reported,
            "reported_share": round(reported / len(texts), 5),
            "reported_share_upper_95": round(upper_bound(reported, len(texts)), 5),
            "noted_share": round(float((attention >= model.thresholds.note_at).mean()), 5),
        }
    return table


def ranking_table(model: tone.Model, data: Path) -> dict[str, dict[str, Any]]:
    """For each corpus with a part that nothing was fitted to: AUC of attention, recall at both thresholds."""
    table = {}
    for corpus in ("cad", "wikipedia_talk", "edos", "hatemoji"):
        examples = [example for example in read_corpus(data, corpus, "dev") if "hostile" in example.labels]
        if not examples:
            continue
        labels = np.array([example.labels["hostile"] for example in examples])
        attention = attention_of(model, [example.text for example in examples])
        bad = attention[labels > 0]
        table[f"{corpus} (dev)"] = {
            "comments": len(examples),
            "bad": len(bad),
            "auc": round(float(roc_auc_score(labels, attention)), 4),
            "recall_at_report": round(float((bad >= model.thresholds.report_at).mean()), 4),
            "recall_at_note": round(float((bad >= model.thresholds.note_at).mean()), 4),
        }
    return table


def read_cases(path: Path) -> list[tuple[str, str, bool]]:
    """(group, text, frozen) of a file of our own cases; every second line of a group is frozen."""
    found = []
    group, number = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            group, number = line[2:].strip(), 0
        elif line.strip() and not line.startswith("#"):
            number += 1
            found.append((group, line.replace("\\n", "\n"), number % 2 == 0))
    return found


def case_table(model: tone.Model, cases: Path) -> dict[str, dict[str, Any]]:
    """Our own cases, tunable and frozen apart: how many would be reported, and at least noted."""
    table = {}
    for path in sorted(cases.glob("*.txt")):
        for frozen in (False, True):
            texts = [text for _, text, is_frozen in read_cases(path) if is_frozen is frozen]
            attention = attention_of(model, texts)
            table[f"{path.stem}, {'frozen' if frozen else 'tunable'}"] = {
                "cases": len(texts),
                "reported": int((attention >= model.thresholds.report_at).sum()),
                "noted": int((attention >= model.thresholds.note_at).sum()),
            }
    return table
