"""The token's file, and refusals that are remembered."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SignInError
from bot.lemmy.sign_in import Refusals, read_token, write_private
from tests.builders import NOW


def test_a_token_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "token"
    write_private(path, "secret")

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_token(path) == "secret"
    assert read_token(tmp_path / "none") is None
    assert [p.name for p in path.parent.iterdir()] == ["token"]


def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "token"
    write_private(path, "secret")
    path.chmod(0o644)

    with pytest.raises(SignInError, match="chmod 600"):
        read_token(path)


def test_a_refused_password_waits_an_hour_then_two_and_another_may_be_tried(tmp_path: Path) -> None:
    refusals = Refusals(path=tmp_path / "token.refused")
    refusals.check("wrong", NOW)
    refusals.remember("wrong", "incorrect_login", NOW)

    with pytest.raises(SignInError, match="not sent again"):
        refusals.check("wrong", NOW + timedelta(minutes=59))
    refusals.check("another", NOW)
    refusals.check("wrong", NOW + timedelta(minutes=60))
    refusals.remember("wrong", "incorrect_login", NOW)
    with pytest.raises(SignInError):
        refusals.check("wrong", NOW + timedelta(minutes=119))
    refusals.forget()
    refusals.check("wrong", NOW)


def test_the_password_itself_is_not_kept(tmp_path: Path) -> None:
    refusals = Refusals(path=tmp_path / "token.refused")
    refusals.remember("a canary password", "incorrect_login", NOW)

    assert "canary" not in refusals.path.read_text()
    assert refusals.path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_note_of_refusals_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "token.refused"
    path.write_text("{")

    Refusals(path=path).check("x", NOW)
