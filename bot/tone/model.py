"""A trained model: plain arrays and a manifest, read by our own code and refused when damaged or of another version."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot import text
from bot.decisions import Thresholds
from bot.errors import ModelError
from bot.text import Word
from bot.tone import features

FORMAT = 1
ARRAYS = "arrays.npz"
MANIFEST = "manifest.json"
_BANK_LIMIT = 100_000

Vector = npt.NDArray[np.float64]


@dataclass(slots=True, kw_only=True)
class Model:
    """Linear heads over hashed features, and attention as a linear function of the heads."""

    name: str
    heads: tuple[str, ...]
    thresholds: Thresholds
    weights: npt.NDArray[np.float32]
    """Shape (buckets + 1, heads + 1); the last column is attention, the last row is zero: the weight of nothing."""
    intercepts: Vector
    """Shape (heads + 1,)."""
    languages: frozenset[str]
    """Languages that it was measured on; others are not judged."""
    manifest: dict[str, Any]
    _bank: Vector = field(init=False)
    """What words by themselves add, shape (at least as many as known, heads + 1)."""
    _known: dict[str, int] = field(init=False, default_factory=dict)
    """Rows of the bank."""

    def __post_init__(self) -> None:
        self._bank = np.zeros((1024, len(self.intercepts)))

    def added(self, words: Sequence[Word], ignore: frozenset[str] = frozenset()) -> Vector:
        """What each word adds to each head before scaling, shape (words, heads + 1); nothing where it is ignored."""
        if len(self._known) > _BANK_LIMIT:
            self._known.clear()
        rows: list[int] = []
        contexts: list[int] = []
        pairs: list[int] = []
        before = ""
        for word, context in zip(words, features.contexts(words), strict=True):
            text = word.text
            if text in ignore:
                rows.append(self._row(""))
                contexts.append(features.BUCKETS)
                pairs.append(features.BUCKETS)
            else:
                rows.append(self._row(text))
                contexts.append(features.context_bucket(text, context))
                pairs.append(features.pair_bucket(before, text))
            before = text
        beside = self.weights[contexts] + features.PAIR_WEIGHT * self.weights[pairs]
        found: Vector = self._bank[rows] + beside
        return found

    def _row(self, word: str) -> int:
        row = self._known.get(word)
        return self._learn(word) if row is None else row

    def _learn(self, word: str) -> int:
        row = len(self._known)
        if row >= len(self._bank):
            self._bank = np.vstack([self._bank, np.zeros_like(self._bank)])
        if word:
            buckets, values = zip(*features.word_features(word), strict=True)
            self._bank[row] = np.array(values) @ self.weights[list(buckets)].astype(np.float64)
        else:
            self._bank[row] = 0.0
        self._known[word] = row
        return row


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def load(folder: Path) -> Model:
    """Read a model; ModelError names the file and what to do when it is missing, damaged, or of another version."""
    manifest = _manifest(folder / MANIFEST)
    path = folder / ARRAYS
    try:
        if checksum(path) != manifest["sha256"]:
            raise ModelError(f"{path} is damaged: it is not the file that was trained. Put the model back.")
        with np.load(path, allow_pickle=False) as arrays:
            scales = arrays["scales"].astype(np.float32)
            weights = np.vstack([arrays["weights"].astype(np.float32) * scales, np.zeros_like(scales)[None, :]])
            intercepts = arrays["intercepts"].astype(np.float64)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put the model back.") from error
    heads = tuple(manifest["heads"])
    if weights.shape != (features.BUCKETS + 1, len(heads) + 1) or intercepts.shape != (len(heads) + 1,):
        raise ModelError(f"{path} does not fit its manifest. Put the model back.")
    return Model(
        name=manifest["name"],
        heads=heads,
        thresholds=Thresholds(**manifest["thresholds"]),
        weights=weights,
        intercepts=intercepts,
        languages=frozenset(manifest["languages"]),
        manifest=manifest,
    )


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"There is no model at {path.parent}.") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put the model back.") from error
    versions = {"format": FORMAT, "text": text.VERSION, "features": features.VERSION}
    if not isinstance(manifest, dict) or manifest.get("versions") != versions:
        raise ModelError(
            f"{path.parent} was made for another version of Evenkeel. Train it again, or use a shipped one."
        )
    missing = {"name", "heads", "thresholds", "languages", "sha256"} - manifest.keys()
    if missing or manifest.get("self") != seal(manifest):
        raise ModelError(f"{path} is damaged: it was changed after training. Put the model back.")
    return manifest


def seal(manifest: dict[str, Any]) -> str:
    """Checksum of a manifest over everything but itself."""
    content = {key: value for key, value in manifest.items() if key != "self"}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
