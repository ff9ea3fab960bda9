"""Training from a community's labels: it learns, is repeatable, refuses what would be worse, and leaves nothing half."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot import shelf
from bot.errors import InputError
from bot.training import adapt, gate, labelled, measured, workbench

PRIOR = shelf.load()
WORDS = "bridge tram market council garden bicycle recipe printer football weather museum harbour".split()


def write(path: Path, *, wanted: float = 1.0, number: int = 260) -> Path:
    """A community that minds being called a walnut, which the prior does not; ``wanted``: label of what it minds."""
    chance = random.Random(5)
    rows = []
    for at in range(number):
        words = " ".join(chance.sample(WORDS, 3))
        bad = at % 2
        text = f"You absolute walnut, what about the {words}?" if bad else f"I like the {words}, number {at}."
        rows.append({"id": at, "text": f"{text} {at}", "labels": {"attention": wanted if bad else 1 - wanted}})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def train(tmp_path: Path, name: str = "ours-1", **more: float) -> Path:
    parts = labelled.read(write(tmp_path / "ours.jsonl", **more), seed=7)
    workbench.train_from(PRIOR, parts, tmp_path / "models" / name, seed=7, say=lambda _: None)
    return tmp_path / "models" / name


def test_too_few_labels_are_refused_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"attention has .* yes and .* no"):
        train(tmp_path, number=60)


@pytest.mark.parametrize("name", [".hidden", "a b", "x" * 61, "ours\n"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    parts = labelled.read(write(tmp_path / "ours.jsonl"), seed=7)
    with pytest.raises(InputError, match="no name for a model"):
        workbench.train_from(PRIOR, parts, tmp_path / "models" / name, seed=7, say=lambda _: None)


def test_the_gate_says_each_thing_that_got_worse() -> None:
    good = gate.Standing(auc=0.97, reported=0.0, noted=0.01, found=0.7)
    bad = gate.Standing(auc=0.9, reported=0.02, noted=0.2, found=0.1)
    held = {"attention": {"before": {"auc": 0.9}, "after": {"auc": 0.8}}}

    assert gate.objections(good, good, {}) == []
    assert len(gate.objections(good, bad, held)) == 5


def test_share_labels_count_as_so_much_of_a_yes() -> None:
    rows = [labelled.Labelled(place="", text="a b", plain=f"{n}", labels={"insult": 0.5}) for n in range(200)]

    assert adapt.count(rows) == {"insult": (100.0, 100.0)}


def test_an_evaluation_says_what_would_be_alarmed(tmp_path: Path) -> None:
    rows = labelled.read_all(write(tmp_path / "ours.jsonl"))
    told = "\n".join(measured.lines(PRIOR, rows))
    curve = measured.curve(PRIOR, rows)

    assert "attention" in told
    assert "report" in told
    assert curve is not None
    assert np.array_equal(np.unique(curve.labels), [0.0, 1.0])


def test_an_evaluation_without_a_yes_says_so(tmp_path: Path) -> None:
    (tmp_path / "no.jsonl").write_text('{"id": 1, "text": "fine", "labels": {"attention": 0}}\n')
    rows = labelled.read_all(tmp_path / "no.jsonl")

    assert "nothing can be measured" in "\n".join(measured.lines(PRIOR, rows))
    assert measured.curve(PRIOR, rows) is None
