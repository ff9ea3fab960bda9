"""Labelled corpora to examples. What a label means differs by corpus, so each head names where it is defined alike."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.text import words
from bot.training.patterns import OATHS, later_rows, own_rows

HEADS = (
    "hostile",
    "insult",
    "identity_attack",
    "threat",
    "profanity",
    "dismissive",
    "sarcasm",
    "generalisation",
    "anger",
    "supportive",
    "polite",
)
OWN_HEADS = ("hostile", "insult", "identity_attack", "threat", "dismissive", "sarcasm", "generalisation", "polite")
"""Heads that each of our own rows says something about, unless its frame is silent."""
CORPORA = {
    "cad": "Vidgen et al. 2021, Contextual Abuse Dataset, CC BY 4.0",
    "reddit_incivility": "BSD-3",
    "ruddit": "Hada et al. 2021, MIT",
    "misogyny_reddit": "Guest et al. 2021, MIT",
    "goemotions": "Demszky et al. 2020, Apache-2.0",
    "edos": "Kirk et al. 2023, CC0",
    "wikipedia_talk": "Wulczyn et al. 2017 and Jigsaw 2018, labels CC0, text CC BY-SA 3.0",
    "gab_hate": "Kennedy et al. 2018, CC BY 4.0",
    "hatexplain": "Mathew et al. 2021, MIT",
    "hatemoji": "Kirk et al. 2022, CC BY 4.0",
    "github_issues": "Raman et al. 2020, MIT",
    "code_review": "Sarker et al. 2020, MIT",
    "davidson": "Davidson et al. 2017, MIT",
}
"""Corpora that the model is fitted to, with whom to name for them."""
WEIGHTS = {"davidson": 0.5, "goemotions": 0.5, "code_review": 0.5}
OWN_WEIGHT = 3.0
LONGEST = 2000
"""Characters of a text that are read; the far end of a very long one says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text. ``labels`` holds only the heads that its corpus defines."""

    text: str
    corpus: str
    labels: Mapping[str, float]
    weight: float = 1.0


Labels = Mapping[str, Any]


def _any(labels: Labels, *names: str) -> float:
    return float(any(labels.get(name) == 1 for name in names))


def _cad(labels: Labels) -> dict[str, float]:
    person = _any(labels, "person_abuse")
    return {
        "hostile": _any(labels, "person_abuse", "identity_abuse", "affiliation_abuse"),
        "insult": person,
        "identity_attack": _any(labels, "identity_abuse"),
    }


def _ruddit(labels: Labels) -> dict[str, float]:
    """Best-worst scaling, -1 to 1: only its clear ends are labels."""
    value = float(labels["offensiveness"])
    if value >= 0.45:
        return {"hostile": 1.0}
    return {"hostile": 0.0} if value <= 0.1 else {}


def _goemotions(labels: Labels) -> dict[str, float]:
    anger = _any(labels, "anger", "annoyance", "disgust")
    kind = ("gratitude", "admiration", "love", "caring", "approval", "joy", "optimism")
    found = {"anger": anger, "supportive": _any(labels, *kind)}
    return found if anger else found | {"hostile": 0.0, "threat": 0.0}


def _edos(labels: Labels) -> dict[str, float]:
    return {
        "hostile": _any(labels, "sexist"),
        "identity_attack": _any(labels, "sexist"),
        "threat": float(str(labels.get("category", "")).startswith("1.")),
    }


_LABELS: dict[str, Callable[[Labels], dict[str, float]]] = {
    "cad": _cad,
    "reddit_incivility": lambda labels: {"hostile": _any(labels, "uncivil")},
    "ruddit": _ruddit,
    "misogyny_reddit": lambda labels: {
        "hostile": _any(labels, "misogynistic", "personal_attack"),
        "identity_attack": _any(labels, "misogynistic"),
    },
    "goemotions": _goemotions,
    "edos": _edos,
    "wikipedia_talk": lambda labels: {"hostile": _any(labels, "toxic"), "insult": _any(labels, "toxic"), "threat": 0.0},
    "gab_hate": lambda labels: {
        "hostile": _any(labels, "dehumanising", "calls_for_violence", "vulgar_offensive"),
        "identity_attack": _any(labels, "dehumanising"),
        "threat": _any(labels, "calls_for_violence"),
    },
    "hatexplain": lambda labels: {
        "hostile": _any(labels, "hate", "offensive"),
        "identity_attack": _any(labels, "hate"),
    },
    "hatemoji": lambda labels: {"hostile": _any(labels, "hateful"), "identity_attack": _any(labels, "hateful")},
    "github_issues": lambda labels: {"hostile": _any(labels, "toxic"), "insult": _any(labels, "toxic")},
    "code_review": lambda labels: {"hostile": _any(labels, "toxic")},
    "davidson": lambda labels: {"identity_attack": _any(labels, "hate")},
}


def labels_of(corpus: str, labels: Labels) -> dict[str, float]:
    """Labels of heads from those of a corpus, each under its own name or as "corpus/name"."""
    plain = {name.rpartition("/")[2]: value for name, value in labels.items()}
    if corpus == "own":
        return plain
    if corpus == "ruddit" and "offensiveness" in plain and "ruddit/offensiveness" in labels:
        plain["offensiveness"] = 2 * plain["offensiveness"] - 1
    if corpus == "edos" and plain.get("threat"):
        plain["category"] = "1."
    found = _LABELS[corpus](plain) if corpus in _LABELS else {}
    if "any/profanity" in labels:
        found["profanity"] = labels["any/profanity"]
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSONL file, packed or not; InputError names the line that is none."""
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                    raise InputError(f"{path}, line {number}: not an object with a text.")
                yield row
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{path} cannot be read ({type(error).__name__}).") from error


def read_corpus(folder: Path, corpus: str, part: str) -> list[Example]:
    """One part ("train" or "dev") of a corpus; empty when there is no such file."""
    path = folder / corpus / f"{part}.jsonl.gz"
    if not path.exists():
        return []
    weight = WEIGHTS.get(corpus, 1.0)
    return [
        Example(text=row["text"][:LONGEST], corpus=corpus, labels=_with_oaths(row, corpus), weight=weight)
        for row in rows(path)
        if row["text"].strip()
    ]


def _with_oaths(row: dict[str, Any], corpus: str) -> dict[str, float]:
    """Swearing is a matter of words, so every text says whether it swears."""
    swears = any(word.text in OATHS for word in words(row["text"][:LONGEST]))
    return _LABELS[corpus](row["labels"]) | {"profanity": float(swears)}


def own_examples(seed: int) -> list[Example]:
    """Rows written by ourselves: what no corpus labels, such as friendly swearing."""
    return [Example(text=text, corpus="own", labels=_own(labels), weight=OWN_WEIGHT) for text, labels in own_rows(seed)]


def later_examples(seed: int) -> list[Example]:
    """Rows of ours that the teacher never softened: only their labels teach."""
    return [Example(text=text, corpus="own", labels=_own(labels)) for text, labels in later_rows(seed)]


def _own(labels: Mapping[str, float | None]) -> dict[str, float]:
    found: dict[str, float | None] = {**dict.fromkeys(OWN_HEADS, 0.0), **labels}
    return {head: value for head, value in found.items() if value is not None and head in HEADS}


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that training reads."""
    paths = [folder / corpus / "train.jsonl.gz" for corpus in CORPORA]
    return {path.parent.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.exists()}
