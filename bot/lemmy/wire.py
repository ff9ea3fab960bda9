"""JSON of API v3 <-> values. Pure; tested against every recording that it reads.

NUL and lone surrogates become U+FFFD here, before anything is hashed or stored. A row that lacks what we need raises
RowError, so that its page can set it aside; its message names fields, never content.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.comments import (
    Account,
    ActorId,
    ApId,
    Comment,
    Community,
    CommunityFacts,
    LocalId,
    Message,
    ModlogLine,
    OpenReport,
    Person,
    Post,
    PostCount,
    Site,
)

Json = Mapping[str, Any]
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class RowError(ValueError):
    """A row lacks a field, or has one of another type."""


def text_of(row: Json, name: str, default: str | None = None) -> str:
    """A string field, fit for hash and store."""
    value = row.get(name, default)
    if not isinstance(value, str):
        raise RowError(f"{name} is {'missing' if value is None else type(value).__name__}")
    return _UNSTORABLE.sub("\ufffd", value)


def number_of(row: Json, name: str, default: int | None = None) -> int:
    """A whole number; a boolean is none."""
    value = row.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise RowError(f"{name} is {'missing' if value is None else type(value).__name__}")
    return value


def flag_of(row: Json, name: str) -> bool:
    """A boolean that is false where the server leaves it out."""
    return row.get(name) is True


def part_of(row: Json, name: str) -> Json:
    """An object within an object."""
    value = row.get(name)
    if not isinstance(value, Mapping):
        raise RowError(f"{name} is {'missing' if value is None else type(value).__name__}")
    return value


def time_of(row: Json, name: str) -> datetime:
    """RFC 3339 with any number of digits after the second; one without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(text_of(row, name))
    except ValueError as error:
        raise RowError(f"{name} is no time") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def optional_time(row: Json, name: str) -> datetime | None:
    """None where the server leaves it out."""
    return None if row.get(name) is None else time_of(row, name)


def full_name(name: str, actor_id: str) -> str:
    """`name@host`."""
    return f"{name}@{urlsplit(actor_id).netloc}"


def person(row: Json) -> Person:
    """Somebody with an account."""
    actor_id = text_of(row, "actor_id")
    return Person(
        actor_id=ActorId(actor_id),
        local_id=LocalId(number_of(row, "id")),
        name=full_name(text_of(row, "name"), actor_id),
        local=flag_of(row, "local"),
        bot_account=flag_of(row, "bot_account"),
        banned=flag_of(row, "banned"),
        deleted=flag_of(row, "deleted"),
    )


def community(row: Json) -> Community:
    """A place with moderators of its own."""
    actor_id = text_of(row, "actor_id")
    return Community(
        actor_id=ActorId(actor_id),
        local_id=LocalId(number_of(row, "id")),
        name=full_name(text_of(row, "name"), actor_id),
        title=text_of(row, "title", ""),
        local=flag_of(row, "local"),
    )


def post(row: Json) -> Post:
    """What a thread hangs from."""
    return Post(
        ap_id=ApId(text_of(row, "ap_id")),
        local_id=LocalId(number_of(row, "id")),
        title=text_of(row, "name"),
        removed=flag_of(row, "removed"),
        deleted=flag_of(row, "deleted"),
        locked=flag_of(row, "locked"),
    )


def post_count(view: Json) -> PostCount:
    """A `PostView`: how many comments the server counts, and when the newest was published."""
    row, counts = part_of(view, "post"), part_of(view, "counts")
    return PostCount(
        post=LocalId(number_of(row, "id")),
        ap_id=ApId(text_of(row, "ap_id")),
        community=ActorId(text_of(part_of(view, "community"), "actor_id")),
        comments=number_of(counts, "comments"),
        newest=time_of(counts, "newest_comment_time"),
        published=time_of(row, "published"),
    )


def comment(view: Json, languages: Mapping[int, str]) -> Comment:
    """A `CommentView`. Blanked text stays blank: `removed` and `deleted` tell why."""
    row = part_of(view, "comment")
    counts = view.get("counts")
    return Comment(
        ap_id=ApId(text_of(row, "ap_id")),
        local_id=LocalId(number_of(row, "id")),
        parent_local_id=parent_of(text_of(row, "path")),
        community=community(part_of(view, "community")),
        post=post(part_of(view, "post")),
        author=person(part_of(view, "creator")),
        text=text_of(row, "content"),
        published=time_of(row, "published"),
        updated=optional_time(row, "updated"),
        removed=flag_of(row, "removed"),
        deleted=flag_of(row, "deleted"),
        distinguished=flag_of(row, "distinguished"),
        local=flag_of(row, "local"),
        language=languages.get(number_of(row, "language_id", 0), ""),
        replies=number_of(counts, "child_count", 0) if isinstance(counts, Mapping) else 0,
        author_is_moderator=flag_of(view, "creator_is_moderator"),
        author_is_admin=flag_of(view, "creator_is_admin"),
        author_banned_here=flag_of(view, "creator_banned_from_community"),
    )


