"""Signing in: a token in a file that only its owner can read, and refusals that are remembered.

The server allows ten sign-ins an hour for an address, so a refused password is not sent again for an hour, then two,
then four, even across restarts. Only a keyed hash of it is kept.
"""

import json
import os
import secrets
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from bot.errors import SignInError

FIRST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)


def read_token(path: Path) -> str | None:
    """The kept token, or None; SignInError when others could read it."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise SignInError(f"{path} can be read by others on this machine. Run: chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SignInError(f"The token file {path} cannot be read ({type(error).__name__}).") from error


def write_private(path: Path, content: str) -> None:
    """Replace a file whole, readable by its owner only from its first moment on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise SignInError(f"The file {path} cannot be written ({type(error).__name__}).") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Remembers, beside the token, that a password was refused and until when it is not sent again."""

    path: Path

    def check(self, password: str, now: datetime) -> None:
        """Raise SignInError while this password must not be sent; another password may be tried at once."""
        kept = self._read()
        if kept and self._same(kept, password) and now < datetime.fromisoformat(kept["until"]):
            until = datetime.fromisoformat(kept["until"])
            raise SignInError(
                f"The server refused this password ({kept['code']}). To stay within its limit it is not sent again"
                f" before {until:%Y-%m-%d %H:%M} UTC. Run `evenkeel login` with the right one to go on at once."
            )

    def remember(self, password: str, code: str, now: datetime) -> None:
        """The server refused it: wait an hour, or twice as long as last time."""
        kept = self._read()
        times = int(kept["times"]) + 1 if kept and self._same(kept, password) else 1
        salt = secrets.token_hex(16)
        wait = min(FIRST_WAIT * 2 ** (times - 1), LONGEST_WAIT)
        content = {
            "salt": salt,
            "digest": _digest(salt, password),
            "times": times,
            "until": (now + wait).isoformat(),
            "code": code,
        }
        write_private(self.path, json.dumps(content))

    def forget(self) -> None:
        """The server took a password."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str] | None:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        complete = isinstance(kept, dict) and {"salt", "digest", "times", "until", "code"} <= kept.keys()
        return kept if complete else None

    def _same(self, kept: dict[str, str], password: str) -> bool:
        return secrets.compare_digest(kept["digest"], _digest(kept["salt"], password))


def _digest(salt: str, password: str) -> str:
    return blake2b(password.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()
