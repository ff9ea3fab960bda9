"""How well a model judges: ranking per corpus, alarms among calm comments, calibration, our own cases."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from bot import tone
from bot.training.dataset import HEADS, Example, read_corpus, rows
from bot.training.labelled import ATTENTION, Labelled
from bot.training.matrix import Floats

REDDIT = ("cad", "reddit_incivility", "ruddit", "misogyny_reddit")
"""Corpora of the pool that come from Reddit, the nearest to Lemmy."""
Z = 1.96
Row = dict[str, Any]


def attention_of(model: tone.Model, texts: Sequence[str]) -> Floats:
    """Attention of texts, as at run time; abstained ones count as 0."""
    return np.array([score.attention for score in tone.judge_many(model, texts, explain_from=2.0)])


def interval(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson)."""
    if total == 0:
        return 0.0, 1.0
    share = hits / total
    spread = Z * ((share * (1 - share) + Z * Z / (4 * total)) / total) ** 0.5
    middle, whole = share + Z * Z / (2 * total), 1 + Z * Z / total
    return float(max((middle - spread) / whole, 0.0)), float(min((middle + spread) / whole, 1.0))


def upper_bound(alarms: int, total: int) -> float:
    """Upper end of that interval."""
    return interval(alarms, total)[1]


def auc_spread(auc: float, bad: int, good: int) -> float:
    """Half of the 95 % interval of an AUC (Hanley and McNeil 1982)."""
    one, two = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (bad - 1) * (one - auc * auc) + (good - 1) * (two - auc * auc)
    return float(Z * (spread / (bad * good)) ** 0.5)


def scores_of(model: tone.Model, texts: Sequence[str]) -> dict[str, Floats]:
    """Attention and every head of texts, as at run time; abstained ones count as 0."""
    scores = tone.judge_many(model, texts, explain_from=2.0)
    found = {head: np.array([score.heads.get(head, 0.0) for score in scores]) for head in model.heads}
    return {ATTENTION: np.array([score.attention for score in scores]), **found}


def truths(rows: Sequence[Labelled]) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
    """For attention and each head: which rows say something of it, and yes (1) or no (0); both must occur."""
    said = {ATTENTION: [row.attention for row in rows]}
    said |= {head: [row.labels.get(head) for row in rows] for head in HEADS}
    found = {}
    for name, values in said.items():
        known = np.array([at for at, value in enumerate(values) if value is not None], dtype=np.int64)
        labels = np.array([float(value >= 0.5) for value in values if value is not None])
        if 0 < labels.sum() < len(labels):
            found[name] = (known, labels)
    return found


def labelled_table(model: tone.Model, rows: Sequence[Labelled]) -> dict[str, Row]:
    """For attention and each head that the rows label: how well it ranks, and how far off its probabilities are.

    Brier scores are those at the rate that the model is calibrated to.
    """
    rate = float(model.manifest["base_rate"])
    scores = scores_of(model, [row.text for row in rows])
    table = {}
    for name, (known, labels) in truths(rows).items():
        chances, bad = scores[name][known], int(labels.sum())
        weight = at_rate(labels, rate)
        auc = float(roc_auc_score(labels, chances))
        table[name] = {
            "comments": len(labels),
            "yes": bad,
            "auc": round(auc, 4),
            "auc_spread_95": round(auc_spread(auc, bad, len(labels) - bad), 4),
            "brier": round(float((weight * (chances - labels) ** 2).sum()), 5),
            "brier_of_the_rate": round(rate * (1 - rate), 5),
        }
    return table


def calls_table(model: tone.Model, rows: Sequence[Labelled]) -> list[Row]:
    """At the model's thresholds and at round ones: what would be alarmed, what found, and how much of it is right."""
    scores, found = scores_of(model, [row.text for row in rows]), truths(rows)
    if ATTENTION not in found:
        return []
    known, labels = found[ATTENTION]
    chances = scores[ATTENTION][known]
    at = model.thresholds
    named = {at.note_at: "note", at.report_at: "report"}
    table = []
    for limit in sorted({0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, *named}):
        alarmed = chances >= limit
        right, wrong = int((labels[alarmed] > 0).sum()), int((labels[alarmed] == 0).sum())
        table.append(
            {
                "at": limit,
                "name": named.get(limit, ""),
                "alarmed": right + wrong,
                "right": right,
                "right_interval": interval(right, right + wrong),
                "recall": right / float(labels.sum()),
                "calm_alarmed": wrong / float((labels == 0).sum()),
            }
        )
    return table


