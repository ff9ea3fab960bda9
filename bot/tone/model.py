"""A trained model: plain arrays and a manifest, read by our own code and refused when damaged or of another version."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot import text
from bot.decisions import Thresholds
from bot.errors import ModelError
from bot.tone import features, language

FORMAT = 2
ARRAYS = "arrays.npz"
MANIFEST = "manifest.json"
_BANK_LIMIT = 100_000
_LONGEST_WORD = 40

Vector = npt.NDArray[np.float64]


class Bank(dict[str, int]):
    """What is known of each written word, learnt when it is first asked for: written form -> row of the arrays."""

    def __init__(self, model: "Model") -> None:
        super().__init__()
        self._model = model
        self.words: list[str] = []
        self.added = np.zeros((1024, len(model.intercepts)))
        """What a word by itself adds to each head and attention."""
        self.hashes = np.zeros(1024, dtype=np.uint32)
        self.kinds = np.zeros(1024, dtype=np.uint8)
        self.marks = np.zeros((1024, 3), dtype=np.int64)
        """Is common in English, is not plain ASCII, letters."""

    def __missing__(self, written: str) -> int:
        row = len(self.words)
        if row >= len(self.added):
            for name in ("added", "hashes", "kinds", "marks"):
                array = getattr(self, name)
                setattr(self, name, np.concatenate([array, np.zeros_like(array)]))
        word = text.normal(written[:_LONGEST_WORD])
        self.words.append(word)
        self.added[row] = self._model.by_itself(word, loud=text.is_loud(written))
        self.hashes[row] = features.hash_of(word)
        self.kinds[row] = features.KINDS.get(word, 0)
        self.marks[row] = (word in language.COMMON, not word.isascii(), len(word))
        self[written] = row
        return row


@dataclass(slots=True, kw_only=True)
class Model:
    """Linear heads over hashed features and word pieces, and attention as a linear function of the heads."""

    name: str
    heads: tuple[str, ...]
    thresholds: Thresholds
    weights: npt.NDArray[np.float32]
    """Shape (buckets + 1, heads + 1); the last column is attention, the last row is zero: the weight of nothing."""
    piece_weights: npt.NDArray[np.float32]
    """Shape (word pieces, heads + 1)."""
    pieces: dict[str, int]
    """Word pieces to rows of ``piece_weights``."""
    intercepts: Vector
    """Shape (heads + 1,)."""
    languages: frozenset[str]
    """Languages that it was measured on; others are not judged."""
    manifest: dict[str, Any]
    _bank: Bank | None = field(init=False, default=None)

    def rows(self, written: Iterable[str]) -> tuple[Bank, npt.NDArray[np.int64]]:
        """The bank of words, and for each written word its row there."""
        if self._bank is None or len(self._bank) > _BANK_LIMIT:
            self._bank = Bank(self)
        rows = np.array(list(map(self._bank.__getitem__, written)), dtype=np.int64)
        return self._bank, rows

    def by_itself(self, word: str, *, loud: bool) -> Vector:
        """What one word adds to each head before scaling, without its neighbours."""
        buckets, values = zip(*features.word_features(word), strict=True)
        found: Vector = np.array(values) @ self.weights[list(buckets)].astype(np.float64)
        pieces = text.pieces_of(word, self.pieces)
        if pieces:
            found += self.piece_weights[pieces].sum(axis=0, dtype=np.float64)
        if loud:
            found += self.weights[features.LOUD]
        return found


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
            piece_weights = arrays["piece_weights"].astype(np.float32) * arrays["piece_scales"].astype(np.float32)
            pieces = arrays["pieces"].tobytes().decode("utf-8").split("\n")
            intercepts = arrays["intercepts"].astype(np.float64)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put the model back.") from error
    heads = tuple(manifest["heads"])
    columns = len(heads) + 1
    shapes = (weights.shape, piece_weights.shape, intercepts.shape)
    if shapes != ((features.BUCKETS + 1, columns), (len(pieces), columns), (columns,)):
        raise ModelError(f"{path} does not fit its manifest. Put the model back.")
    return Model(
        name=manifest["name"],
        heads=heads,
        thresholds=Thresholds(**manifest["thresholds"]),
        weights=weights,
        piece_weights=piece_weights,
        pieces={piece: row for row, piece in enumerate(pieces)},
        intercepts=intercepts,
        languages=frozenset(manifest["languages"]),
        manifest=manifest,
    )


def save(
    folder: Path,
    manifest: dict[str, Any],
    *,
    weights: Vector,
    piece_weights: Vector,
    pieces: list[str],
    intercepts: Vector,
) -> None:
    """Write arrays and manifest; ``weights`` without the row of nothing. The manifest is completed and sealed."""
    scaled, scales = _as_bytes(weights, np.int16)
    scaled_pieces, piece_scales = _as_bytes(piece_weights, np.int16)
    np.savez_compressed(
        folder / ARRAYS,
        weights=scaled,
        scales=scales,
        piece_weights=scaled_pieces,
        piece_scales=piece_scales,
        pieces=np.frombuffer("\n".join(pieces).encode("utf-8"), dtype=np.uint8),
        intercepts=intercepts,
    )
    manifest["versions"] = versions()
    manifest["sha256"] = checksum(folder / ARRAYS)
    save_manifest(folder, manifest)


def save_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Seal a manifest and write it."""
    manifest["self"] = seal(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _as_bytes(weights: Vector, kind: type[np.int16]) -> tuple[npt.NDArray[np.int16], Vector]:
    scales: Vector = np.maximum(np.abs(weights).max(axis=0), 1e-9) / np.iinfo(kind).max
    return np.round(weights / scales).astype(kind), scales


def versions() -> dict[str, int]:
    """Numbers that a model must share with the code that reads it."""
    return {"format": FORMAT, "text": text.VERSION, "features": features.VERSION}


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"There is no model at {path.parent}.") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put the model back.") from error
    if not isinstance(manifest, dict) or manifest.get("versions") != versions():
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
