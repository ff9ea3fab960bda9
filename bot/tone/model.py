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
    """Shape (buckets, heads + 1); the last column is attention."""
    intercepts: Vector
    """Shape (heads + 1,)."""
    languages: frozenset[str]
    """Languages that it was measured on; others are not judged."""
    manifest: dict[str, Any]
    _bank: npt.NDArray[np.float64] = field(init=False)
    _known: dict[tuple[str, str, str], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._bank = np.zeros((1024, len(self.intercepts)))

    def word_rows(self, words: Sequence[Word], ignore: frozenset[str] = frozenset()) -> list[int]:
        """For each word, the row of ``bank`` that holds what it adds to each head before scaling."""
        known = self._known
        if len(known) > _BANK_LIMIT:
            known.clear()
        rows: list[int] = []
        before = ""
        for word, context in zip(words, features.contexts(words), strict=True):
            key = ("", "", "") if word.text in ignore else (before, word.text, context)
            row = known.get(key)
            rows.append(self._learn(key) if row is None else row)
            before = word.text
        return rows

    @property
    def bank(self) -> npt.NDArray[np.float64]:
        """What known words add, shape (at least as many as known, heads + 1)."""
        return self._bank

    def _learn(self, key: tuple[str, str, str]) -> int:
        row = len(self._known)
        if row >= len(self._bank):
            self._bank = np.vstack([self._bank, np.zeros_like(self._bank)])
        self._bank[row] = self._sum(key)
        self._known[key] = row
        return row

    def _sum(self, key: tuple[str, str, str]) -> Vector:
        before, word, context = key
        if not word:
            return np.zeros(len(self.intercepts))
        pairs = [*features.word_features(word, context), features.pair_feature(before, word)]
        buckets = [bucket for bucket, _ in pairs]
        values = np.array([value for _, value in pairs])
        total: Vector = values @ self.weights[buckets].astype(np.float64)
        return total


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
            weights = arrays["weights"].astype(np.float32) * scales
            intercepts = arrays["intercepts"].astype(np.float64)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put the model back.") from error
    heads = tuple(manifest["heads"])
    if weights.shape != (features.BUCKETS, len(heads) + 1) or intercepts.shape != (len(heads) + 1,):
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
