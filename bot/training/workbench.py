"""`evenkeel train`: from labels to a model that is whole, measured and carded, or to nothing at all."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from bot import tone
from bot.errors import InputError, ModelError
from bot.tone import features, model
from bot.training import adapt, card, evaluate, gate, pool, threshold
from bot.training.labelled import Labelled, Parts

CASES = Path(__file__).with_name("cases")
TEACHER = Path(__file__).parents[2] / "models" / "teacher-1"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_SCRATCH = ".training-"

Say = Callable[[str], None]


def train_pool(out: Path, *, data: Path, seed: int, say: Say, teacher: Path = TEACHER) -> None:
    """Fit the labelled corpora of ``data`` with the soft targets of ``teacher``; replaces ``out``."""
    if not data.is_dir():
        raise InputError(f"There is no folder of corpora {data}.")
    with _published(out, replace=True) as folder:
        pool.train(folder, data=data, cases=CASES, teacher=teacher, name=out.name, seed=seed, say=say)
        _finish(folder)


def train_from(prior: tone.Model, parts: Parts, out: Path, *, seed: int, say: Say) -> dict[str, Any]:
    """Move ``prior`` towards a community's labels and write the result as ``out``, which must not exist yet.

    Raises InputError where the labels do not suffice, ModelError where the result would be worse. Returns its manifest.
    """
    if not parts.held:
        raise InputError("No comment is held out to measure on. Give more labelled comments.")
    with _published(out, replace=False) as folder:
        say(f"{len(parts.train):,} comments to learn from, {len(parts.held):,} held out")
        with threadpool_limits(1):  # threads that wait for each other cost more than they bring, and change last bits
            adapted = adapt.adapt(prior, parts.train, seed=seed, say=say)
        manifest = _manifest(prior, parts, adapted, name=out.name, seed=seed)
        model.save(
            folder,
            manifest,
            weights=adapted.weights[: features.BUCKETS],
            piece_weights=adapted.weights[features.BUCKETS :],
            pieces=list(prior.pieces),
            intercepts=adapted.intercepts,
        )
        say("measuring")
        _choose(folder, manifest, prior, parts.held)
        _refuse_worse(folder, manifest, prior, parts.held)
        _finish(folder)
    return manifest


def _manifest(prior: tone.Model, parts: Parts, adapted: adapt.Adapted, *, name: str, seed: int) -> dict[str, Any]:
    inherited = ("heads", "languages", "base_rate", "thresholds", "attention", "data")
    return {
        **{key: prior.manifest[key] for key in inherited},
        "name": name,
        "seed": seed,
        "prior": {"name": prior.name, "sha256": prior.manifest["sha256"]},
        "community": {
            "files": parts.checksums,
            "comments": len(parts.train),
            "held_out": len(parts.held),
            "wordless": parts.wordless,
            "moved": {head: asdict(moved) for head, moved in adapted.moved.items()},
        },
        "libraries": pool.libraries(),
        "figures": {},
    }


def _choose(folder: Path, manifest: dict[str, Any], prior: tone.Model, held: list[Labelled]) -> None:
    """Thresholds of the prior, raised where calm comments would be alarmed too often."""
    moved = model.load(folder)
    groups = {("our own " + name, name): pool.tunable(CASES, name) for name in gate.HARMLESS}
    groups["held-out comments that nobody wanted to see", "civil"] = [row.text for row in held if row.attention == 0]
    calm = [
        threshold.Calm(name=name, kind=kind, attention=evaluate.attention_of(moved, texts))
        for (name, kind), texts in groups.items()
        if texts
    ]
    manifest["thresholds"] = asdict(threshold.raised(prior.thresholds, calm))
    model.save_manifest(folder, manifest)


def _refuse_worse(folder: Path, manifest: dict[str, Any], prior: tone.Model, held: list[Labelled]) -> None:
    moved = model.load(folder)
    standings = gate.standing(prior, CASES), gate.standing(moved, CASES)
    tables = evaluate.labelled_table(prior, held), evaluate.labelled_table(moved, held)
    rows = {label: {"before": tables[0][label], "after": tables[1][label]} for label in tables[0]}
    objections = gate.objections(*standings, rows)
    if objections:
        raise ModelError(
            f"The new model was not kept: {'; '.join(objections)}."
            " Look through the labels: some may be swapped. Nothing was changed."
        )
    manifest["figures"] = {
        "held_out": rows,
        "standing": {"before": asdict(standings[0]), "after": asdict(standings[1])},
        "cases": evaluate.case_table(moved, CASES),
    }
    model.save_manifest(folder, manifest)


def _finish(folder: Path) -> None:
    kept = json.loads((folder / model.MANIFEST).read_text(encoding="utf-8"))
    (folder / "card.md").write_text(card.render(kept), encoding="utf-8")


@contextmanager
def _published(out: Path, *, replace: bool) -> Iterator[Path]:
    """A scratch folder beside ``out`` that takes its place when all went well; whatever ends before leaves nothing."""
    if not NAME.fullmatch(out.name):
        raise InputError(f"{out.name!r} is no name for a model: use letters, digits, dots and dashes.")
    if out.exists() and not replace:
        raise InputError(f"There is a model {out.name} already. Choose another name.")
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out.parent)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f"{_SCRATCH}{os.getpid()}-") as scratch:
        folder = Path(scratch) / out.name
        folder.mkdir()
        yield folder
        _sync(folder)
        if out.exists():
            out.rename(Path(scratch) / "replaced")
        folder.rename(out)


def _sweep(parent: Path) -> None:
    """Take away what a training that was killed left behind."""
    for path in parent.glob(f"{_SCRATCH}*"):
        pid = path.name.removeprefix(_SCRATCH).partition("-")[0]
        if not (pid.isdigit() and Path(f"/proc/{pid}").exists()):
            shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    """To the disk before the name appears."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
