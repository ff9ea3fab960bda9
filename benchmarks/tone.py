"""`python -m benchmarks.tone`: how well tone is judged, on comments that nothing was fitted to, beside four others.

Beside it run VADER, alt-profanity-check, better-profanity, and logistic regression on TF-IDF of words and characters
(fitted to the same corpora). Every figure comes with how many comments it rests on and its 95 % interval.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks import readme
from benchmarks.timing import cpu_seconds
from bot import shelf, tone
from bot.churn import likeness
from bot.policy import call_for
from bot.text import tokens as tokens_of
from bot.tone.judge import BATCH, measure
from bot.training import dataset, evaluate, fit
from bot.training import soft as soften
from bot.training.distil import UNSEEN
from bot.training.matrix import Floats, Texts, texts_of
from bot.training.workbench import CASES

ROOT = Path(__file__).parents[1]
LEFT_OUT = (
    "cad reddit_incivility ruddit misogyny_reddit davidson gab_hate paradetox wikipedia_talk hatexplain code_review"
    " github_issues"
).split()
"""Corpora that are each left out in turn."""
MOST = 16_000
SPEED_TEXTS = 20_000
FEW = 1_000
Scorer = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure."""

    name: str
    value: str
    must: str
    aim: str
    rests_on: str
    plain: str = ""
    """The same in the README's words; empty where it does not stand there."""

    def __str__(self) -> str:
        return f"| {self.name} | {self.value} | {self.must} | {self.aim} | {self.rests_on} |"


HEADER = "| figure | here | must | aim | rests on |\n|---|---|---|---|---|"


