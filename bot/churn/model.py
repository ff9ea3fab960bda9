"""The trained part of judging edits: what kind an edit is of, what each measure weighs, which words are alike."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from bot.churn import intent, likeness
from bot.churn.changes import Change
from bot.churn.likeness import Likeness
from bot.errors import ModelError

FILE = "churn.json"
FORMAT = 1
VERSION = 6
"""Of the judge that weighs the measures: raised whenever the same history could be judged otherwise.

Stands in the model's file and in each decision.
"""
_ONLY_SURFACE = {"surface": 1.0, "wording": 0.0, "meaning": 0.0}
_TO_KINDS = np.eye(len(intent.KINDS))[[intent.KIND_OF[name] for name in intent.INTENTS]]
"""Shape (intents, kinds): 1 where an intent is of a kind."""


@dataclass(frozen=True, kw_only=True)
class ChurnModel:
    """Weights of measures, and a multinomial logistic regression over features of one change."""

    name: str
    weights: Mapping[str, float]
    """Log-odds a measure adds for each unit; openness is negative."""
    intercept: float
    openness_middle: float
    """Log-odds of openness that are shown as one half."""
    note_at: float
    report_at: float
    likeness: Likeness
    content: Mapping[str, Any]
    """Everything of the file."""

    @cached_property
    def folded(self) -> tuple[intent.Vector, intent.Vector]:
        """Weights and shift with the standardisation folded in; shapes (features, classes) and (classes,)."""
        part = self.content["intent"]
        mean, scale = np.array(part["mean"]), np.array(part["scale"])
        weights = np.array(part["weights"]) / scale[:, None]
        return weights, np.array(part["intercepts"]) - mean @ weights

    def kinds_of(self, changes: Sequence[Change]) -> list[dict[str, float]]:
        """For each change the probability of surface, wording and meaning."""
        found = [_ONLY_SURFACE] * len(changes)
        asked = [at for at, change in enumerate(changes) if not (change.formatting or change.spelling)]
        if asked:
            weights, shift = self.folded
            odds = np.array([intent.features_of(changes[at]) for at in asked], dtype=np.float64) @ weights + shift
            chances = np.exp(odds - odds.max(axis=1, keepdims=True))
            shares = (chances @ _TO_KINDS / chances.sum(axis=1, keepdims=True)).tolist()
            for at, share in zip(asked, shares, strict=True):
                found[at] = dict(zip(intent.KINDS, share, strict=True))
        return found


def load(folder: Path) -> ChurnModel:
    """Read it; ModelError where it is missing, damaged, or made for another version."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"There is no {path}. Reinstall Evenkeel.") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({type(error).__name__}). Put it back.") from error
    if not isinstance(content, dict) or content.get("seal") != seal(content):
        raise ModelError(f"{path} is damaged: it was changed after training. Put it back.")
    made_for = (content.get("format"), content.get("judge"))
    if made_for != (FORMAT, VERSION) or content["intent"]["features"] != list(intent.NAMES):
        raise ModelError(f"{path} was made for another version of Evenkeel. Put the right one back.")
    words = folder / likeness.FILE
    if content.get("words") != checksum(words):
        raise ModelError(f"{words} is missing or damaged: it is not the file that this was trained with. Put it back.")
    return of(content, likeness.load(words))


def checksum(path: Path) -> str:
    """SHA-256 of a file; "" where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def of(content: Mapping[str, Any], words: Likeness) -> ChurnModel:
    """The model that the content of a file describes."""
    return ChurnModel(
        name=content["name"],
        weights=content["weights"],
        intercept=content["intercept"],
        openness_middle=content["openness_middle"],
        note_at=content["thresholds"]["note_at"],
        report_at=content["thresholds"]["report_at"],
        likeness=words,
        content=content,
    )


def seal(content: Mapping[str, Any]) -> str:
    """Checksum of a file over everything but itself."""
    rest = {key: value for key, value in content.items() if key != "seal"}
    return sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
