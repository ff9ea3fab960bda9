"""What nobody means to type: every verb that reads text or a file answers with a score or one clear sentence."""

import gzip
import json
import os
import resource
import shutil
from pathlib import Path

import pytest

from bot import shelf
from tests.e2e.test_command import command

TEXTS = {
    "empty": "",
    "only quotes": "> you idiot\n> you fool",
    "only links": "https://a.example/you-idiot <https://b.example>",
    "one word": "fuck" * 2500,
    "combining marks": "a" + "\u0301" * 100_000,
    "right to left": "\u202eyou fool\u202c \u05e9\u05dc\u05d5\u05dd",
    "NUL": "you\0fool",
    "lone surrogate": "\ud800 you fool",
    "deep quotes": ">" * 5000 + " hi",
    "deep brackets": "[" * 5000 + "x" + "](" * 5000,
    "deep emphasis": "*" * 5000 + "x" + "_" * 5000,
}
LABELLED = [{"id": n, "text": text, "labels": {"attention": n % 2}} for n, text in enumerate(TEXTS.values())]
BAD_FILES = {
    "not JSONL": b"hello\nthere\n",
    "no labels": b'{"id": 1, "text": "a"}\n',
    "bytes": bytes(range(256)),
    "empty": b"",
    "a list": b"[1, 2]\n",
    "a label that is no number": b'{"id": 1, "text": "a b", "labels": {"attention": "yes"}}\n',
}


@pytest.mark.parametrize("name", list(TEXTS))
def test_explain_takes_any_text(name: str, tmp_path: Path) -> None:
    done = command("explain", "-", given=TEXTS[name].encode("utf-8", "surrogatepass"), cwd=tmp_path)

    assert done.returncode in (0, 1, 2)
    assert done.stdout or done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", list(BAD_FILES))
@pytest.mark.parametrize("verb", [["train", "--out", "ours-1"], ["evaluate"]])
def test_a_bad_file_is_refused_in_one_sentence(verb: list[str], name: str, tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_bytes(BAD_FILES[name])
    done = command(*verb, "--data", "labels.jsonl", cwd=tmp_path, env=alone(tmp_path))

    assert done.returncode not in (0, 70)
    assert done.stderr.startswith(b"evenkeel: ")
    assert b"Traceback" not in done.stderr
    assert not list((tmp_path / "home").rglob("manifest.json"))


@pytest.mark.parametrize("verb", [["train", "--out", "ours-1"], ["evaluate"]])
def test_a_gz_that_breaks_off_is_refused(verb: list[str], tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps(row) + "\n" for row in LABELLED * 50).encode())
    (tmp_path / "labels.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    done = command(*verb, "--data", "labels.jsonl.gz", cwd=tmp_path, env=alone(tmp_path))

    assert done.returncode not in (0, 70)
    assert b"labels.jsonl.gz" in done.stderr
    assert b"Traceback" not in done.stderr


def test_hostile_texts_are_evaluated_within_their_memory(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in LABELLED))
    done = command("evaluate", "--data", "labels.jsonl", cwd=tmp_path, env=alone(tmp_path))

    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 700_000


def test_a_damaged_own_model_is_not_used_and_the_shipped_one_judges(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "models" / "ours-1"
    shutil.copytree(shelf.shipped() / shelf.names(shelf.shipped())[-1], folder)
    whole = bytearray((folder / "arrays.npz").read_bytes())
    whole[len(whole) // 2] ^= 4
    (folder / "arrays.npz").write_bytes(whole)

    refused = command("models", "activate", "ours-1", cwd=tmp_path, env=alone(tmp_path))
    judged = command("explain", "You worthless muppet.", cwd=tmp_path, env=alone(tmp_path))

    assert refused.returncode != 0
    assert b"Traceback" not in refused.stderr
    assert judged.returncode == 0


def alone(folder: Path) -> dict[str, str]:
    (folder / "home").mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "EVENKEEL_HOME": str(folder / "home")}
