"""Fits what judges edits: the intent of one change from a labelled corpus, and what each measure of a history weighs.

Histories are our own (`cases/edits.jsonl`); of each group every second one is frozen and never read by fitting.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from bot import tone
from bot.churn import history, intent, likeness, model
from bot.churn.changes import change_of
from bot.churn.history import Case, History
from bot.churn.judge import MEASURES, REPORTABLE, Measured, axis_of, measure_many, words_of
from bot.churn.model import ChurnModel
from bot.churn.versions import version_of
from bot.churn.wire import history_of
from bot.errors import EvenkeelError, InputError
from bot.training.matrix import Floats

CASES = Path(__file__).with_name("cases") / "edits.jsonl"
MORE_CASES = CASES.with_name("edits-more.jsonl")
"""Written later: harder look-alikes, and histories of writers who knew nothing of the judge."""
BLIND_CASES = CASES.with_name("edits-blind.jsonl")
"""Of such writers too. They were only ever counted, never read."""
INTENT_STRENGTH = 0.3
MEANING_WEIGHT = 1.5
"""A change of meaning that is missed costs more than one too many."""
WEIGHT_STRENGTH = 1.0
MOST_ROUNDS = 20
"""Of weighing and choosing the step that decides anew."""
NOTE_CAP = 0.11
"""Share of innocent histories that may be noted, each judged by weights fitted without it; one in seven of them
was asked to be of the hardest kind, of the others 8 % are noted."""
REPORT_ODDS = 3.0
"""How many times the odds of the highest of them a report takes: those that nobody fitted to may stand higher."""


Part = Literal["tunable", "frozen", "blind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One of our own histories, with what a moderator is to be told of it. Only tunable ones are fitted to."""

    case_id: str
    group: str
    part: Part
    history: History
    gold: dict[str, Any]

    @property
    def bad(self) -> bool:
        """Whether a moderator is to be told."""
        return any(finding in REPORTABLE for finding in self.gold["findings"])


def own_histories() -> list[Labelled]:
    """All of them, in the order of the files. Of the first file every second one of a group is frozen."""
    found: list[Labelled] = []
    counted: dict[tuple[str, bool], int] = {}
    for path in (CASES, MORE_CASES, BLIND_CASES):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            key = row["group"], bool(row["gold"]["findings"])
            counted[key] = counted.get(key, 0) + 1
            part: Part = "blind" if path == BLIND_CASES else "tunable"
            if path == CASES and counted[key] % 2 == 0:
                part = "frozen"
            found.append(
                Labelled(case_id=row["id"], group=row["group"], part=part, history=history_of(row), gold=row["gold"])
            )
    return found


def changes(data: Path, part: str) -> tuple[Floats, Floats]:
    """Features and intents of one part ("train" or "dev") of the corpus of edits; shapes (n, features) and (n,)."""
    path = data / "edit_intent" / f"{part}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({type(error).__name__}).") from error
    numbers = [intent.features_of(change_of(version_of(row["before"]), version_of(row["after"]))) for row in rows]
    return np.array(numbers), np.array([intent.INTENTS.index(row["labels"]["intent"]) for row in rows])


def fit_intent(numbers: Floats, labels: Floats) -> dict[str, Any]:
    """Multinomial logistic regression over features of one change; what ``changes`` gives."""
    scaler = StandardScaler().fit(numbers)
    weight = np.where(labels == intent.INTENTS.index("meaning-changed"), MEANING_WEIGHT, 1.0)
    fitted = LogisticRegression(C=INTENT_STRENGTH, max_iter=3000)
    fitted.fit(scaler.transform(numbers), labels, sample_weight=weight)
    return {
        "features": list(intent.NAMES),
        "mean": _rounded(scaler.mean_),
        "scale": _rounded(np.maximum(scaler.scale_, 1e-6)),
        "weights": [_rounded(row) for row in fitted.coef_.T],
        "intercepts": _rounded(fitted.intercept_),
    }


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 5) for value in values]


