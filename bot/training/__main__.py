"""`python -m bot.training --data ../shared/data --out models/tone-1`: makes the shipped model again."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import sklearn

from bot import text, tone
from bot.decisions import Thresholds
from bot.errors import EvenkeelError, InputError
from bot.tone import features, model
from bot.training import card, dataset, evaluate, threshold
from bot.training.fit import BASE_RATE, Fitted, fit

CASES = Path(__file__).with_name("cases")


def main() -> int:
    """Fit, choose thresholds, measure, and put the model in place whole or not at all."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled corpora")
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of our own cases")
    parser.add_argument("--out", type=Path, required=True, help="folder of the new model, such as models/tone-1")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    try:
        train(given.data, given.cases, given.out, seed=given.seed)
    except EvenkeelError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def train(data: Path, cases: Path, out: Path, *, seed: int) -> None:
    """Everything from corpora to a folder with arrays, manifest and card."""
    present = [corpus for corpus in dataset.CORPORA if (data / corpus / "train.jsonl.gz").exists()]
    if not present:
        raise InputError(f"There is no labelled corpus under {data}.")
    examples = [example for corpus in present for example in dataset.read_corpus(data, corpus, "train")]
    examples += dataset.own_examples(seed)
    _refuse_leaks(examples, cases)
    fitted = fit(examples, seed=seed, say=_say)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        folder = Path(scratch) / out.name
        folder.mkdir()
        manifest = _write(folder, fitted, name=out.name, seed=seed, corpora=dataset.checksums(data))
        _choose_thresholds(folder, manifest, data, cases)
        _measure(folder, manifest, data, cases)
        trained = tone.load(folder)
        (folder / "card.md").write_text(card.render(trained.manifest), encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)
    _say(f"wrote {out}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _refuse_leaks(examples: list[dataset.Example], cases: Path) -> None:
    """A case that was trained on would prove nothing."""
    known = {_plain(example.text) for example in examples if example.corpus == "own"}
    for path in sorted(cases.glob("*.txt")):
        for _, line, _ in evaluate.read_cases(path):
            if _plain(line) in known:
                raise InputError(f"{path}: a case stands among the training rows too: {line[:60]}")


def _plain(line: str) -> str:
    return " ".join(word.text for word in text.words(line))


def _write(folder: Path, fitted: Fitted, *, name: str, seed: int, corpora: dict[str, str]) -> dict[str, Any]:
    scales = np.maximum(np.abs(fitted.weights).max(axis=0), 1e-9) / np.iinfo(np.int16).max
    np.savez_compressed(
        folder / model.ARRAYS,
        weights=np.round(fitted.weights / scales).astype(np.int16),
        scales=scales,
        intercepts=fitted.intercepts,
    )
    manifest: dict[str, Any] = {
        "name": name,
        "versions": {"format": model.FORMAT, "text": text.VERSION, "features": features.VERSION},
        "heads": list(dataset.HEADS),
        "languages": ["en"],
        "base_rate": BASE_RATE,
        "thresholds": {"log_at": 0.5, "note_at": 0.5, "report_at": 0.5},
        "sha256": model.checksum(folder / model.ARRAYS),
        "seed": seed,
        "data": corpora,
        "libraries": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
        "figures": {},
    }
    _save(folder, manifest)
    return manifest


def _save(folder: Path, manifest: dict[str, Any]) -> None:
    manifest["self"] = model.seal(manifest)
    (folder / model.MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _choose_thresholds(folder: Path, manifest: dict[str, Any], data: Path, cases: Path) -> None:
    trained = tone.load(folder)
    calm = {name: evaluate.attention_of(trained, texts) for name, texts in evaluate.calm_texts(data).items() if texts}
    tunable = [line for _, line, frozen in evaluate.read_cases(cases / "innocent.txt") if not frozen]
    chosen: Thresholds = threshold.choose(calm, evaluate.attention_of(trained, tunable))
    manifest["thresholds"] = {"log_at": chosen.log_at, "note_at": chosen.note_at, "report_at": chosen.report_at}
    _say(f"report from {chosen.report_at:.1%}, note from {chosen.note_at:.1%}")
    _save(folder, manifest)


def _measure(folder: Path, manifest: dict[str, Any], data: Path, cases: Path) -> None:
    trained = tone.load(folder)
    manifest["figures"] = {
        "alarms": evaluate.alarm_table(trained, data),
        "ranking": evaluate.ranking_table(trained, data),
        "cases": evaluate.case_table(trained, cases),
    }
    _save(folder, manifest)


if __name__ == "__main__":
    sys.exit(main())
