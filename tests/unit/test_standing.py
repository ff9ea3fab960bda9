"""Where we stand with a server."""

from datetime import timedelta
from typing import Any

import pytest

from bot import standing
from bot.comments import Account, ActorId, Site
from bot.standing import Support
from tests.builders import COMMUNITY, NOW, person

ACTING = {COMMUNITY.actor_id: "news"}


def site(version: str = "0.19.20", *, moderates: bool = True, **more: Any) -> Site:
    account = Account(
        person=person("evenkeel"), moderates=frozenset(ACTING) if moderates else frozenset(), languages=frozenset()
    )
    return Site(**({"host": "h", "version": version, "account": account, "server_time": NOW} | more))


@pytest.mark.parametrize(
    ("version", "support"),
    [
        ("0.19.20", Support.ACT),
        ("0.19.15", Support.ACT),
        ("0.19.14", Support.READ),
        ("0.19.3-beta.1", Support.READ),
        ("0.18.5", Support.NONE),
        ("1.0.0-beta.1", Support.NONE),
        ("0.20.0", Support.NONE),
        ("unknown", Support.NONE),
    ],
)
def test_what_a_version_may(version: str, support: Support) -> None:
    assert standing.support(version) is support


def test_all_is_well() -> None:
    assert standing.assess(site(), acting=ACTING, now=NOW) == standing.Standing()


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (site("1.0.0"), "does not know"),
        (site("0.19.5"), "acting needs 0.19.15"),
        (site(account=None), "does not recognise our sign-in"),
        (site(server_time=NOW - timedelta(hours=2)), "clock"),
        (site(server_time=NOW + timedelta(hours=2)), "clock"),
    ],
)
def test_trouble_is_said(seen: Site, words: str) -> None:
    assert words in standing.assess(seen, acting=ACTING, now=NOW).trouble


def test_old_versions_and_clocks_do_not_disturb_a_dry_run() -> None:
    assert standing.assess(site("0.19.5", server_time=NOW - timedelta(days=9)), acting={}, now=NOW).trouble == ""


def test_rights_that_are_gone_are_named() -> None:
    found = standing.assess(site(moderates=False), acting=ACTING, now=NOW)

    assert found.without_rights == {ActorId(COMMUNITY.actor_id)}
