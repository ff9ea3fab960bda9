"""Where we stand with a server: signed in, moderating, on a version that is known, with clocks that agree. Pure.

Neither an empty nor a full listing proves anything: a dead token is answered as a stranger with 200.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.comments import ActorId, Site

CLOCK_TOLERANCE = timedelta(hours=1)
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_FIRST_TO_ACT = (0, 19, 15)


class Support(StrEnum):
    """What may be done on a server of some version."""

    ACT = "act"
    READ = "read"
    NONE = "none"


def support(version: str) -> Support:
    """0.19.15 and later 0.19 may act; older 0.19 dry run; anything else is refused until it is supported."""
    match = _VERSION.match(version)
    if match is None:
        return Support.NONE
    number = tuple(int(part) for part in match.groups())
    if number[:2] != (0, 19):
        return Support.NONE
    return Support.ACT if number >= _FIRST_TO_ACT else Support.READ


def unsupported(site: Site) -> str:
    """Why this server cannot be watched."""
    return f"{site.host} runs Lemmy {site.version}, which this version of Evenkeel does not know; 0.19 is supported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the server's front door told us."""

    trouble: str = ""
    """Why nothing may be sent anywhere, in one plain line; "" when all is well."""
    without_rights: frozenset[ActorId] = field(default_factory=frozenset)
    """Communities that we should act in and do not moderate."""


def assess(site: Site, *, acting: Mapping[ActorId, str], now: datetime, expect_account: bool = True) -> Standing:
    """Compare what the server says with what acting needs. ``acting``: communities in act mode, with their names."""
    trouble = _trouble(site, acting=bool(acting), now=now, expect_account=expect_account)
    if trouble or site.account is None:
        return Standing(trouble=trouble)
    return Standing(without_rights=frozenset(acting) - site.account.moderates)


def _trouble(site: Site, *, acting: bool, now: datetime, expect_account: bool) -> str:
    may = support(site.version)
    if may is Support.NONE:
        return unsupported(site)
    if acting and may is Support.READ:
        return f"{site.host} runs Lemmy {site.version}; acting needs 0.19.15 or later, so nothing is sent"
    if expect_account and site.account is None:
        return f"{site.host} does not recognise our sign-in; run `evenkeel login`"
    if site.account is not None and site.account.person.banned:
        return f"our account is banned on {site.host}"
    if acting and site.server_time is not None and abs(now - site.server_time) > CLOCK_TOLERANCE:
        return f"this machine's clock and that of {site.host} differ by over an hour; nothing is sent until they agree"
    return ""
