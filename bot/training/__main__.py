"""`python -m bot.training --data ../shared/data --out models/tone-2`: makes the shipped model again."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import sklearn

from bot import text, tone
from bot.errors import EvenkeelError, InputError
from bot.tone import features, model
from bot.training import card, dataset, evaluate, threshold
from bot.training import soft as soften
from bot.training.fit import BASE_RATE, Fitted, fit
from bot.training.soft import Soft

CASES = Path(__file__).with_name("cases")
TEACHER = Path(__file__).parents[2] / "models" / "teacher-1"


def main() -> int:
    """Fit, choose thresholds, measure, and put the model in place whole or not at all."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled corpora")
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of our own cases")
    parser.add_argument("--teacher", type=Path, default=TEACHER, help="folder of soft targets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new model, such as models/tone-2")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    try:
        train(given.data, given.cases, given.teacher, given.out, seed=given.seed)
    except EvenkeelError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def train(data: Path, cases: Path, teacher: Path, out: Path, *, seed: int) -> None:
    """Everything from corpora to a folder with arrays, manifest and card."""
    soft = soften.read(teacher, data)
    later = dataset.later_examples(seed)
    _refuse_leaks([*(text for text, corpus, _ in soft.rows if corpus == "own"), *(e.text for e in later)], cases)
    fitted = fit(soft, later, seed=seed, say=_say)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        folder = Path(scratch) / out.name
        folder.mkdir()
        manifest = _write(folder, fitted, soft, name=out.name, seed=seed, data=data)
        _choose_thresholds(folder, manifest, soft, fitted, data=data, cases=cases)
        _measure(folder, manifest, fitted, data, cases)
        trained = tone.load(folder)
        (folder / "card.md").write_text(card.render(trained.manifest), encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)
    _say(f"wrote {out}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _refuse_leaks(texts: list[str], cases: Path) -> None:
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
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
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


def _choose_thresholds(
    folder: Path, manifest: dict[str, Any], soft: Soft, fitted: Fitted, *, data: Path, cases: Path
) -> None:
    trained = tone.load(folder)
    softened = {words for words, corpus, _ in soft.rows if corpus == "goemotions"}
    held = [example for example in fitted.held if example.labels.get("hostile") == 0.0]
    civil = [
        e.text for e in dataset.read_corpus(data, "goemotions", "train")
        if not e.labels["anger"] and e.text not in softened
    ]  # fmt: skip
    groups = {
        ("calm GoEmotions", "civil"): civil + [e.text for e in held if e.corpus == "goemotions"],
        ("Wikipedia talk, clean", "civil"): [e.text for e in held if e.corpus == "wikipedia_talk"],
        ("cad, neutral", "heated"): [e.text for e in held if e.corpus == "cad"],
        ("our own swearing cases", "friendly"): _tunable(cases, "swearing"),
        ("our own innocent cases", "friendly"): _tunable(cases, "innocent"),
        ("our own identity cases", "identity"): _tunable(cases, "identity"),
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
    _say(f"report from {at.report_at:.1%}, note from {at.note_at:.1%}")
    for call, why in chosen.unsupported.items():
        _say(f"{call}: {why}")
    model.save_manifest(folder, manifest)


def _tunable(cases: Path, name: str) -> list[str]:
    return [line for _, line, frozen in evaluate.read_cases(cases / f"{name}.txt") if not frozen]


def _measure(folder: Path, manifest: dict[str, Any], fitted: Fitted, data: Path, cases: Path) -> None:
    trained = tone.load(folder)
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


if __name__ == "__main__":
    sys.exit(main())
