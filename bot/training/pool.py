"""The shipped model from labelled corpora and the teacher's soft targets: fitted, its thresholds chosen, measured."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn

from bot import text
from bot.errors import InputError
from bot.tone import features, model
from bot.training import dataset, evaluate, threshold
from bot.training import soft as soften
from bot.training.fit import BASE_RATE, Fitted, fit
from bot.training.soft import Soft


def train(
    folder: Path, *, data: Path, cases: Path, teacher: Path, name: str, seed: int, say: Callable[[str], None]
) -> None:
    """Write arrays and manifest into ``folder``."""
    soft = soften.read(teacher, data)
    later = dataset.later_examples(seed)
    _refuse_leaks([*(text for text, corpus, _ in soft.rows if corpus == "own"), *(e.text for e in later)], cases)
    fitted = fit(soft, later, seed=seed, say=say)
    manifest = _write(folder, fitted, soft, name=name, seed=seed, data=data)
    say("choosing thresholds")
    _choose_thresholds(folder, manifest, soft, fitted, data=data, cases=cases)
    say("measuring")
    _measure(folder, manifest, fitted, data, cases)


def _refuse_leaks(texts: Sequence[str], cases: Path) -> None:
    """A case that was trained on would prove nothing."""
    known = {_plain(line) for line in texts}
    for path in sorted(cases.glob("*.txt")):
        for _, line, _ in evaluate.read_cases(path):
            if _plain(line) in known:
                raise InputError(f"{path}: a case stands among the training rows too: {line[:60]}")


def _plain(line: str) -> str:
    return " ".join(word.text for word in text.words(line))


def _write(folder: Path, fitted: Fitted, soft: Soft, *, name: str, seed: int, data: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "name": name,
        "heads": list(dataset.HEADS),
        "languages": ["en"],
        "base_rate": BASE_RATE,
        "thresholds": {"log_at": 0.5, "note_at": 0.5, "report_at": 0.5},
        "attention": {head: round(float(x), 4) for head, x in zip(dataset.HEADS, fitted.combined, strict=True) if x},
        "seed": seed,
        "data": dataset.checksums(data),
        "libraries": libraries(),
        "figures": {},
    }
    model.save(
        folder,
        manifest,
        weights=fitted.weights[: features.BUCKETS],
        piece_weights=fitted.weights[features.BUCKETS :],
        pieces=soft.pieces,
        intercepts=fitted.intercepts,
    )
    return manifest


def libraries() -> dict[str, str]:
    """Versions of what fits a model."""
    return {"scikit-learn": sklearn.__version__, "numpy": np.__version__}


def _choose_thresholds(
    folder: Path, manifest: dict[str, Any], soft: Soft, fitted: Fitted, *, data: Path, cases: Path
) -> None:
    trained = model.load(folder)
    softened = {words for words, corpus, _ in soft.rows if corpus == "goemotions"}
    held = [example for example in fitted.held if example.labels.get("hostile") == 0.0]
    civil = [
        e.text for e in dataset.read_corpus(data, "goemotions", "train")
        if not e.labels["anger"] and e.text not in softened
    ]  # fmt: skip
    groups = {
        ("calm GoEmotions", "civil"): civil + [e.text for e in held if e.corpus == "goemotions"],
        ("Wikipedia talk, clean", "civil"): [e.text for e in held if e.corpus == "wikipedia_talk"],
        # The held-out ones alone are too few to cap alarms at one in a thousand, and no label of the others was seen.
        ("cad, neutral (train)", "heated"): [
            e.text for e in dataset.read_corpus(data, "cad", "train") if not e.labels["hostile"]
        ],
        ("our own swearing cases", "friendly"): tunable(cases, "swearing"),
        ("our own innocent cases", "friendly"): tunable(cases, "innocent"),
        ("our own identity cases", "identity"): tunable(cases, "identity"),
    }
    calm = [
        threshold.Calm(name=name, kind=kind, attention=evaluate.attention_of(trained, texts))
        for (name, kind), texts in groups.items()
    ]
    parts = evaluate.held_parts(fitted.held).values()
    bad = [line for texts, labels in parts for line, label in zip(texts, labels, strict=True) if label]
    chosen = threshold.choose(calm, evaluate.attention_of(trained, bad))
    at = chosen.thresholds
    manifest["thresholds"] = {"log_at": at.log_at, "note_at": at.note_at, "report_at": at.report_at}
    manifest["figures"]["thresholds"] = {
        "calm": {group.name: {"kind": group.kind, "comments": len(group.attention)} for group in calm},
        "bad": len(bad),
        "unsupported": chosen.unsupported,
        "table": chosen.table,
    }
    model.save_manifest(folder, manifest)


def tunable(cases: Path, name: str) -> list[str]:
    """The half of our own cases that may be tuned with."""
    return [line for _, line, frozen in evaluate.read_cases(cases / f"{name}.txt") if not frozen]


def _measure(folder: Path, manifest: dict[str, Any], fitted: Fitted, data: Path, cases: Path) -> None:
    trained = model.load(folder)
    dev = evaluate.dev_parts(data)
    manifest["figures"] |= {
        "alarms": evaluate.alarm_table(trained, evaluate.calm_texts(data)),
        "ranking": evaluate.ranking_table(trained, dev | evaluate.held_parts(fitted.held)),
        "calibration": {
            name: evaluate.calibration(evaluate.attention_of(trained, dev[name][0]), dev[name][1], BASE_RATE)
            for name in ("cad (dev)", "wikipedia_talk (dev)")
        },
        "cases": evaluate.case_table(trained, cases),
    }
    model.save_manifest(folder, manifest)
