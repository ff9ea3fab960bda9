"""Where trained models stand: the shipped ones, and those trained here. Which one judges, and what was before it."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import churn, tone
from bot.errors import InputError, ModelError

_HERE = Path(__file__).resolve().parent
CHURN = "churn-6"
_POINTER = "active.json"


def shipped() -> Path:
    """Folder of the models that come with Evenkeel: in the installed package, else at the top of a clone."""
    packaged = _HERE / "shipped_models"
    return packaged if packaged.is_dir() else _HERE.parent / "models"


def names(folder: Path) -> list[str]:
    """Models in ``folder``, oldest version first."""
    if not folder.is_dir():
        return []
    return sorted((path.parent.name for path in folder.glob("*/manifest.json")), key=_age)


def _age(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)$", name)
    return (int(number.group()) if number else 0, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Shipped models and those under ``trained``; a trained one hides a shipped one of the same name."""

    trained: Path | None = None
    """None: only the shipped ones."""

    def names(self) -> list[str]:
        """All of them, shipped first, oldest first."""
        own = names(self.trained) if self.trained else []
        return [*(name for name in names(shipped()) if name not in own), *own]

    def folder(self, name: str) -> Path:
        """Where a model stands; ModelError says which there are."""
        for place in (self.trained, shipped()):
            if place is not None and name in names(place):
                return place / name
        there = ", ".join(self.names()) or "none"
        where = f" in {self.trained}" if self.trained else ""
        raise ModelError(f"There is no model named {name}{where}; there: {there}.")

    def room_for(self, name: str) -> Path:
        """Where a new model of that name is to be written; InputError where one of the name comes with Evenkeel."""
        if self.trained is None or name in names(shipped()):
            raise InputError(f"A model named {name} comes with Evenkeel. Choose another name.")
        return self.trained / name

    def lines(self) -> Iterator[str]:
        """For `evenkeel models list`: each model, which one judges, and from where it reports."""
        active = self.active()
        for name in self.names():
            mark = "*" if name == active else " "
            try:
                at = tone.load(self.folder(name)).thresholds
            except ModelError as error:
                yield f"{mark} {name:20} cannot be used: {error}"
                continue
            yield f"{mark} {name:20} reports from {at.report_at:.1%}, notes from {at.note_at:.1%}"
        yield "* judges, unless the configuration names another in [models] active"

    def card(self, name: str) -> str:
        """What a model is for, how good it is, and what it was made from."""
        path = self.folder(name) / "card.md"
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error.strerror}.") from None

    def load(self, name: str | None = None) -> tone.Model:
        """The named model, else the active one."""
        return tone.load(self.folder(name or self.active()))

    def load_good(self) -> tuple[tone.Model, str]:
        """The active model; where it is damaged, the last good one before it, and a sentence that says so."""
        tried: list[str] = []
        for name in dict.fromkeys([*reversed(self._history()), *reversed(names(shipped()))]):
            try:
                model = tone.load(self.folder(name))
            except ModelError as error:
                tried.append(str(error))
                continue
            return model, f"{' '.join(tried)} Judging with {model.name} instead." if tried else ""
        raise ModelError(" ".join(tried) or f"There is no trained model in {shipped()}. Reinstall Evenkeel.")

    def active(self) -> str:
        """Name of the model that judges: the one made active last, else the newest shipped one."""
        history = self._history()
        if history:
            return history[-1]
        present = names(shipped())
        if not present:
            raise ModelError(f"There is no trained model in {shipped()}. Reinstall Evenkeel.")
        return present[-1]

    def activate(self, name: str) -> None:
        """Make a model the one that judges; one that cannot be read is refused and nothing changes."""
        tone.load(self.folder(name))
        history = self._history() or [self.active()]
        self._write([*history, name] if history[-1] != name else history)

    def rollback(self) -> str:
        """Go back to the model before; its name."""
        history = self._history()
        if len(history) < 2:
            raise ModelError(f"There is nothing to go back to: {self.active()} is the first model that was active.")
        tone.load(self.folder(history[-2]))
        self._write(history[:-1])
        return history[-2]

    def _history(self) -> list[str]:
        """Names that were made active, the present one last."""
        path = self.trained and self.trained / _POINTER
        if not path or not path.exists():
            return []
        try:
            found = json.loads(path.read_text(encoding="utf-8"))["names"]
        except (OSError, ValueError, KeyError, TypeError):
            raise ModelError(f"{path} cannot be read. Delete it; the newest shipped model judges then.") from None
        return [str(name) for name in found]

    def _write(self, history: list[str]) -> None:
        if self.trained is None:
            raise ModelError("There is no folder for trained models. Set EVENKEEL_HOME.")
        self.trained.mkdir(parents=True, exist_ok=True)
        scratch = self.trained / f"{_POINTER}.new"
        with scratch.open("w", encoding="utf-8") as file:
            json.dump({"names": history}, file)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self.trained / _POINTER)


def load_churn() -> churn.ChurnModel:
    """What judges edits: it comes with Evenkeel."""
    return churn.load(shipped() / CHURN)


def load(name: str | None = None) -> tone.Model:
    """A shipped model: the named one, else the newest."""
    return Shelf().load(name)