def main() -> int:
    """Measure everything and print two tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tone", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, help="write the tables there too")
    parser.add_argument("--write", action="store_true", help="put the rows that matter most into the README")
    parser.add_argument("--quick", action="store_true", help="without what has to be fitted anew")
    given = parser.parse_args()
    lines, short = [HEADER], ["| | |", "|---|---|"]
    for row in rows(given.data, quick=given.quick):
        lines.append(str(row))
        short += (
            [f"| {row.plain} | {row.value} of {row.rests_on.partition(':')[0].rpartition(' of ')[2]} |"]
            if row.plain
            else []
        )
        _say(str(row))
    if given.write:
        readme.put("tone", short)
    lines += ["", *beside(given.data)]
    print("\n".join(lines))
    if given.out:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def rows(data: Path, *, quick: bool) -> Iterator[Row]:
    """The table of the issue on tone."""
    model = shelf.load()
    if not quick:
        yield unseen(data)
        yield left_out(data)
    yield from abuse(model, data)
    yield from cases(model)
    yield from alarms(model, data)
    yield from recall(model)
    yield from calibration(model, data)
    yield from speed(model, data)


def unseen(data: Path) -> Row:
    """Mean AUC on five corpora that neither the teacher nor the student saw."""
    soft = soften.read(ROOT / "benchmarks" / "unseen", data, name="unseen", without=UNSEEN)
    pieces = {piece: row for row, piece in enumerate(soft.pieces)}
    target = _hostile_target(soft)
    weight = np.array([fit.OWN_WEIGHT if corpus == "own" else 1.0 for _, corpus, _ in soft.rows])
    weights = _ridge(texts_of((text for text, _, _ in soft.rows), pieces).whole, target, weight, soft.vectors)
    found = {}
    for corpus in UNSEEN:
        texts, labels = _labelled(data, corpus)
        found[corpus] = (roc_auc_score(labels, _judged(texts_of(texts, pieces), weights)), labels)
    mean = float(np.mean([auc for auc, _ in found.values()]))
    each = ", ".join(f"{corpus} {auc:.3f}" for corpus, (auc, _) in found.items())
    spread = _mean_spread(found.values())
    return Row(
        name="five corpora unseen by teacher and student, mean AUC",
        value=f"{mean:.4f} ± {spread:.4f}",
        must=".83",
        aim=".86",
        rests_on=f"{sum(len(labels) for _, labels in found.values()):,} comments: {each}",
    )


def _hostile_target(soft: soften.Soft) -> Floats:
    """As ``fit.targets_of`` makes the target of `hostile`; the unseen teacher left only that behind."""
    mixed = soft.column("hostile") + fit.OWN_HOSTILE * soft.column("own_hostile")
    found = 2.0 * ((mixed - mixed.mean()) / mixed.std() - 1.0)
    for row, (_, corpus, labels) in enumerate(soft.rows):
        if corpus == "own" and "own/hostile" in labels:
            found[row] = fit.odds_of(labels["own/hostile"])
    return found.astype(np.float64)


def _ridge(whole: csr_matrix, target: Floats, weight: Floats, vectors: Floats) -> Floats:
    model = fit.ridge()
    model.fit(fit.with_vectors(whole, vectors), target.astype(np.float32), sample_weight=weight)
    return fit.unfolded(model.coef_, vectors)


def _judged(texts: Texts, weights: Floats) -> Floats:
    """Half the whole and half the worst sentence, as at run time."""
    return texts.log_odds(weights[:, None], np.zeros(1), weights)[:, 0]


def left_out(data: Path) -> Row:
    """Mean AUC over eleven corpora, each left out in turn: the student alone, with hard labels and our own rows.

    Its word pieces have the vectors of the encoder as it comes, which no label went into.
    """
    names = [*LEFT_OUT, *(name for name in ("edos", "hatemoji", "goemotions") if name not in LEFT_OUT), "own"]
    parts = {name: _labelled(data, name) for name in names}
    words = likeness.load(shelf.shipped() / shelf.CHURN / likeness.FILE)
    vectors = words.table * words.scales
    texts = {name: texts_of(found[0], words.pieces) for name, found in parts.items()}
    blocks = {name: fit.with_vectors(found.whole, vectors) for name, found in texts.items()}
    found = {}
    for corpus in LEFT_OUT:
        rest = [name for name in names if name != corpus]
        matrix = vstack([blocks[name] for name in rest]).tocsr()
        labels = np.concatenate([parts[name][1] for name in rest])
        weight = np.concatenate([np.full(len(parts[name][1]), _SHARE.get(name, 1.0)) for name in rest])
        # An indicator column a corpus takes up how its labels differ; it is dropped when judging.
        sizes = [len(parts[name][1]) for name in rest]
        owner = csr_matrix((np.ones(sum(sizes)), (np.arange(sum(sizes)), np.repeat(np.arange(len(rest)), sizes))))
        model = fit.ridge()
        target = np.array([fit.odds_of(label) for label in labels], dtype=np.float32)
        model.fit(hstack([matrix, owner]).tocsr().astype(np.float32), target, sample_weight=weight)
        scores = _judged(texts[corpus], fit.unfolded(model.coef_[: matrix.shape[1]], vectors))
        found[corpus] = (roc_auc_score(parts[corpus][1], scores), parts[corpus][1])
        _say(f"without {corpus}: {found[corpus][0]:.3f}")
    mean = float(np.mean([auc for auc, _ in found.values()]))
    each = ", ".join(f"{corpus} {auc:.3f}" for corpus, (auc, _) in found.items())
    return Row(
        name="leave one corpus out, hard labels, mean AUC of eleven",
        value=f"{mean:.4f} ± {_mean_spread(found.values()):.4f}",
        must=".81",
        aim=".83",
        rests_on=f"{sum(len(labels) for _, labels in found.values()):,} comments: {each}",
    )


_PLAIN_LABELS = {"paradetox": ("toxic",), "davidson": ("hate", "offensive")}
"""Corpora that the shipped model takes no `hostile` from, and which labels come nearest to it."""
_SHARE = {"own": 3.0, "davidson": 0.5, "goemotions": 0.3}


def _labelled(data: Path, corpus: str) -> tuple[list[str], Floats]:
    """Texts of the training part with the label of `hostile`, at most ``MOST``, the same ones each time."""
    if corpus == "own":
        examples = [e for e in dataset.own_examples(7) if e.labels.get("hostile") in {0.0, 1.0}]
    elif corpus in _PLAIN_LABELS:
        raw = [row for row in dataset.rows(data / corpus / "train.jsonl.gz") if row["text"].strip()]
        examples = [
            dataset.Example(
                text=row["text"],
                corpus=corpus,
                labels={"hostile": max(float(row["labels"][name]) for name in _PLAIN_LABELS[corpus])},
            )
            for row in raw
        ]
    else:
        examples = dataset.read_corpus(data, corpus, "train")
    used = [example for example in examples if example.labels.get("hostile") in {0.0, 1.0}]
    if corpus not in UNSEEN and len(used) > MOST:
        chosen = np.random.default_rng(7).choice(len(used), MOST, replace=False)
        used = [used[row] for row in sorted(chosen)]
    return [example.text for example in used], np.array([example.labels["hostile"] for example in used])


def _mean_spread(found: object) -> float:
    """Half of the 95 % interval of a mean of AUCs over separate corpora."""
    spreads = [
        evaluate.auc_spread(auc, int(labels.sum()), int(len(labels) - labels.sum()))
        for auc, labels in found  # type: ignore[attr-defined]
    ]
    return float(np.sqrt(np.sum(np.square(spreads))) / len(spreads))


def abuse(model: tone.Model, data: Path) -> Iterator[Row]:
    """How well abuse is ranked in a part that nothing was fitted to."""
    parts = evaluate.dev_parts(data)
    for name, part, must, aim in (
        ("cad dev: any abuse, AUC", "cad (dev)", ".77", ".80"),
        ("cad dev: against a person, AUC", "cad, against a person (dev)", ".80", ".84"),
    ):
        texts, labels = parts[part]
        auc = roc_auc_score(labels, evaluate.attention_of(model, texts))
        bad = int(labels.sum())
        spread = evaluate.auc_spread(auc, bad, len(labels) - bad)
        yield Row(
            name=name, value=f"{auc:.3f} ± {spread:.3f}", must=must, aim=aim, rests_on=f"{bad} of {len(labels):,}"
        )


def cases(model: tone.Model) -> Iterator[Row]:
    """Our own cases: the frozen half alone, then all."""
    for name, title, must, aim, plain in (
        (
            "swearing",
            "friendly swearing",
            "97 % / 80 %",
            "99 % / 90 %",
            "friendly swearing: not reported / not even noted",
        ),
        (
            "identity",
            "neutral or positive mention of an identity",
            "99 % / 95 %",
            "99.7 % / 98 %",
            "mentions of identities: not reported / not even noted",
        ),
    ):
        for half in ("frozen", "all"):
            texts = [text for _, text, frozen in evaluate.read_cases(CASES / f"{name}.txt") if frozen or half == "all"]
            attention = evaluate.attention_of(model, texts)
            alone = int((attention < model.thresholds.report_at).sum())
            harmless = int((attention < model.thresholds.note_at).sum())
            low, high = evaluate.interval(alone, len(texts))
            low2, high2 = evaluate.interval(harmless, len(texts))
            yield Row(
                name=f"{title} ({half}): left alone at `report_at` / harmless altogether",
                value=f"{alone / len(texts):.1%} ({low:.1%}-{high:.1%}) / {harmless / len(texts):.1%}"
                f" ({low2:.1%}-{high2:.1%})",
                must=must,
                aim=aim,
                rests_on=f"{len(texts)} cases",
                plain=plain if half == "frozen" else "",
            )


def alarms(model: tone.Model, data: Path) -> Iterator[Row]:
    """Comments that nobody should be told of, each source by itself."""
    own = [
        text
        for name in ("innocent", "swearing", "identity")
        for _, text, frozen in evaluate.read_cases(CASES / f"{name}.txt")
        if frozen
    ]
    for name, texts in (evaluate.calm_texts(data) | {"our own, frozen": own}).items():
        wrong = int((evaluate.attention_of(model, texts) >= model.thresholds.report_at).sum())
        low, high = evaluate.interval(wrong, len(texts))
        yield Row(
            name=f"alarms at `report_at`: {name}",
            value=f"{wrong / len(texts):.2%} ({low:.2%}-{high:.2%})",
            must="<= .3 %",
            aim="<= .1 %",
            rests_on=f"{wrong} of {len(texts):,}",
            plain="" if name.startswith("our own") else f"falsely reported: {name.removesuffix(' (dev)')}",
        )


def recall(model: tone.Model) -> Iterator[Row]:
    """What is found, from the figures that training left in the manifest: held-out parts are gone once it is done."""
    ranking = model.manifest["figures"]["ranking"]
    held = {name: row for name, row in ranking.items() if name.endswith("(held out)")}
    bad = sum(row["bad"] for row in held.values())
    found = sum(row["bad"] * row["recall_at_report"] for row in held.values())
    noted = sum(row["bad"] * row["recall_at_note"] for row in held.values())
    low, high = evaluate.interval(round(found), bad)
    yield Row(
        name="recall at `report_at` (at `note_at`), held-out parts of the pool's Reddit corpora",
        plain="bad comments of Reddit reported (at least noted)",
        value=f"{found / bad:.1%} ({low:.1%}-{high:.1%}), ({noted / bad:.1%})",
        must=">= 15 %",
        aim=">= 30 %",
        rests_on=f"{bad} bad comments: " + ", ".join(f"{n} {r['recall_at_report']:.1%}" for n, r in held.items()),
    )


def calibration(model: tone.Model, data: Path) -> Iterator[Row]:
    """Shown minus observed in the three highest bins at a 3 % base rate, each source, and both pooled evenly."""
    parts = evaluate.dev_parts(data)
    used = {name: parts[name] for name in ("cad (dev)", "wikipedia_talk (dev)")}
    used["both"] = ([t for texts, _ in used.values() for t in texts], np.concatenate([y for _, y in used.values()]))
    for name, (texts, labels) in used.items():
        found = evaluate.calibration(evaluate.attention_of(model, texts), labels, fit.BASE_RATE)
        bins = ", ".join(f"{b['shown'] - b['observed']:+.2f} ({b['comments']})" for b in found["bins"])
        yield Row(
            name=f"calibration at 3 %: {name}",
            value=f"{bins}; Brier {found['brier']:.4f}, always the rate {found['brier_of_the_base_rate']:.4f}",
            must="<= .10 each; better",
            aim="<= .05 each",
            rests_on=f"{len(texts):,} comments",
        )


def speed(model: tone.Model, data: Path) -> Iterator[Row]:
    """Comments a second on one core, the best of five runs; what the model weighs and how long it takes to load."""
    found = [
        e.text
        for corpus in ("reddit_incivility", "goemotions", "cad")
        for e in dataset.read_corpus(data, corpus, "train")
    ]
    given = found[:: max(len(found) // SPEED_TEXTS, 1)][:SPEED_TEXTS]
    rests = f"{len(given):,} comments, median {np.median([len(text) for text in given]):.0f} characters"
    ready = [tokens for text in given if (tokens := tokens_of(text)).written]
    batches = [ready[start : start + BATCH] for start in range(0, len(ready), BATCH)]
    at = model.thresholds
    for name, work, number, must, aim in (
        (
            "model alone, words ready: comments/s in batches",
            lambda: [measure(model, b) for b in batches],
            len(ready),
            "25,000",
            "40,000",
        ),
        ("the same, one at a time", lambda: [measure(model, [one]) for one in ready[:2000]], 2000, "4,000", "8,000"),
        (
            "text in, decision out: comments/s in batches",
            lambda: [
                call_for(score.attention, at) for score in tone.judge_many(model, given, explain_from=at.report_at)
            ],
            len(given),
            "8,000",
            "15,000",
        ),
    ):
        best = min(cpu_seconds(work) for _ in range(5))
        yield Row(name=name, value=f"{number / best:,.0f}", must=must, aim=aim, rests_on=rests)
    size = sum(path.stat().st_size for path in shelf.Shelf().folder(model.name).glob("*.npz")) / 1e6
    yield Row(name="model file, MB", value=f"{size:.1f}", must="10", aim="8", rests_on=model.name)
    seconds, resident = _loaded()
    yield Row(
        name="loading it, s; what it adds to memory, MB",
        value=f"{seconds:.2f}; {resident:.0f}",
        must=".5; 60",
        aim="-",
        rests_on="a new process",
    )


_LOAD = """
import os, time
from bot import shelf, tone

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

