"""Configuration: one TOML file, single values overridden by the environment, secrets apart. Read once, at the start.

Order, strongest first: environment (`EVENKEEL_LEMMY__URL`), files in `EVENKEEL_SECRETS_DIR` (`lemmy__password`), TOML.
Unknown keys, wrong types and impossible values are named with their place and refused before anything starts.
"""

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo

from bot.errors import SettingsError

ENV_PREFIX = "EVENKEEL_"
_OWN_VARIABLES = frozenset({"CONFIG", "HOME", "SECRETS_DIR", "JOURNAL"})
"""`EVENKEEL_...` names that are not settings."""
SECRETS = frozenset({"lemmy__password"})

Probability = Annotated[float, Field(gt=0, le=1)]


class Section(BaseModel):
    """One table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class LemmySettings(Section):
    """The server, and who we are there."""

    url: str
    username: str
    token_file: Path | None = None
    """Where the sign-in token is kept; under EVENKEEL_HOME unless given."""
    password: SecretStr | None = None

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError("must be the address of a Lemmy server, such as https://lemmy.example")
        if parts.username or parts.password:
            raise ValueError("must not contain a name or password")
        return url.rstrip("/")


class CommunityDefaults(Section):
    """What holds in every community that does not say otherwise."""

    mode: Literal["dry-run", "act"] = "dry-run"
    report_at: Probability | None = None
    note_at: Probability | None = None
    churn_report_at: Probability | None = None
    churn_note_at: Probability | None = None
    exempt: tuple[str, ...] = ()
    ignore_words: tuple[str, ...] = ()
    notes: Literal["ledger", "message", "mod-log"] = "ledger"
    tell: tuple[str, ...] = ()
    act_within_h: Annotated[float, Field(gt=0, le=168)] = 24
    per_hour: Annotated[int, Field(ge=0, le=1000)] = 10
    per_day: Annotated[int, Field(ge=0, le=10_000)] = 40

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for note, report in ((self.note_at, self.report_at), (self.churn_note_at, self.churn_report_at)):
            if note is not None and report is not None and note > report:
                raise ValueError("note_at must not be above report_at: what is reported would not even be noted")
        if self.notes == "message" and not self.tell:
            raise ValueError('notes = "message" needs tell = ["a moderator\'s name"]')
        return self


class CommunitySettings(CommunityDefaults):
    """One community that is watched."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,255}(@[A-Za-z0-9.:-]+)?$")]


class Caps(Section):
    """Ceiling over all communities together."""

    per_hour: Annotated[int, Field(ge=0, le=1000)] = 30
    per_day: Annotated[int, Field(ge=0, le=10_000)] = 120


class StoreSettings(Section):
    """Where everything is remembered."""

    url: str | None = None
    """SQLAlchemy address; a SQLite file under EVENKEEL_HOME unless given."""


class PollingSettings(Section):
    """How often the server is asked."""

    interval_s: Annotated[float, Field(ge=1, le=3600)] = 30
    requests_per_minute: Annotated[int, Field(ge=2, le=60)] = 6
    newest_300: bool = False
    """Ask for the newest 300 comments in one request, always and not only to catch up."""


class ModelSettings(Section):
    """Which trained model judges."""

    dir: Path | None = None
    """Folder of trained models; the shipped ones unless given."""
    active: str | None = None
    """Name of the model; the newest in the folder unless given."""


class Retention(Section):
    """How long comment texts are kept, in days."""

    clean_days: Annotated[int, Field(ge=1, le=365)] = 7
    finding_days: Annotated[int, Field(ge=1, le=365)] = 30


class HealthSettings(Section):
    """How others can see that it works."""

    listen: Annotated[str, Field(pattern=r"^(|[^:]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5})$")] = ""
    """`address:port` of a page that answers 200 or 503; "" for none."""
    ping_url: str = ""
    """Asked with GET after each healthy pass (a dead man's switch); "" for none."""


class Settings(Section):
    """Everything that the configuration says."""

    lemmy: LemmySettings
    communities: tuple[CommunitySettings, ...] = Field(min_length=1)
    caps: Caps = Caps()
    store: StoreSettings = StoreSettings()
    polling: PollingSettings = PollingSettings()
    models: ModelSettings = ModelSettings()
    retention: Retention = Retention()
    health: HealthSettings = HealthSettings()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [community.name.lower() for community in self.communities]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"community named twice: {', '.join(sorted(twice))}")
        return self

    @property
    def acts(self) -> bool:
        """Whether anything may be sent at all."""
        return any(community.mode == "act" for community in self.communities)


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """Folder under which everything is written."""
    return Path(environ.get("EVENKEEL_HOME") or "var").expanduser().absolute()


