"""Which model judges: the shipped one, one made active, or the last good one when that is damaged."""

import json
import shutil
from pathlib import Path

import pytest

from bot import shelf
from bot.errors import InputError, ModelError
from bot.shelf import Shelf
from bot.tone import model


def copy(place: Path, name: str) -> None:
    folder = place / name
    shutil.copytree(shelf.shipped() / shelf.names(shelf.shipped())[-1], folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["name"] = name
    model.save_manifest(folder, manifest)


def test_the_newest_shipped_model_judges_until_told_otherwise(tmp_path: Path) -> None:
    place = Shelf(trained=tmp_path / "models")

    assert place.active() == shelf.names(shelf.shipped())[-1]
    assert place.load_good()[1] == ""


def test_activate_and_roll_back(tmp_path: Path) -> None:
    place = Shelf(trained=tmp_path)
    copy(tmp_path, "ours-1")
    copy(tmp_path, "ours-2")
    place.activate("ours-1")
    place.activate("ours-2")
    place.activate("ours-2")

    assert place.load().name == "ours-2"
    assert place.rollback() == "ours-1"
    assert place.rollback() == shelf.names(shelf.shipped())[-1]
    with pytest.raises(ModelError, match="nothing to go back to"):
        place.rollback()


@pytest.mark.parametrize("file", ["arrays.npz", "manifest.json"])
def test_a_damaged_model_is_not_activated_and_the_last_good_one_judges(tmp_path: Path, file: str) -> None:
    place = Shelf(trained=tmp_path)
    copy(tmp_path, "ours-1")
    copy(tmp_path, "ours-2")
    place.activate("ours-1")
    place.activate("ours-2")
    path = tmp_path / "ours-2" / file
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(bytes(whole))
    found, trouble = place.load_good()

    assert found.name == "ours-1"
    assert "Judging with ours-1 instead" in trouble
    with pytest.raises(ModelError):
        place.activate("ours-2")
    assert "cannot be used" in "\n".join(place.lines())


def test_a_pointer_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "active.json").write_text("{")

    with pytest.raises(ModelError, match="Delete it"):
        Shelf(trained=tmp_path).active()


def test_a_new_model_cannot_take_the_name_of_a_shipped_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="comes with Evenkeel"):
        Shelf(trained=tmp_path).room_for(shelf.names(shelf.shipped())[-1])


def test_a_missing_model_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"there: {shelf.names(shelf.shipped())[0]}"):
        Shelf(trained=tmp_path).load("nothing-1")