before = resident()
begun = time.perf_counter()
model = shelf.load()
took = time.perf_counter() - begun
tone.judge(model, "You muppet, that was brilliant.")
print(took, resident() - before)
"""


def _loaded() -> tuple[float, float]:
    shown = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    seconds, resident = shown.split()
    return float(seconds), float(resident)


def beside(data: Path) -> Iterator[str]:
    """Evenkeel and four others, each with the threshold at which it alarms .1 % of calm GoEmotions comments (train)."""
    scorers = others(data)
    calm = [e.text for e in dataset.read_corpus(data, "goemotions", "train") if not e.labels["anger"]][:20_000]
    parts = evaluate.dev_parts(data)
    swearing = [text for _, text, _ in evaluate.read_cases(CASES / "swearing.txt")]
    identity = [text for _, text, _ in evaluate.read_cases(CASES / "identity.txt")]
    neutral = evaluate.calm_texts(data)["cad neutral (dev)"]
    yield "At the threshold at which each alarms 0.1 % of 20,000 calm GoEmotions comments. better-profanity says only"
    yield f"yes or no, at some ten comments a second, so it was asked about {FEW:,} of each."
    yield "alt-profanity-check was trained on comments of the same Wikipedia talk pages."
    yield ""
    heads = "cad dev AUC,Wikipedia talk dev AUC,swearing alarmed,identities alarmed,cad neutral,cad found,Wikipedia"
    yield f"| | {' | '.join(heads.split(','))} found |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, score in scorers.items():
        few = name == "better-profanity"
        limit = 0.5 if few else float(np.sort(score(calm))[::-1][20])
        aucs, found = [], []
        for part in ("cad (dev)", "wikipedia_talk (dev)"):
            step = max(len(parts[part][0]) // FEW, 1) if few else 1
            texts, labels = parts[part][0][::step], parts[part][1][::step]
            chances = score(texts)
            aucs.append(roc_auc_score(labels, chances))
            found.append(float((chances[labels > 0] > limit).mean()))
        calm_ones = (swearing, identity, neutral[:: max(len(neutral) // FEW, 1)] if few else neutral)
        told = [float((score(texts) > limit).mean()) for texts in calm_ones]
        cells = [name, *(f"{auc:.3f}" for auc in aucs), *(f"{share:.1%}" for share in told)]
        yield f"| {' | '.join([*cells, *(f'{share:.1%}' for share in found)])} |"


def others(data: Path) -> Mapping[str, Scorer]:
    """Scorers of texts, higher for worse."""
    from better_profanity import profanity
    from profanity_check import predict_prob
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    model, analyzer = shelf.load(), SentimentIntensityAnalyzer()
    profanity.load_censor_words()
    return {
        "Evenkeel": lambda texts: evaluate.attention_of(model, texts),
        "TF-IDF and logistic regression": _tfidf(data),
        "VADER": lambda texts: np.array([-analyzer.polarity_scores(text)["compound"] for text in texts]),
        "alt-profanity-check": lambda texts: predict_prob(list(texts)),
        "better-profanity": lambda texts: np.array([float(profanity.contains_profanity(text[:300])) for text in texts]),
    }


def _tfidf(data: Path) -> Scorer:
    parts = [_labelled(data, name) for name in (*LEFT_OUT, "edos", "hatemoji", "goemotions")]
    texts = [text for found, _ in parts for text in found]
    labels = np.concatenate([found for _, found in parts])
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=5, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=10, sublinear_tf=True, dtype=np.float32)
    matrix = hstack([words.fit_transform(texts), letters.fit_transform(texts)]).tocsr()
    model = LogisticRegression(C=1.0, max_iter=100).fit(matrix, labels)
    return lambda batch: model.decision_function(hstack([words.transform(batch), letters.transform(batch)]).tocsr())


if __name__ == "__main__":
    sys.exit(main())