def calm_texts(data: Path) -> dict[str, list[str]]:
    """Comments that healthy talk is made of, from parts that nothing was fitted to or chosen on."""
    goemotions = [example.text for example in read_corpus(data, "goemotions", "dev") if not example.labels["anger"]]
    return {
        "cad neutral (dev)": [e.text for e in read_corpus(data, "cad", "dev") if not e.labels["hostile"]],
        "calm GoEmotions (dev)": goemotions,
        "Wikipedia talk clean (dev)": [
            e.text for e in read_corpus(data, "wikipedia_talk", "dev") if not e.labels["hostile"]
        ],
    }


def alarm_table(model: tone.Model, groups: Mapping[str, Sequence[str]]) -> dict[str, Row]:
    """For each group of calm comments: how many would be reported, and noted."""
    table = {}
    for name, texts in groups.items():
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


def dev_parts(data: Path) -> dict[str, tuple[list[str], npt.NDArray[np.float64]]]:
    """Texts and labels of parts that nothing was fitted to."""
    found = {}
    for corpus in ("cad", "wikipedia_talk", "edos", "hatemoji"):
        examples = [example for example in read_corpus(data, corpus, "dev") if "hostile" in example.labels]
        if examples:
            labels = np.array([example.labels["hostile"] for example in examples])
            found[f"{corpus} (dev)"] = ([example.text for example in examples], labels)
    path = data / "cad" / "dev.jsonl.gz"
    if path.exists():
        read = [row for row in rows(path) if row["text"].strip()]
        person = np.array([float(bool(row["labels"].get("person_abuse"))) for row in read])
        found["cad, against a person (dev)"] = ([row["text"] for row in read], person)
    return found


def held_parts(held: Sequence[Example]) -> dict[str, tuple[list[str], npt.NDArray[np.float64]]]:
    """Held-out texts and labels of the pool's Reddit corpora."""
    found = {}
    for corpus in REDDIT:
        examples = [e for e in held if e.corpus == corpus and e.labels.get("hostile") in {0.0, 1.0}]
        labels = np.array([example.labels["hostile"] for example in examples])
        found[f"{corpus} (held out)"] = ([example.text for example in examples], labels)
    return found


def ranking_table(model: tone.Model, parts: Mapping[str, tuple[list[str], npt.NDArray[np.float64]]]) -> dict[str, Row]:
    """For each part: AUC of attention, recall at both thresholds."""
    table = {}
    for name, (texts, labels) in parts.items():
        attention = attention_of(model, texts)
        bad = attention[labels > 0]
        auc = float(roc_auc_score(labels, attention))
        table[name] = {
            "comments": len(texts),
            "bad": len(bad),
            "auc": round(auc, 4),
            "auc_spread_95": round(auc_spread(auc, len(bad), len(texts) - len(bad)), 4),
            "recall_at_report": round(float((bad >= model.thresholds.report_at).mean()), 4),
            "recall_at_note": round(float((bad >= model.thresholds.note_at).mean()), 4),
        }
    return table


def at_rate(labels: npt.NDArray[np.float64], rate: float) -> Floats:
    """Weights that make bad comments ``rate`` of all; they sum to 1."""
    bad = labels > 0
    found: Floats = np.where(bad, rate / max(int(bad.sum()), 1), (1 - rate) / max(int((~bad).sum()), 1))
    return found


def calibration(attention: Floats, labels: npt.NDArray[np.float64], rate: float, *, least: int = 100) -> Row:
    """Shown against observed in the three highest bins of at least ``least`` comments, and Brier scores, at ``rate``.

    A bin spans a tenth of the probability scale, or more where fewer comments reach it.
    """
    weight = at_rate(labels, rate)
    order = np.argsort(-attention, kind="stable")
    edges = np.floor(attention[order] * 10)
    bins: list[npt.NDArray[np.int64]] = []
    start = 0
    for end in range(1, len(order) + 1):
        closed = end == len(order) or edges[end] != edges[end - 1]
        if closed and (end - start >= least or end == len(order)):
            bins.append(order[start:end])
            start = end
    return {
        "rate": rate,
        "brier": round(float((weight * (attention - labels) ** 2).sum()), 6),
        "brier_of_the_base_rate": round(float((weight * (rate - labels) ** 2).sum()), 6),
        "bins": [
            {
                "comments": len(rows_),
                "from": round(float(attention[rows_].min()), 4),
                "shown": round(float(np.average(attention[rows_], weights=weight[rows_])), 4),
                "observed": round(float(np.average(labels[rows_], weights=weight[rows_])), 4),
            }
            for rows_ in bins[:3]
        ],
    }


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


def case_table(model: tone.Model, cases: Path) -> dict[str, Row]:
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
