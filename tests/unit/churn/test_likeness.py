"""Whether words that went are said in other words: vectors of word pieces."""

import random
import shutil
import time

import pytest

from bot import churn, shelf
from bot.churn import likeness
from bot.errors import ModelError
from tests.unit.churn.test_judge import MODELS
from tests.unit.churn.test_meanings import change

SAID = "The baker on our street closes early, so buy your bread before noon. The rolls are cheap and tasty."
LIKEWISE = "That bakery shuts quite soon; get your loaf in the morning. Its buns cost little and are delicious."
OTHERWISE = "My cousin repaired the engine of an old tractor in a barn, with nothing but a hammer and some wire."


def test_a_paraphrase_says_what_went_in_like_words_and_another_story_does_not() -> None:
    words = MODELS.churn.likeness

    assert words.restated(change(SAID, LIKEWISE)) > 0.5
    assert words.restated(change(SAID, OTHERWISE)) < 0.1


def test_words_that_nobody_knows_are_like_nothing() -> None:
    assert MODELS.churn.likeness.restated(change(SAID, "\U0001f600 … !")) == 0.0


def test_a_long_text_is_not_like_another_by_chance() -> None:
    draw = random.Random(5)
    known = sorted(piece for piece in MODELS.churn.likeness.pieces if piece.isalpha() and len(piece) > 4)
    strange = change(*(" ".join(draw.sample(known, 900)) for _ in range(2)))

    started = time.process_time()
    found = MODELS.churn.likeness.restated(strange)

    assert found < 0.5
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("damage", ["missing", "flipped", "cut"])
def test_vectors_that_are_not_those_of_the_model_are_refused(tmp_path, damage: str) -> None:
    folder = tmp_path / shelf.CHURN
    shutil.copytree(shelf.shipped() / shelf.CHURN, folder)
    path = folder / likeness.FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.unlink()
    if damage != "missing":
        path.write_bytes(content if damage == "flipped" else content[:5000])

    with pytest.raises(ModelError, match="Put it back"):
        churn.load(folder)


def test_a_file_that_holds_something_else_is_refused(tmp_path) -> None:
    path = tmp_path / likeness.FILE
    path.write_bytes(b"no vectors")

    with pytest.raises(ModelError, match="cannot be read"):
        likeness.load(path)
