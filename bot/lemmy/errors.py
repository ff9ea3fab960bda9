"""Which error an answer of the server is: from (status, `error`), as recorded in tests/wire/v3.

The status alone says little: 0.19 answers 400 to nearly everything, rate limits and missing comments included.
"""

from bot.errors import (
    DuplicateError,
    GoneError,
    LemmyError,
    NotAllowedError,
    RateLimitedError,
    RejectedError,
    SignedOutError,
    SignInError,
    UnavailableError,
)

_BY_CODE: dict[str, type[LemmyError]] = {
    "rate_limit_error": RateLimitedError,
    "too_many_requests": RateLimitedError,
    "incorrect_login": SignedOutError,
    "not_logged_in": SignedOutError,
    "missing_totp_token": SignInError,
    "incorrect_totp_token": SignInError,
    "email_not_verified": SignInError,
    "registration_application_is_pending": SignInError,
    "registration_denied": SignInError,
    "site_ban": SignInError,
    "not_a_mod_or_admin": NotAllowedError,
    "not_higher_mod": NotAllowedError,
    "banned_from_community": NotAllowedError,
    "person_is_blocked": NotAllowedError,
    "couldnt_find_comment": GoneError,
    "couldnt_find_post": GoneError,
    "couldnt_find_person": GoneError,
    "couldnt_find_community": GoneError,
    "deleted": GoneError,
    "couldnt_create_report": DuplicateError,
}

_MEANINGS = {
    RateLimitedError: "the server says that we ask too often",
    SignedOutError: "the server does not accept our sign-in any more; run `evenkeel login`",
    SignInError: "the server refuses to sign us in",
    NotAllowedError: "our account may not do this here",
    GoneError: "it is deleted, removed, or was never there",
    DuplicateError: "the server says that it has one from us already",
    UnavailableError: "the server has trouble of its own",
    RejectedError: "the server refused the request",
}


def error_of(status: int, code: str, *, what: str) -> LemmyError:
    """The error for an answer that is not 200. ``what``: the request in short, without parameters."""
    kind = _BY_CODE.get(code)
    if kind is None and status == 429:
        kind = RateLimitedError
    if kind is None and status == 401:
        kind = SignedOutError
    if kind is None and status == 404:
        kind = GoneError
    if kind is None and status >= 500:
        kind = UnavailableError
    kind = kind or RejectedError
    detail = f"HTTP {status}{f', {code}' if code else ''}"
    return kind(f"{what}: {_MEANINGS[kind]} ({detail}).", status=status, code=code)
