"""Whether words that went from a text are said in other words: cosines between word vectors. Only `load` reads a file.

A word's vector is the sum of those of its pieces, which a sentence encoder gave once (`bot.training.distil --words`).
They know which words are alike, in English far better than elsewhere; whether a sentence was turned they do not know.
"""

import math
import zipfile
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.churn.changes import Change, stem
from bot.churn.versions import SIGNS
from bot.errors import ModelError
from bot.text import pieces_of

FILE = "words.npz"
MOST_LOST, MOST_KEPT = 80, 240
"""Words of either text that are compared."""
_CACHED = 20_000
_LOW, _HIGH = 0.38, 0.5
"""Mean cosines below and above which words that went are not, and are, said otherwise."""
_LONG = 60
"""Words from which something alike is found by chance: measured between comments of strangers..."""
_BY_CHANCE = 0.06
"""...where the mean cosine rises by so much each time that the text is e times as long."""

Vector = npt.NDArray[np.float32]


@dataclass(slots=True, kw_only=True)
class Likeness:
    """Vectors of word pieces."""

    pieces: dict[str, int]
    """Word pieces to rows of ``table``."""
    table: npt.NDArray[np.int8]
    """Shape (pieces, size of a vector), in steps of ``scales``."""
    scales: Vector
    """Shape (size of a vector,)."""
    _known: dict[str, Vector] = field(init=False, default_factory=dict)

    def restated(self, change: Change) -> float:
        """How far words of weight that went have a like word in the later text, 0 to 1."""
        later = [token for token in dict.fromkeys(change.after.tokens) if token not in SIGNS]
        stems = {stem(token) for token in later}
        gone = (token for token in dict.fromkeys(change.before.tokens) if token in change.lost)
        lost = list(islice((token for token in gone if stem(token) not in stems), MOST_LOST))
        if not (lost and later):
            return float(not lost)
        later = later[:MOST_KEPT]
        nearest = float((self._vectors(lost) @ self._vectors(later).T).max(axis=1).mean())
        nearest -= _BY_CHANCE * math.log(max(len(later) / _LONG, 1.0))
        return min(max((nearest - _LOW) / (_HIGH - _LOW), 0.0), 1.0)

    def _vectors(self, words: list[str]) -> Vector:
        if len(self._known) > _CACHED:
            self._known.clear()
        known = self._known
        return np.array([known[word] if word in known else self._learn(word) for word in words])

    def _learn(self, word: str) -> Vector:
        """The vector of a word, of length 1; 0 where no piece of it is known."""
        found: Vector = self.table[pieces_of(word, self.pieces)].sum(axis=0, dtype=np.float32) * self.scales
        length = float(np.linalg.norm(found))
        self._known[word] = found = found / length if length else found
        return found


def load(path: Path) -> Likeness:
    """Read the vectors; ModelError where they cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pieces = arrays["pieces"].tobytes().decode("utf-8").split("\n")
            table, scales = arrays["table"], arrays["scales"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put it back.") from error
    if table.shape != (len(pieces), len(scales)) or table.dtype != np.int8:
        raise ModelError(f"{path} is damaged. Put it back.")
    return Likeness(pieces={piece: row for row, piece in enumerate(pieces)}, table=table, scales=scales)


def save(path: Path, pieces: list[str], table: npt.NDArray[Any], scales: Vector) -> None:
    """Write vectors of ``pieces``, shape (pieces, size of a vector) in steps of ``scales``."""
    np.savez(path, pieces=np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8), table=table, scales=scales)