def config_path(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The file to read: as given, else `EVENKEEL_CONFIG`, else `config/evenkeel.toml`."""
    return given or Path(environ.get("EVENKEEL_CONFIG") or "config/evenkeel.toml")


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check everything, or raise SettingsError that names each place that is wrong and shows no secret."""
    raw = _read_toml(path)
    _refuse_secrets(raw, path)
    _merge_defaults(raw, path)
    _merge(raw, _from_secrets(environ))
    _merge(raw, _from_environment(environ))
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_explain(error)}") from None


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"There is no configuration at {path}. Copy config/evenkeel.example.toml there and edit it,"
            " or name another with --config."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {type(error).__name__}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from None


def _refuse_secrets(raw: dict[str, Any], path: Path) -> None:
    for secret in SECRETS:
        section, key = secret.split("__")
        if isinstance(raw.get(section), dict) and key in raw[section]:
            raise SettingsError(
                f"{path}: a {key} does not belong in this file. Use `evenkeel login`, or the environment variable"
                f" {ENV_PREFIX}{secret.upper()}, and remove it here."
            )


def _merge_defaults(raw: dict[str, Any], path: Path) -> None:
    """Put `[defaults]` under every community; checked by itself first, so that errors name the right place."""
    defaults = raw.pop("defaults", {})
    try:
        CommunityDefaults.model_validate(defaults)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_explain(error, inside='defaults')}") from None
    communities = raw.get("communities", [])
    if isinstance(communities, list):
        raw["communities"] = [defaults | c if isinstance(c, dict) else c for c in communities]


def _from_secrets(environ: Mapping[str, str]) -> dict[str, Any]:
    folder = environ.get("EVENKEEL_SECRETS_DIR")
    if not folder:
        return {}
    found: dict[str, Any] = {}
    if not Path(folder).is_dir():
        raise SettingsError(f"EVENKEEL_SECRETS_DIR names {folder}, which is not a folder.")
    for secret in SECRETS:
        path = Path(folder) / secret
        if path.exists():
            section, key = secret.split("__")
            found.setdefault(section, {})[key] = _read_secret(path)
    return found


def _read_secret(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o007:
        raise SettingsError(f"{path} can be read by everyone on this machine. Run: chmod 600 {path}")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {type(error).__name__}.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in environ.items():
        if not name.startswith(ENV_PREFIX) or name.removeprefix(ENV_PREFIX) in _OWN_VARIABLES:
            continue
        section, _, key = name.removeprefix(ENV_PREFIX).lower().partition("__")
        found.setdefault(section, {})[key] = _typed(name, section, key, value)
    return found


def _typed(name: str, section: str, key: str, value: str) -> Any:
    """Refuse names that are no setting; lists cannot come from the environment."""
    table: FieldInfo | None = Settings.model_fields.get(section)
    fields = getattr(table.annotation, "model_fields", {}) if table else {}
    if key not in fields:
        raise SettingsError(f"The environment variable {name} is not a setting of Evenkeel; see docs/reference.")
    return value


def _merge(raw: dict[str, Any], over: dict[str, Any]) -> None:
    for section, values in over.items():
        table = raw.setdefault(section, {})
        if isinstance(table, dict):
            table.update(values)


def _explain(error: ValidationError, *, inside: str = "") -> str:
    """Every mistake with its place as the file has it; never the value, which could be a secret."""
    lines = []
    for mistake in error.errors(include_input=False, include_url=False):
        place = _place((inside, *mistake["loc"]) if inside else mistake["loc"])
        message = "there is no such setting" if mistake["type"] == "extra_forbidden" else mistake["msg"]
        lines.append(f"{place}: {message.removeprefix('Value error, ')}" if place else message)
    return "; ".join(lines) + "."


def _place(loc: tuple[int | str, ...]) -> str:
    place = ""
    for part in loc:
        if isinstance(part, int):
            place += f"[number {part + 1}]"
        else:
            place += f".{part}" if place else part
    return place
