"""Soft targets and the table of word pieces that distillation left behind: read here, made by ``distil``."""

import hashlib
import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import InputError
from bot.text import words
from bot.training import dataset
from bot.training.patterns import OATHS

CORPORA = (*dataset.CORPORA, "paradetox", "politeness")
MOST_ROWS = 16_000
"""Of one corpus, that are softened."""
STEP = 16
"""Soft targets are standardised logits times this, as bytes: steps of 1/16, up to 8 standard deviations."""
SENTENCES_FROM_WORDS = 25
MOST_SENTENCES = 40_000
SENTENCE = "sentence"
EMOTIONS = tuple(
    """admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval
    disgust embarrassment excitement fear gratitude grief joy love nervousness neutral optimism pride realization relief
    remorse sadness surprise""".split()
)
_MARKED = re.compile(r"\s+/s\W*$", re.IGNORECASE)

Row = tuple[str, str, dict[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Soft:
    """What the teacher said of each text of the pool."""

    rows: list[Row]
    targets: npt.NDArray[np.float32]
    """Shape (rows, columns), in standard deviations."""
    columns: tuple[str, ...]
    pieces: list[str]
    vectors: npt.NDArray[np.float32]
    """Shape (pieces, size of a vector)."""

    def column(self, name: str) -> npt.NDArray[np.float32]:
        """One soft target of all rows."""
        found: npt.NDArray[np.float32] = self.targets[:, self.columns.index(name)]
        return found


def read(teacher: Path, data: Path, *, name: str = "soft", without: Sequence[str] = ()) -> Soft:
    """Join what the teacher left behind with the texts it was made from; InputError where they do not match."""
    try:
        with np.load(teacher / f"{name}.npz", allow_pickle=False) as arrays:
            targets = arrays["targets"].astype(np.float32) / STEP
            columns = tuple(str(column) for column in arrays["columns"])
            expected, seed = str(arrays["digest"]), int(arrays["seed"])
        with np.load(teacher / f"{name}-pieces.npz", allow_pickle=False) as arrays:
            pieces = [str(piece) for piece in arrays["pieces"]]
            vectors = arrays["table"].astype(np.float32) * arrays["scales"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"{teacher} holds no soft targets that can be read ({type(error).__name__}).") from error
    rows = pool(data, seed, without=without)
    if digest(rows) != expected:
        raise InputError(f"The soft targets of {teacher} were made from other texts than {data}. Distil again.")
    return Soft(rows=rows, targets=targets, columns=columns, pieces=pieces, vectors=vectors)


def pool(data: Path, seed: int, *, without: Sequence[str] = ()) -> list[Row]:
    """(text, corpus, labels) of every text that is softened, in a fixed order: corpora, own rows, single sentences."""
    chance = random.Random(seed)
    found: list[Row] = []
    for corpus in (name for name in CORPORA if name not in without):
        path = data / corpus / "train.jsonl.gz"
        rows = [row for row in dataset.rows(path) if row["text"].strip()] if path.exists() else []
        chosen = sorted(chance.sample(range(len(rows)), min(len(rows), MOST_ROWS)))
        for row in (rows[at] for at in chosen):
            text = row["text"][: dataset.LONGEST]
            labels = _labels(corpus, row["labels"])
            marked = _MARKED.search(text)
            if marked or chance.random() < 0.15:
                labels["any/marked_sarcasm"] = float(bool(marked))
            text = _MARKED.sub("", text)
            labels["any/profanity"] = float(any(word.text in OATHS for word in words(text)))
            found.append((text, corpus, labels))
    found.extend(
        (example.text, "own", {f"own/{head}": value for head, value in example.labels.items()})
        for example in dataset.own_examples(seed)
    )
    return found + _sentences(found, chance)


def _labels(corpus: str, labels: dict[str, Any]) -> dict[str, float]:
    found = {f"{corpus}/{name}": float(value) for name, value in labels.items() if isinstance(value, int | float)}
    for name in ("ruddit/offensiveness", "politeness/politeness"):
        if name in found:
            low, high = (-1.0, 1.0) if name.startswith("ruddit") else (-3.0, 3.0)
            found[name] = (found[name] - low) / (high - low)
    if corpus == "edos":
        found["edos/threat"] = float(str(labels.get("category", "")).startswith("1."))
    if corpus == "goemotions":  # it names only the emotions that are there
        found = {f"goemotions/{name}": found.get(f"goemotions/{name}", 0.0) for name in EMOTIONS}
    return {name: min(max(value, 0.0), 1.0) for name, value in found.items()}


def _sentences(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Single sentences of long comments, so that a sentence is softened on its own; the corpus names the row."""
    cut: list[Row] = []
    for number, (text, _, _) in enumerate(rows):
        found = words(text)
        if len(found) < SENTENCES_FROM_WORDS:
            continue
        bounds: dict[int, list[int]] = {}
        for word in found:
            bounds.setdefault(word.sentence, [word.start, word.end])[1] = word.end
        cut += [(text[start:end], f"{SENTENCE}:{number}", {}) for start, end in bounds.values() if end - start > 20]
    return [cut[at] for at in sorted(chance.sample(range(len(cut)), min(len(cut), MOST_SENTENCES)))]


def digest(rows: Sequence[Row]) -> str:
    """Checksum of the texts in their order: soft targets belong to exactly these."""
    whole = hashlib.sha256()
    for text, _, _ in rows:
        whole.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return whole.hexdigest()
