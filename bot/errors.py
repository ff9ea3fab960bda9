"""What can go wrong, named for what the caller does next.

EvenkeelError                exit code 1
├── SettingsError            2: the configuration has to change before anything can run
├── InputError               2: a file or text given on the command line cannot be used
├── StoreError               1: the store cannot be used as it is
│   ├── StoreBusyError       75: another process holds it; try later
│   └── LeaseLostError       75: another daemon acts on this store now
├── ModelError               1: a model file is missing, damaged, or of another version
└── LemmyError               1: the server did not do what was asked
    ├── UnavailableError     75: it may work later (network, 5xx, HTML, start-up)
    │   └── RateLimitedError 75: asked too often
    ├── UnknownOutcomeError  75: a write was sent and no one knows whether it arrived
    ├── SignInError          77: password or second factor refused, or no token
    │   └── SignedOutError   77: the token is no longer good
    ├── NotAllowedError      1: no right to do this here (not a moderator, banned)
    ├── GoneError            1: what was asked for is deleted, removed or purged
    ├── DuplicateError       1: the server says that it already has one
    └── RejectedError        1: the request itself was refused
"""

from typing import ClassVar


class EvenkeelError(Exception):
    """Anything that Evenkeel itself reports; its text is a sentence for a moderator that says what to do."""

    exit_code: ClassVar[int] = 1


class SettingsError(EvenkeelError):
    """The configuration has to change before anything can run."""

    exit_code = 2


class InputError(EvenkeelError):
    """A file or a text given on the command line cannot be used."""

    exit_code = 2


class StoreError(EvenkeelError):
    """The store cannot be used as it is."""


class StoreBusyError(StoreError):
    """Another process holds the store; it may be free later."""

    exit_code = 75


class LeaseLostError(StoreError):
    """Another daemon acts on this store now; this one must not write any more."""

    exit_code = 75


class ModelError(EvenkeelError):
    """A model file is missing, damaged, or of another version."""


class LemmyError(EvenkeelError):
    """The server did not do what was asked. ``status`` is None when no answer came; ``code`` is Lemmy's `error`."""

    def __init__(self, message: str, *, status: int | None = None, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class UnavailableError(LemmyError):
    """It may work later; nothing was changed by the request."""

    exit_code = 75


class RateLimitedError(UnavailableError):
    """Asked too often. ``retry_after_s`` is None where the server does not say (Lemmy itself never does)."""

    def __init__(
        self, message: str, *, status: int | None = None, code: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, status=status, code=code)
        self.retry_after_s = retry_after_s


class UnknownOutcomeError(LemmyError):
    """A write was sent and nobody knows whether the server took it; look before sending it again."""

    exit_code = 75


class SignInError(LemmyError):
    """Password or second factor refused, or there is no token."""

    exit_code = 77


class SignedOutError(SignInError):
    """The token is no longer good; reads would silently be answered as to a stranger."""


class NotAllowedError(LemmyError):
    """No right to do this here: not a moderator, outranked, or banned."""


class GoneError(LemmyError):
    """What was asked for is deleted, removed or purged. Expected, not a fault."""


class DuplicateError(LemmyError):
    """The server says that it already has one from this account."""


class RejectedError(LemmyError):
    """The server refused the request as it was; sending it again changes nothing."""