def attention_of(cases: Sequence[Case], tones: tone.Model) -> Iterator[list[float]]:
    """For each case, tone's probabilities of its texts."""
    texts = [history.texts_of(case) for case in cases]
    scores = iter(tone.judge_many(tones, [text for group in texts for text in group], explain_from=2.0))
    for group in texts:
        yield [next(scores).attention for _ in group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Weights of measures, and what they prove."""

    weights: Floats
    intercept: float
    chances: Floats
    """Probability of each history by weights fitted without it; 0 where nothing was found."""
    spared: npt.NDArray[np.bool_]
    """Histories that are never reported, however probable."""


def fit_weights(found: Sequence[Labelled], tones: tone.Model, churn: ChurnModel) -> Weighed:
    """Harm never weighs for, openness never against an author."""
    cases = [history.case_of(labelled.history) for labelled in found]
    measured = measure_many(cases, list(attention_of(cases, tones)), churn)
    labels = np.array([labelled.bad for labelled in found])
    sign = np.array([1.0 if axis_of(name) == "harm" else -1.0 for name in MEASURES])
    weights = sign
    for _ in range(MOST_ROUNDS):
        numbers = _of_worst(measured, weights)
        fitted, used = _signed(numbers, labels, sign)
        weights = np.zeros(len(MEASURES))
        weights[used] = fitted.coef_[0]
        if np.array_equal(numbers, _of_worst(measured, weights)):
            break
    folds = StratifiedKFold(10, shuffle=True, random_state=7)
    chances = cross_val_predict(
        LogisticRegression(C=WEIGHT_STRENGTH, max_iter=2000), numbers[:, used], labels, cv=folds, method="predict_proba"
    )[:, 1]
    named = np.array([any(name in REPORTABLE for names in row.found.values() for name in names) for row in measured])
    return Weighed(
        weights=weights,
        intercept=float(fitted.intercept_[0]),
        chances=np.where(named, chances, 0.0),
        spared=np.array([row.spared for row in measured]),
    )


def _of_worst(measured: Sequence[Measured], weights: Floats) -> Floats:
    """Measures of the step of each history that decides by such weights; shape (histories, measures)."""
    by_name = dict(zip(MEASURES, weights.tolist(), strict=True))
    rows = [found.values[found.worst(by_name)] if found.values else {} for found in measured]
    return np.array([[row.get(name, 0.0) for name in MEASURES] for row in rows])


def _signed(
    numbers: Floats, labels: npt.NDArray[np.bool_], sign: Floats
) -> tuple[LogisticRegression, npt.NDArray[np.int64]]:
    """Fitted to the measures that keep their sign, and which ones these are."""
    used = np.flatnonzero(np.ptp(numbers, axis=0) > 0)
    while True:
        fitted = LogisticRegression(C=WEIGHT_STRENGTH, max_iter=2000).fit(numbers[:, used], labels)
        wrong = fitted.coef_[0] * sign[used] < 0
        if not wrong.any():
            return fitted, used
        used = np.delete(used, np.argmax(np.where(wrong, np.abs(fitted.coef_[0]), -1.0)))


def thresholds(found: Sequence[Labelled], weighed: Weighed) -> dict[str, float]:
    """Reports begin above every innocent history, notes where few of them would be noted."""
    innocent = np.array([not labelled.bad for labelled in found])
    calm = np.sort(weighed.chances[innocent])[::-1]
    highest = float(weighed.chances[innocent & ~weighed.spared].max(initial=0.5))
    note_at = float(calm[int(NOTE_CAP * len(calm))]) + 5e-4
    beyond = highest / (1.0 - highest) * REPORT_ODDS
    report_at = max(beyond / (1.0 + beyond), note_at)
    return {"note_at": round(note_at, 3), "report_at": round(min(report_at, 0.99), 3)}


CARD = """# {name}

Judges edits of a comment: how probable it is that a moderator would want to be told of them, and which measures
made it think so. It reports nothing by itself: a moderator decides.

**Use it** to draw moderators' attention to comments whose meaning, tone or links changed after people had answered.
**Do not use it** to remove comments or punish people without a person looking, or to rate people.

## Where it reports

Reports from {report:.1%}, notes from {note:.1%}. Of {innocent} innocent histories, each judged by weights
fitted without it, {noted} ({noted_share:.1%}) would be noted and {reported} reported; of {bad} that a moderator
is to be told of, {found_share:.0%} would be at least noted and {bad_reported:.0%} reported. All these histories
are our own inventions, and the rules that measure them were written by people who had read them. What is to be
expected of others stands in `benchmarks/histories.md`: there, histories that nobody read while this was made.

Edits that are announced, only add, make the text milder, empty it, mend spelling, or put it in other words and do
nothing else are never reported.

## What each measure weighs

Log-odds for a measure of one; the intercept is {intercept:+.2f}. Those of harm never weigh for an author, those
of openness never against one.

| measure | axis | weighs |
|---|---|---|
{weights}

## What it was fitted to

- {histories} histories of our own (`bot/training/cases/edits.jsonl`, every second of a group left out, and
  `edits-more.jsonl`, 2,143 of which come from writers who knew nothing of the judge).
- The intent of single edits: IteraTeR (Du et al. 2022, Apache-2.0), {edits:,} edits of scientific abstracts,
  encyclopedia articles and news. How well that carries over to comments is not known, so it only adds to what
  the context says.
- Rude words: the model {tone}.
- Which words are alike: vectors of word pieces from all-MiniLM-L6-v2 (Apache-2.0), made by `bot.training.distil`.

## What it misses

Meanings turned by other words, threats without rude words, contempt that is well dressed, and what {tone}
misses. Lists of insults and of ways to announce a change cover English, German, French, Spanish, Italian,
Portuguese, Dutch, Polish and Russian.
"""


def card_of(content: dict[str, Any], found: Sequence[Labelled], weighed: Weighed, edits: int) -> str:
    """What the model is, from its own content and from what its histories prove."""
    at = content["thresholds"]
    bad = np.array([labelled.bad for labelled in found])
    noted = weighed.chances >= at["note_at"]
    reported = (weighed.chances >= at["report_at"]) & ~weighed.spared
    return CARD.format(
        name=content["name"],
        tone=content["tone"],
        report=at["report_at"],
        note=at["note_at"],
        innocent=int((~bad).sum()),
        noted=int(noted[~bad].sum()),
        noted_share=noted[~bad].mean(),
        reported=int(reported[~bad].sum()),
        bad=int(bad.sum()),
        found_share=noted[bad].mean(),
        bad_reported=reported[bad].mean(),
        intercept=content["intercept"],
        weights="\n".join(
            f"| {words_of(name)} | {axis_of(name)} | {weight:+.2f} |"
            for name, weight in content["weights"].items()
            if weight
        ),
        histories=len(found),
        edits=edits,
    )


def train(data: Path, tones: tone.Model, words: Path, *, name: str) -> tuple[dict[str, Any], str]:
    """The content of a model's file, and its card; deterministic. ``words``: vectors that distillation left behind."""
    numbers, labels = changes(data, "train")
    content: dict[str, Any] = {
        "name": name,
        "format": model.FORMAT,
        "judge": model.VERSION,
        "tone": tones.name,
        "words": model.checksum(words),
        "intent": fit_intent(numbers, labels),
        "weights": dict.fromkeys(MEASURES, 0.0),
        "intercept": 0.0,
        "openness_middle": 1.0,
        "thresholds": {"note_at": 0.5, "report_at": 0.5},
    }
    tunable = [labelled for labelled in own_histories() if labelled.part == "tunable"]
    weighed = fit_weights(tunable, tones, model.of(content, likeness.load(words)))
    content["weights"] = {name: round(float(x), 4) for name, x in zip(MEASURES, weighed.weights, strict=True)}
    content["intercept"] = round(weighed.intercept, 4)
    content["thresholds"] = thresholds(tunable, weighed)
    content["seal"] = model.seal(content)
    return content, card_of(content, tunable, weighed, len(labels))


def main() -> int:
    """`python -m bot.training.edits --data ../shared/data --out models/churn-6`: makes the shipped file again."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.edits", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder of the file, such as models/churn-6")
    given = parser.parse_args()
    try:
        content, card = train(given.data, shelf_model(given.out.parent), given.out / likeness.FILE, name=given.out.name)
    except EvenkeelError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    given.out.mkdir(parents=True, exist_ok=True)
    scratch = given.out / f"{model.FILE}.new"
    scratch.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    scratch.replace(given.out / model.FILE)
    (given.out / "card.md").write_text(card, encoding="utf-8")
    return 0


def shelf_model(folder: Path) -> tone.Model:
    """The newest tone model of a folder: edits are judged with the tone that ships beside them."""
    names = sorted(folder.glob("tone-*/manifest.json"), key=lambda path: int(path.parent.name.rpartition("-")[2]))
    if not names:
        raise InputError(f"There is no model of tone in {folder}. Make it first.")
    return tone.load(names[-1].parent)


if __name__ == "__main__":
    sys.exit(main())
