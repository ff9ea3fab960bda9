"""`python -m benchmarks.histories`: how well edits are judged, and how many a second.

Our own histories (`bot/training/cases/edits*.jsonl`): those of writers who knew nothing of the judge and that nobody
read; the frozen half of ours, which nothing was tuned with; the tunable ones beside them. The intent of single edits on
the dev part of the corpus of edits, where the data is there.
"""

import argparse
import gc
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from benchmarks import readme
from benchmarks.timing import cpu_seconds
from bot import churn, scoring, shelf
from bot.churn import intent
from bot.churn.links import links_of
from bot.churn.versions import version_of
from bot.cycle import BATCH
from bot.decisions import EditScore
from bot.training import edits, evaluate

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.histories", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, help="write the table there too")
    parser.add_argument("--write", action="store_true", help="put the rows of unread histories into the README")
    given = parser.parse_args()
    models = scoring.Models(tone=shelf.load(), churn=shelf.load_churn())
    lines = ["| figure | here | must | aim | rests on |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in [*own(models), *intents(models, given.data), *speed(models)]]
    print("\n".join(lines))
    if given.write:
        readme.put(
            "edits",
            ["| | |", "|---|---|", *(f"| {row[0]} | {row[1]} |" for row in own(models) if "unread" in row[0])],
        )
    if given.out:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


Row = tuple[str, str, str, str, str]
PARTS = {"blind": "of other writers, unread", "frozen": "of our own, unread", "tunable": "fitted to"}


def own(models: scoring.Models) -> Iterator[Row]:
    """Findings that are right, and innocent histories that would be told of."""
    for part, name in PARTS.items():
        found = [one for one in edits.own_histories() if one.part == part]
        scores = scoring.edit_scores([churn.case_of(one.history) for one in found], models)
        bad = [(one, score) for one, score in zip(found, scores, strict=True) if one.bad]
        calm = [score for one, score in zip(found, scores, strict=True) if not one.bad]
        right = sum(_right(one, score, models) for one, score in bad)
        yield (
            f"findings right, {name}: one of them named, and at least noted",
            _share(right, len(bad)),
            "85 %",
            "95 %",
            ", ".join(_groups(bad, models)),
        )
        told = sum(_chance(score) >= models.churn.note_at for score in calm)
        reported = sum(_chance(score) >= models.churn.report_at and not (score and score.spared) for score in calm)
        yield f"innocent ones reported, {name}", _share(reported, len(calm)), "<= 1 %", "0", f"{len(calm)} histories"
        yield f"innocent ones reported or noted, {name}", _share(told, len(calm)), "-", "-", f"{len(calm)} histories"


def _right(one: edits.Labelled, score: EditScore | None, models: scoring.Models) -> bool:
    named = set(score.findings if score else ()) & set(one.gold["findings"])
    return bool(named) and _chance(score) >= models.churn.note_at


def _chance(score: EditScore | None) -> float:
    return score.churn if score else 0.0


def _share(part: int, whole: int) -> str:
    low, high = evaluate.interval(part, whole)
    return f"{part / whole:.1%} ({low:.1%}-{high:.1%})"


def _groups(bad: Sequence[tuple[edits.Labelled, EditScore | None]], models: scoring.Models) -> Iterator[str]:
    for name in churn.REPORTABLE:
        rows = [_right(one, score, models) for one, score in bad if one.gold["findings"][0] == name]
        yield f"{name} {sum(rows)} of {len(rows)}"


def intents(models: scoring.Models, data: Path) -> Iterator[Row]:
    """The intent of single edits, on the dev part."""
    if not (data / "edit_intent" / "dev.jsonl.gz").exists():
        return
    numbers, labels = edits.changes(data, "dev")
    weights, shift = models.churn.folded
    odds = numbers @ weights + shift
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    classes = [intent.INTENTS.index(name) for name in intent.INTENTS if name != "others"]
    guessed = chances.argmax(axis=1)
    macro = f1_score(labels, guessed, average="macro", labels=classes)
    meaning, surface = intent.INTENTS.index("meaning-changed"), intent.INTENTS.index("fluency")
    apart = (labels == meaning) | (labels == surface)
    auc = roc_auc_score(labels[apart] == meaning, chances[apart, meaning] - chances[apart, surface])
    hits, wanted = int((guessed[labels == meaning] == meaning).sum()), int((labels == meaning).sum())
    rests = f"{len(labels)} edits"
    spread = evaluate.auc_spread(auc, int((labels == meaning).sum()), int((labels == surface).sum()))
    yield "intent on dev: macro-F1 of the five classes", f"{macro:.3f}", ".50", ".55", rests
    yield "intent on dev: surface against meaning, AUC", f"{auc:.3f} ± {spread:.3f}", ".98", ".99", rests
    yield "intent on dev: recall of meaning", _share(hits, wanted), ".75", ".85", rests


def speed(models: scoring.Models) -> Iterator[Row]:
    """Edits judged a second on one core, from texts to findings; the best of five runs."""
    histories = [one.history for one in edits.own_histories()]
    gc.freeze()  # as bootstrap does
    number = sum(len(history.revisions) - 1 for history in histories)
    length = statistics.median(len(history.revisions[-1].text) for history in histories)
    rests = f"{number} edits, median {length:.0f} characters"
    alone = min(cpu_seconds(lambda: _judge(histories, models, toned=False)) for _ in range(5))
    toned = min(cpu_seconds(lambda: _judge(histories, models, toned=True)) for _ in range(5))
    yield "edits a second on one core, without tone", f"{number / alone:,.0f}", "5,000", "20,000", rests
    yield "edits a second on one core, with tone", f"{number / toned:,.0f}", "1,500", "5,000", rests


def _judge(histories: Sequence[churn.History], models: scoring.Models, *, toned: bool) -> None:
    version_of.cache_clear()
    links_of.cache_clear()
    for first in range(0, len(histories), BATCH):
        cases = [churn.case_of(history) for history in histories[first : first + BATCH]]
        if toned:
            scoring.edit_scores(cases, models)
        else:
            churn.judge_many(cases, [[0.01] * len(churn.texts_of(case)) for case in cases], models.churn)


if __name__ == "__main__":
    sys.exit(main())
