"""Labelled lines: what can be used, and what is refused by number before anything is trained."""

import gzip
import json
from pathlib import Path

import pytest

from bot.errors import InputError
from bot.training import labelled


def line(text: str = "You fool.", **more: object) -> str:
    return json.dumps({"id": 1, "text": text, "labels": {"attention": 1}} | more)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("nope", "not a JSON object"),
        ("[1]", "not a JSON object with a text"),
        ('{"id": 1}', "not a JSON object with a text"),
        (line(labels=None), "labels are missing"),
        (line(labels={}), "labels are missing"),
        (line(labels={"rude": 1}), 'no label "rude"'),
        (line(labels={"attention": "yes"}), "not a number from 0 to 1"),
        (line(labels={"attention": True}), "not a number from 0 to 1"),
        (line(labels={"attention": 1.5}), "not a number from 0 to 1"),
        (line(parent=3), "parent is no text"),
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, bad: str, why: str) -> None:
    path = write(tmp_path / "ours.jsonl", line(), bad)

    with pytest.raises(InputError, match=f"ours.jsonl line 2: .*{why}"):
        labelled.read(path, seed=7)


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"30 lines cannot be used.* and 20 more"):
        labelled.read(write(tmp_path / "ours.jsonl", *["nope"] * 30), seed=7)


def test_a_comment_that_stands_twice_stands_on_one_side(tmp_path: Path) -> None:
    texts = [f"Comment number {number} of this file." for number in range(60)]
    path = write(tmp_path / "ours.jsonl", *(line(text) for text in texts), *(line(text.upper()) for text in texts))
    parts = labelled.read(path, seed=7)

    assert 0 < len(parts.held) < len(parts.train)
    assert not {row.plain for row in parts.held} & {row.plain for row in parts.train}


def test_leaks_between_named_parts_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "train.jsonl", line("The very same words."))
    write(tmp_path / "held-out.jsonl", line("the VERY same words!"))

    with pytest.raises(InputError, match=r"held-out.jsonl line 1 repeats train.jsonl line 1"):
        labelled.read(tmp_path, seed=7)


def test_lines_without_words_are_counted_not_learnt_from(tmp_path: Path) -> None:
    parts = labelled.read(
        write(tmp_path / "a.jsonl", line(), line("> only a quote"), line("https://a.example")), seed=7
    )

    assert parts.wordless == 2


def test_a_gz_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "ours.jsonl.gz"
    whole = gzip.compress(("\n".join(line(f"text {n}") for n in range(5000))).encode())
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match="breaks off or is damaged after line"):
        labelled.read(path, seed=7)


def test_hostile_texts_are_read(tmp_path: Path) -> None:
    texts = ["", "\u0000", "\ud800 you", "\u0301" * 100_000, "word" * 2500, "\u202eyou fool", "> " * 5000]
    parts = labelled.read(write(tmp_path / "a.jsonl", line(), *(line(text) for text in texts)), seed=7)

    assert parts.train or parts.held


@pytest.mark.parametrize("name", ["nowhere.jsonl", "empty"])
def test_nothing_to_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match=r"There is no file|holds no"):
        labelled.read(tmp_path / name, seed=7)


def test_attention_is_what_a_moderator_said_or_what_heads_say(tmp_path: Path) -> None:
    rows = labelled.read_all(
        write(tmp_path / "a.jsonl", line(labels={"insult": 1, "threat": 0}), line(labels={"anger": 1}), line())
    )

    assert [row.attention for row in rows] == [1.0, None, 1.0]
