"""Training from a community's labels: it learns, is repeatable, refuses what would be worse, and leaves nothing half."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import shelf, tone
from bot.errors import InputError, ModelError
from bot.training import gate, labelled, workbench

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


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("trained"))


def test_labels_move_the_model_and_the_rest_stays(trained: Path) -> None:
    moved = tone.load(trained)
    mocked, abuse = "You absolute walnut.", "You are a pathetic little idiot and everyone here is tired of you."

    assert tone.judge(moved, mocked).attention > 3 * tone.judge(PRIOR, mocked).attention
    assert tone.judge(moved, abuse).attention > moved.thresholds.note_at
    assert (trained / "card.md").read_text().startswith("# ours-1")


def test_the_same_data_and_seed_give_the_same_model(trained: Path, tmp_path: Path) -> None:
    assert (trained / "arrays.npz").read_bytes() == (train(tmp_path) / "arrays.npz").read_bytes()


def test_what_is_shown_still_sums_to_what_is_decided(trained: Path) -> None:
    found = tone.explanation(tone.load(trained), "You absolute walnut, nobody asked.")
    total = found.intercept + sum(share.log_odds for share in found.shares)

    assert total == pytest.approx(found.log_odds, abs=1e-6)


def test_swapped_labels_are_refused(tmp_path: Path) -> None:
    texts = [*gate.frozen(workbench.CASES, "innocent"), *gate.frozen(workbench.CASES, "swearing")] * 2
    rows = [(text, 1.0) for text in texts] + [(text, 0.0) for text in gate.frozen(workbench.CASES, "abusive") * 8]
    path = tmp_path / "swapped.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": n, "text": f"{text} {n}", "labels": {"attention": label}}) + "\n"
            for n, (text, label) in enumerate(rows)
        )
    )
    with pytest.raises((InputError, ModelError), match=r"opposite|not kept"):
        workbench.train_from(
            PRIOR, labelled.read(path, seed=7), tmp_path / "models" / "x-1", seed=7, say=lambda _: None
        )
    assert not (tmp_path / "models" / "x-1").exists()


def test_a_name_that_is_taken_is_refused(trained: Path) -> None:
    with pytest.raises(InputError, match="There is a model ours-1 already"):
        train(trained.parents[1])


def test_a_killed_training_leaves_nothing_half_written(tmp_path: Path) -> None:
    data = write(tmp_path / "ours.jsonl", number=2000)
    command = [str(Path(sys.executable).with_name("evenkeel")), "train", "--data", str(data), "--out", "ours-1"]
    environ = os.environ | {"EVENKEEL_HOME": str(tmp_path)}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2.5)
    process.send_signal(signal.SIGKILL)
    process.wait(10)

    assert shelf.names(tmp_path / "models") in ([], ["ours-1"])
    train(tmp_path, "after-1")
    assert not list((tmp_path / "models").glob(".training-*"))
