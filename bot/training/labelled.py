"""Labelled comments of a community: JSONL in, rows out; every bad line is named before anything is trained.

A line is `{"id", "text", "parent"?, "labels": {head: 0 | 1 | share}}`. A label may be `attention`: would a moderator
want to see this comment.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import text as texts
from bot.errors import InputError
from bot.training.dataset import HEADS, LONGEST

ATTENTION = "attention"
ACTIONABLE = ("hostile", "insult", "identity_attack", "threat")
KNOWN = (*HEADS, ATTENTION)
MOST_LINES = 200_000
MOST_NAMED = 10
"""Bad lines that are named; the rest are counted."""
ONE_IN = 5
"""Share of lines that are held out where the data has no part for it."""
_HELD_NAMES = ("dev", "test", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One line that can be used."""

    place: str
    """File and line, for people."""
    text: str
    plain: str
    """The author's own words in their plain form: two lines with the same are the same comment."""
    labels: Mapping[str, float]

    @property
    def attention(self) -> float | None:
        """What a moderator said, or what the heads that act say; None where neither is there."""
        if ATTENTION in self.labels:
            return self.labels[ATTENTION]
        said = [self.labels[head] for head in ACTIONABLE if head in self.labels]
        return max(said) if said else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is learnt from, and what is only measured on."""

    train: list[Labelled]
    held: list[Labelled]
    wordless: int
    """Lines without a word of the author's own: they teach nothing."""
    checksums: dict[str, str]
    """SHA-256 by file name."""


def read(path: Path, *, seed: int) -> Parts:
    """A file, or a folder of files; those named dev, test or held are held out, else every fifth comment.

    Raises InputError that names bad lines, and lines that stand in both parts.
    """
    files = _files(path)
    rows, wordless = _rows(files)
    apart = any(held for held, _ in rows)
    sides = [(held if apart else is_held_out(row.plain, seed), row) for held, row in rows]
    train, held_out = [row for held, row in sides if not held], [row for held, row in sides if held]
    _refuse_leaks(train, held_out)
    return Parts(
        train=train, held=held_out, wordless=wordless, checksums={file.name: _checksum(file) for file in files}
    )


def read_all(path: Path) -> list[Labelled]:
    """Every line of a file or folder, to measure on. Raises InputError that names bad lines."""
    return [row for _, row in _rows(_files(path))[0]]


def _rows(files: Sequence[Path]) -> tuple[list[tuple[bool, Labelled]], int]:
    """(held out by its file's name, line) of each line that can be used, and how many hold no words."""
    rows: list[tuple[bool, Labelled]] = []
    bad: list[str] = []
    wordless = 0
    for file in files:
        held = any(word in file.name.lower() for word in _HELD_NAMES)
        for line in _lines(file):
            row = _row(*line)
            if isinstance(row, str):
                bad.append(row)
            elif row.plain:
                rows.append((held, row))
            else:
                wordless += 1
            if len(rows) > MOST_LINES:
                raise InputError(f"{file} goes beyond {MOST_LINES:,} lines. Give the newest ones.")
    if bad:
        lines = "1 line" if len(bad) == 1 else f"{len(bad):,} lines"
        raise InputError(f"{lines} cannot be used: {_named(bad)}. Mend or remove them.")
    if not rows:
        raise InputError(f"{files[0]} holds no labelled comments.")
    return rows, wordless


def _named(found: Sequence[str]) -> str:
    more = f"; and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
    return "; ".join(found[:MOST_NAMED]) + more


def is_held_out(plain: str, seed: int) -> bool:
    """By the words alone, so that a comment that stands twice stands on one side."""
    digest = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), key=str(seed).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % ONE_IN == 0


def plain_form(text: str) -> str:
    """The author's own words in their plain form, joined."""
    return " ".join(word.text for word in texts.words(text[:LONGEST]))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.name.endswith((".jsonl", ".jsonl.gz")))
        if not found:
            raise InputError(f"{path} holds no .jsonl or .jsonl.gz file.")
        return found
    if not path.is_file():
        raise InputError(f"There is no file or folder {path}.")
    return [path]


def _lines(file: Path) -> Iterator[tuple[str, bytes]]:
    """(place, line) of each line that is not blank."""
    number = 0
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{file.name} line {number}", line
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputError(f"{file} breaks off or is damaged after line {number}. Copy it again.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or type(error).__name__}.") from None


def _row(place: str, line: bytes) -> Labelled | str:
    """A line that can be used, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return f"{place}: not a JSON object"
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return f"{place}: not a JSON object with a text"
    if not isinstance(row.get("parent"), str | None):
        return f"{place}: parent is no text"
    wrong = _wrong_labels(row.get("labels"))
    if wrong:
        return f"{place}: {wrong}"
    text = row["text"][:LONGEST]
    labels = {head: float(value) for head, value in row["labels"].items()}
    return Labelled(place=place, text=text, plain=plain_form(text), labels=labels)


def _wrong_labels(labels: Any) -> str:
    if not isinstance(labels, dict) or not labels:
        return 'labels are missing, such as {"attention": 1}'
    for head, value in labels.items():
        if head not in KNOWN:
            return f"there is no label {json.dumps(head)[:40]}; there are {', '.join(KNOWN)}"
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            return f"the label {head} is not a number from 0 to 1"
    return ""


def _refuse_leaks(train: Sequence[Labelled], held: Sequence[Labelled]) -> None:
    """A comment that is learnt from must not be measured on."""
    known = {row.plain: row.place for row in train}
    leaks = [f"{row.place} repeats {known[row.plain]}" for row in held if row.plain in known]
    if leaks:
        raise InputError(
            f"Held-out comments stand among those to learn from: {_named(leaks)}. Take them out of one side."
        )


def _checksum(file: Path) -> str:
    with file.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()
