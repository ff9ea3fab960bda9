"""Every recording that we read is read, and what cannot be read is set aside without a word of it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lemmy import wire
from bot.lemmy.errors import error_of
from bot.lemmy.wire import RowError

WIRE = Path(__file__).parents[2] / "wire" / "v3"
RECORDINGS = {path.stem.split("-", 1)[1]: json.loads(path.read_text()) for path in sorted(WIRE.glob("*.json"))}


def body(name: str) -> Any:
    return RECORDINGS[name]["response"]["body"]


def ok(path: str, method: str = "GET") -> list[str]:
    return [
        name
        for name, r in RECORDINGS.items()
        if (r["request"]["path"], r["request"]["method"], r["response"]["status"]) == (f"/api/v3{path}", method, 200)
    ]


@pytest.mark.parametrize("name", ok("/comment/list"))
def test_every_recorded_listing_is_read_whole(name: str) -> None:
    comments, set_aside = wire.rows_of(body(name), "comments", lambda view: wire.comment(view, {37: "en"}))

    assert len(comments) == len(body(name)["comments"])
    assert set_aside == []


@pytest.mark.parametrize("name", ok("/comment"))
def test_every_recorded_comment_is_read(name: str) -> None:
    view = body(name)["comment_view"]
    comment = wire.comment(view, {37: "en"})

    assert (comment.ap_id, comment.text, comment.removed) == (
        view["comment"]["ap_id"],
        view["comment"]["content"],
        view["comment"]["removed"],
    )


@pytest.mark.parametrize("name", ok("/post/list"))
def test_every_recorded_list_of_threads_is_read_with_its_counters(name: str) -> None:
    posts, set_aside = wire.rows_of(body(name), "posts", wire.post_count)

    assert posts
    assert set_aside == []
    assert [post.comments for post in posts] == [view["counts"]["comments"] for view in body(name)["posts"]]
    assert all(post.newest >= post.published for post in posts)


@pytest.mark.parametrize("name", ok("/site"))
def test_every_recorded_site_is_read(name: str) -> None:
    site = wire.site(body(name), server_time=None)

    assert (site.host, site.version) == ("lemmy.test", "0.19.20")
    assert (site.account is not None) == ("my_user" in body(name))


def test_the_moderator_moderates_and_the_user_does_not() -> None:
    moderator = wire.site(body("site-as-moderator"), server_time=None).account
    user = wire.site(body("site-as-user"), server_time=None).account
    assert moderator is not None
    assert user is not None

    assert moderator.moderates == {"http://lemmy.test/c/worldnews"}
    assert user.moderates == frozenset()


@pytest.mark.parametrize("name", ok("/comment/report/list"))
def test_every_recorded_report_is_read(name: str) -> None:
    reports, set_aside = wire.rows_of(body(name), "comment_reports", wire.report)

    assert len(reports) == len(body(name)["comment_reports"])
    assert set_aside == []


@pytest.mark.parametrize("name", ok("/modlog"))
def test_every_recorded_mod_log_is_read(name: str) -> None:
    lines, set_aside = wire.rows_of(body(name), "removed_comments", wire.modlog_line)

    assert len(lines) == len(body(name)["removed_comments"])
    assert set_aside == []


def test_the_no_op_restore_is_a_line_that_removed_nothing() -> None:
    (line,) = wire.rows_of(body("modlog-after-no-op-restore"), "removed_comments", wire.modlog_line)[0]

    assert (line.removed, line.reason, line.moderator) == (False, "Evenkeel note: edited after 3 replies", None)


def test_the_recorded_community_and_message_are_read() -> None:
    facts = wire.community_facts(body("community"))
    messages, _ = wire.rows_of(body("private-message-list"), "private_messages", wire.message)

    assert facts.community.name == "worldnews@lemmy.test"
    assert [person.name.partition("@")[0] for person in facts.moderators][:1] == ["lemmy"]
    assert wire.message(body("private-message-create")["private_message_view"]).text.startswith("Evenkeel has paused")
    assert messages is not None


ERRORS = {
    "login-wrong-password": "SignedOutError",
    "validate-auth-bad-token": "SignedOutError",
    "login-site-banned": "SignInError",
    "community-missing": "GoneError",
    "list-community-missing": "GoneError",
    "comment-missing": "GoneError",
    "comment-purged": "GoneError",
    "report-duplicate": "DuplicateError",
    "report-duplicate-after-resolve": "DuplicateError",
    "report-deleted-comment": "GoneError",
    "report-removed-comment": "GoneError",
    "report-as-community-banned": "NotAllowedError",
    "report-list-after-rights-withdrawn": "NotAllowedError",
    "comment-remove-higher-moderator": "NotAllowedError",
    "report-reason-with-slur": "RejectedError",
    "report-reason-1001": "RejectedError",
    "report-after-logout": "SignedOutError",
    "rate-limited-list": "RateLimitedError",
    "rate-limited-comment": "RateLimitedError",
    "list-limit-51": "RejectedError",
    "unknown-path": "GoneError",
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_recorded_refusal_has_its_error(name: str) -> None:
    response = RECORDINGS[name]["response"]
    code = response["body"].get("error", "") if isinstance(response["body"], dict) else ""

    assert type(error_of(response["status"], code, what="GET /x")).__name__ == ERRORS[name]


def test_a_row_that_lacks_a_field_is_set_aside_without_its_text() -> None:
    listing = json.loads(json.dumps(body("list-moderator-view")))
    listing["comments"][0]["comment"].pop("ap_id")
    listing["comments"][1]["comment"]["id"] = "seven, said the secret"
    listing["comments"][2] = None
    comments, set_aside = wire.rows_of(listing, "comments", lambda view: wire.comment(view, {}))

    assert len(comments) == len(listing["comments"]) - 3
    assert set_aside == ["ap_id is missing", "id is str", "row is missing"]


def test_what_no_database_takes_is_replaced() -> None:
    assert wire.text_of({"content": "a\x00b\ud800c\U0001f600"}, "content") == "a\ufffdb\ufffdc\U0001f600"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-23T04:02:05.870736Z", datetime(2026, 11, 23, 4, 2, 5, 870736, tzinfo=UTC)),
        ("2026-11-23T04:02:05.870Z", datetime(2026, 11, 23, 4, 2, 5, 870000, tzinfo=UTC)),
        ("2026-11-23T04:02:05Z", datetime(2026, 11, 23, 4, 2, 5, tzinfo=UTC)),
        ("2026-11-23T05:02:05+01:00", datetime(2026, 11, 23, 5, 2, 5, tzinfo=timezone(timedelta(hours=1)))),
        ("2026-11-23T04:02:05", datetime(2026, 11, 23, 4, 2, 5, tzinfo=UTC)),
    ],
)
def test_times_of_any_precision_are_read(written: str, meant: datetime) -> None:
    assert wire.time_of({"t": written}, "t") == meant


def test_the_parent_comes_from_the_path() -> None:
    assert (wire.parent_of("0.12"), wire.parent_of("0.12.34")) == (None, 12)
    with pytest.raises(RowError):
        wire.parent_of("0.x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_no_json_at_all_breaks_the_reader(junk: Any) -> None:
    try:
        wire.rows_of({"comments": [junk]}, "comments", lambda view: wire.comment(view, {}))
        wire.site(junk if isinstance(junk, dict) else {"site_view": junk}, server_time=None)
    except RowError:
        pass