def parent_of(path: str) -> LocalId | None:
    """`0.12.34` is a reply to 12; `0.12` answers the post."""
    parts = path.split(".")
    if not all(part.isdigit() for part in parts):
        raise RowError("path is no path")
    return LocalId(int(parts[-2])) if len(parts) > 2 else None


def rows_of(answer: Json, name: str, read: Callable[[Json], Any]) -> tuple[list[Any], list[str]]:
    """Every row of a list that can be read, and why others cannot."""
    listed = answer.get(name)
    if not isinstance(listed, list):
        raise RowError(f"{name} is no list")
    read_rows, set_aside = [], []
    for row in listed:
        try:
            read_rows.append(read(part_of({"row": row}, "row")))
        except RowError as error:
            set_aside.append(str(error))
    return read_rows, set_aside


def site(answer: Json, *, server_time: datetime | None) -> Site:
    """`GET /site`. Without `my_user` the server took us for a stranger."""
    address = text_of(part_of(part_of(answer, "site_view"), "site"), "actor_id")
    my_user = answer.get("my_user")
    admins, _ = rows_of(answer, "admins", lambda row: person(part_of(row, "person")).actor_id)
    return Site(
        host=urlsplit(address).netloc,
        version=text_of(answer, "version"),
        account=account(my_user) if isinstance(my_user, Mapping) else None,
        admins=frozenset(admins),
        languages=languages_of(answer),
        server_time=server_time,
    )


def account(my_user: Json) -> Account:
    """Who we are, and what we moderate."""
    view = part_of(my_user, "local_user_view")
    local_user = part_of(view, "local_user")
    moderates, _ = rows_of(my_user, "moderates", lambda row: community(part_of(row, "community")).actor_id)
    languages = my_user.get("discussion_languages")
    blocks = ("community_blocks", "instance_blocks", "person_blocks")
    return Account(
        person=person(part_of(view, "person")),
        moderates=frozenset(moderates),
        languages=frozenset(languages) if isinstance(languages, list) else frozenset(),
        admin=flag_of(local_user, "admin"),
        shows_bots=flag_of(local_user, "show_bot_accounts"),
        blocks=sum(len(my_user[name]) for name in blocks if isinstance(my_user.get(name), list)),
    )


def languages_of(answer: Json) -> dict[int, str]:
    """Language ids of this server; undetermined (0) is left out."""
    listed, _ = rows_of(answer, "all_languages", lambda row: (number_of(row, "id"), text_of(row, "code")))
    return {number: code for number, code in listed if number != 0}


def community_facts(answer: Json) -> CommunityFacts:
    """`GET /community`."""
    view = part_of(answer, "community_view")
    row = part_of(view, "community")
    moderators, _ = rows_of(answer, "moderators", lambda m: person(part_of(m, "moderator")))
    return CommunityFacts(
        community=community(row),
        moderators=tuple(moderators),
        removed_or_deleted=flag_of(row, "removed") or flag_of(row, "deleted"),
    )


def report(view: Json) -> OpenReport:
    """A `CommentReportView`."""
    row = part_of(view, "comment_report")
    resolver = view.get("resolver")
    return OpenReport(
        report_id=LocalId(number_of(row, "id")),
        comment_ap_id=ApId(text_of(part_of(view, "comment"), "ap_id")),
        comment_local_id=LocalId(number_of(row, "comment_id")),
        community=ActorId(text_of(part_of(view, "community"), "actor_id")),
        reporter=ActorId(text_of(part_of(view, "creator"), "actor_id")),
        reason=text_of(row, "reason"),
        resolved=flag_of(row, "resolved"),
        resolver=ActorId(text_of(resolver, "actor_id")) if isinstance(resolver, Mapping) else None,
        published=time_of(row, "published"),
        updated=optional_time(row, "updated"),
    )


def modlog_line(row: Json) -> ModlogLine:
    """One of the mod log's `removed_comments`; `removed: false` is a restore."""
    act = part_of(row, "mod_remove_comment")
    moderator = row.get("moderator")
    return ModlogLine(
        line_id=LocalId(number_of(act, "id")),
        comment_ap_id=ApId(text_of(part_of(row, "comment"), "ap_id")),
        community=ActorId(text_of(part_of(row, "community"), "actor_id")),
        moderator=ActorId(text_of(moderator, "actor_id")) if isinstance(moderator, Mapping) else None,
        removed=flag_of(act, "removed"),
        reason=text_of(act, "reason", ""),
        at=time_of(act, "when_"),
    )


def message(view: Json) -> Message:
    """A `PrivateMessageView`."""
    row = part_of(view, "private_message")
    return Message(
        local_id=LocalId(number_of(row, "id")),
        sender=ActorId(text_of(part_of(view, "creator"), "actor_id")),
        recipient=ActorId(text_of(part_of(view, "recipient"), "actor_id")),
        text=text_of(row, "content"),
        published=time_of(row, "published"),
    )
