"""Configuration: what is refused, where it says so, and what may override what."""

from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingsError

EXAMPLE = Path(__file__).parents[2] / "config" / "evenkeel.example.toml"
GOOD = '[lemmy]\nurl = "https://l.example"\nusername = "bot"\n[[communities]]\nname = "news"\n'


def load(tmp_path: Path, content: str = GOOD, **environ: str) -> settings.Settings:
    path = tmp_path / "evenkeel.toml"
    path.write_text(content)
    return settings.load(path, environ)


def test_the_example_is_valid_and_says_every_setting() -> None:
    settings.load(EXAMPLE, {})
    text = EXAMPLE.read_text()
    sections = {name: field.annotation for name, field in settings.Settings.model_fields.items()}
    sections["defaults"] = settings.CommunityDefaults
    for name, section in sections.items():
        for key in getattr(section, "model_fields", {}):
            if f"{name}__{key}" not in settings.SECRETS:
                assert f"\n{key} = " in text or f"\n# {key} = " in text, f"{name}.{key} is not in the example"


def test_dry_run_is_the_default(tmp_path: Path) -> None:
    loaded = load(tmp_path)

    assert loaded.communities[0].mode == "dry-run"
    assert not loaded.acts


def test_defaults_hold_where_a_community_says_nothing(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, '[defaults]\nper_hour = 3\nmode = "act"\n' + GOOD + '[[communities]]\nname = "b"\nper_hour = 5\n'
    )

    assert [(c.per_hour, c.mode) for c in loaded.communities] == [(3, "act"), (5, "act")]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (GOOD + "[polling]\nintervall_s = 3\n", "polling.intervall_s: there is no such setting"),
        (GOOD + '[polling]\ninterval_s = "x"\n', "polling.interval_s"),
        (GOOD + "[polling]\nrequests_per_minute = 600\n", "polling.requests_per_minute"),
        (GOOD + "report_at = 1.5\n", "communities[number 1].report_at"),
        (GOOD + "note_at = 0.9\nreport_at = 0.5\n", "note_at must not be above report_at"),
        (GOOD + 'mode = "live"\n', "communities[number 1].mode"),
        (GOOD + 'notes = "message"\n', "needs tell"),
        (GOOD + '[[communities]]\nname = "News"\n', "named twice"),
        ('[lemmy]\nurl = "l.example"\nusername = "b"\n[[communities]]\nname = "n"\n', "lemmy.url"),
        ('[lemmy]\nurl = "https://l.example"\nusername = "b"\n', "communities"),
        ("[defaults]\nper_hors = 3\n" + GOOD, "defaults.per_hors"),
        (GOOD + "colour = 3\n", "communities[number 1].colour"),
        ("[lemmy", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, content: str, place: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(tmp_path, content)

    assert place in str(error.value)


def test_a_password_in_the_file_is_refused_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load(tmp_path, GOOD.replace("[[", 'password = "canary-1234"\n[['))

    assert "canary" not in str(error.value)
    assert "evenkeel login" in str(error.value)


def test_the_environment_overrides_single_values_and_brings_secrets(tmp_path: Path) -> None:
    loaded = load(tmp_path, EVENKEEL_POLLING__INTERVAL_S="7", EVENKEEL_LEMMY__PASSWORD="canary-1234")

    assert loaded.polling.interval_s == 7
    assert loaded.lemmy.password is not None
    assert "canary" not in repr(loaded)


@pytest.mark.parametrize("name", ["EVENKEEL_POLING__INTERVAL_S", "EVENKEEL_POLLING__INTERVAL", "EVENKEEL_TYPO"])
def test_an_unknown_variable_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(tmp_path, **{name: "1"})


def test_a_secret_file_is_read_unless_others_can_read_it(tmp_path: Path) -> None:
    secret = tmp_path / "lemmy__password"
    secret.write_text("canary-1234\n")
    secret.chmod(0o600)
    loaded = load(tmp_path, EVENKEEL_SECRETS_DIR=str(tmp_path))
    assert loaded.lemmy.password is not None
    assert loaded.lemmy.password.get_secret_value() == "canary-1234"

    secret.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        load(tmp_path, EVENKEEL_SECRETS_DIR=str(tmp_path))


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"evenkeel\.example\.toml"):
        settings.load(tmp_path / "none.toml", {})
