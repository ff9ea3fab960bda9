"""What each address answers: parameters checked as Lemmy checks them, then state, then JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import wire
from bot.sandbox.state import (
    BRANCH_ROWS,
    LAST_PAGE,
    MOST_ROWS,
    Comment,
    Community,
    Person,
    Post,
    RefusedError,
    Report,
    State,
)

Json = dict[str, Any]
_SORTS = ("Hot", "Top", "New", "Old", "Controversial")
_POST_SORTS = ("Active", "Hot", "New", "Old", "NewComments", "MostComments", "TopAll", "Scaled", "Controversial")
_LISTINGS = ("All", "Local", "Subscribed", "ModeratorView")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, taken apart."""

    viewer: Person | None
    token: str | None
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def me(self) -> Person:
        """The signed-in person; 401 for anybody else."""
        if self.viewer is None:
            raise RefusedError(401, "incorrect_login")
        return self.viewer

    def number(self, name: str, default: int | None = None) -> int | None:
        """A whole number of the query."""
        raw = self.query.get(name)
        if raw is None:
            return default
        try:
            return int(raw)
        except ValueError:
            raise RefusedError(400, "unknown", "Query deserialize error: invalid digit found in string") from None

    def flag(self, name: str) -> bool:
        """A boolean of the query: `true` or `false`, and nothing else."""
        raw = self.query.get(name, "false")
        if raw not in ("true", "false"):
            raise RefusedError(400, "unknown", "Query deserialize error: provided string was not `true` or `false`")
        return raw == "true"

    def choice(self, name: str, known: tuple[str, ...], default: str) -> str:
        """One of a closed list."""
        raw = self.query.get(name, default)
        if raw not in known:
            raise RefusedError(400, "unknown", f"Query deserialize error: unknown variant `{raw}`")
        return raw

    def field(self, name: str, kind: type) -> Any:
        """A field that the body must have."""
        value = self.body.get(name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise RefusedError(400, "unknown", f"Json deserialize error: missing field `{name}` at line 1 column 17")
        return value


Answer = Callable[[State, Asked], Json]


def _site(state: State, asked: Asked) -> Json:
    return wire.site(state, asked.viewer)


def _login(state: State, asked: Asked) -> Json:
    name, password = asked.field("username_or_email", str), asked.field("password", str)
    token = state.login(name, password, asked.body.get("totp_2fa_token"))
    return {"jwt": token, "registration_created": False, "verify_email_sent": False}


def _logout(state: State, asked: Asked) -> Json:
    state.tokens.pop(asked.token or "", None)
    return {"success": True}


def _validate_auth(_state: State, asked: Asked) -> Json:
    if asked.viewer is None:
        raise RefusedError(400, "not_logged_in")
    return {"success": True}


def _comment_list(state: State, asked: Asked) -> Json:
    page, limit = asked.number("page", 1) or 0, asked.number("limit", 10)
    asked.flag("saved_only")
    listing, sort = asked.choice("type_", _LISTINGS, "Local"), asked.choice("sort", _SORTS, "Hot")
    depth = asked.number("max_depth")
    rows = _scoped(state, asked, listing)
    if sort == "Old":
        rows.reverse()
    if asked.number("post_id") is not None or asked.number("parent_id") is not None:
        rows.sort(key=lambda c: not c.distinguished)
        if depth is not None:  # by branches, so that a long thread is cut off by place, not by age
            rows.sort(key=lambda c: c.path.split(".")[:-1])
    if depth is not None:
        return {"comments": [wire.comment_view(c, asked.viewer) for c in rows[:BRANCH_ROWS]]}
    limit = _page_size(page, limit, "couldnt_get_comments")
    return {"comments": [wire.comment_view(c, asked.viewer) for c in rows[(page - 1) * limit : page * limit]]}


def _page_size(page: int, limit: int | None, refusal: str) -> int:
    """Rows of a page; a size or a page that Lemmy does not give is refused."""
    if limit is None or not 1 <= limit <= MOST_ROWS or not 1 <= page <= LAST_PAGE:
        raise RefusedError(400, refusal)
    return limit


def _scoped(state: State, asked: Asked, listing: str) -> list[Comment]:
    """Rows that the listing is about. A community overrides the listing type."""
    rows = state.newest()
    post_id, parent_id = asked.number("post_id"), asked.number("parent_id")
    name, number = asked.query.get("community_name"), asked.number("community_id")
    if parent_id is not None:
        rows = [c for c in rows if str(parent_id) in c.path.split(".")[1:]]
    if post_id is not None:
        rows = [c for c in rows if c.post.id == post_id]
    if name is not None or number is not None:
        place = _community_by(state, name, number)
        if place is None:
            raise RefusedError(404, "unknown", "Record not found")
        return [c for c in rows if c.post.community is place]
    if listing == "ModeratorView":
        viewer = asked.viewer
        return [c for c in rows if viewer is not None and viewer in c.post.community.moderators]
    return rows


def _community_by(state: State, name: str | None, number: int | None) -> Community | None:
    if number is not None:
        return state.communities.get(number)
    bare = (name or "").partition("@")
    if bare[2] not in ("", _domain_of(state.host)):
        return None
    return next((c for c in state.communities.values() if c.name == bare[0]), None)


def _post_list(state: State, asked: Asked) -> Json:
    page, limit = asked.number("page", 1) or 0, asked.number("limit", 10)
    listing, _ = asked.choice("type_", _LISTINGS, "Local"), asked.choice("sort", _POST_SORTS, "Active")
    limit = _page_size(page, limit, "couldnt_get_posts")
    name, viewer = asked.query.get("community_name"), asked.viewer
    place = _community_by(state, name, None) if name is not None else None
    if name is not None and place is None:
        raise RefusedError(404, "unknown", "Record not found")
    threads = [
        post
        for post in state.posts.values()
        if (place is None or post.community is place)
        and (name is not None or listing != "ModeratorView" or viewer in post.community.moderators)
    ]
    threads.sort(key=state.newest_comment_time, reverse=True)
    shown = threads[(page - 1) * limit : page * limit]
    return {"posts": [wire.post_view(state, post, viewer) for post in shown], "next_page": f"P{page:x}"}


def _comment(state: State, asked: Asked) -> Json:
    return _comment_answer(_comment_at(state, asked.number("id")), asked.viewer)


def _comment_at(state: State, number: int | None) -> Comment:
    found = state.comments.get(number or 0)
    if found is None:
        raise RefusedError(400, "couldnt_find_comment")
    return found


def _comment_answer(comment: Comment, viewer: Person | None) -> Json:
    return {"comment_view": wire.comment_view(comment, viewer), "recipient_ids": []}


def _create_comment(state: State, asked: Asked) -> Json:
    me = asked.me()
    post = state.posts.get(asked.field("post_id", int))
    if post is None:
        raise RefusedError(400, "couldnt_find_post")
    parent = state.comments.get(asked.body.get("parent_id") or 0)  # an unknown parent is silently ignored
    made = state.say(me, post, asked.field("content", str), parent, asked.body.get("language_id") or 0)
    return _comment_answer(made, me)


def _edit_comment(state: State, asked: Asked) -> Json:
    me, comment = asked.me(), _comment_at(state, asked.field("comment_id", int))
    state.edit(me, comment, asked.body.get("content"), asked.body.get("language_id"))
    return _comment_answer(comment, me)


def _delete_comment(state: State, asked: Asked) -> Json:
    me, comment = asked.me(), _comment_at(state, asked.field("comment_id", int))
    state.delete(me, comment, deleted=asked.field("deleted", bool))
    return _comment_answer(comment, me)


def _remove_comment(state: State, asked: Asked) -> Json:
    me, comment = asked.me(), _comment_at(state, asked.field("comment_id", int))
    state.remove(me, comment, removed=asked.field("removed", bool), reason=asked.body.get("reason"))
    return _comment_answer(comment, me)


def _report(state: State, asked: Asked) -> Json:
    number, reason = asked.field("comment_id", int), asked.field("reason", str)
    me = asked.me()
    filed = state.report(me, _comment_at(state, number), reason)
    return {"comment_report_view": wire.report_view(filed)}


def _report_list(state: State, asked: Asked) -> Json:
    me = asked.me()
    if not state.moderates_any(me):
        raise RefusedError(400, "not_a_mod_or_admin")
    page, limit = asked.number("page", 1) or 0, asked.number("limit", 10) or 0
    if not 1 <= limit <= MOST_ROWS or page < 1:
        raise RefusedError(400, "couldnt_get_comment_reports")
    only_open = asked.flag("unresolved_only")
    number, place = asked.number("comment_id"), asked.number("community_id")
    rows = [
        report
        for report in state.reports.values()
        if state.may_moderate(me, report.comment.post.community)
        and (number is None or report.comment.id == number)
        and (place is None or report.comment.post.community.id == place)
        and not (only_open and report.resolved)
    ]
    rows.sort(key=lambda report: report.id, reverse=not only_open)
    return {"comment_reports": [wire.report_view(report) for report in rows[(page - 1) * limit : page * limit]]}


def _report_count(state: State, asked: Asked) -> Json:
    me = asked.me()
    waiting = [r for r in state.reports.values() if not r.resolved and state.may_moderate(me, r.comment.post.community)]
    return {"comment_reports": len(waiting), "post_reports": 0}


def _resolve(state: State, asked: Asked) -> Json:
    me = asked.me()
    filed: Report | None = state.reports.get(asked.field("report_id", int))
    if filed is None:
        raise RefusedError(400, "couldnt_find_comment_report")
    state.resolve(me, filed, resolved=asked.field("resolved", bool))
    return {"comment_report_view": wire.report_view(filed)}


def _modlog(state: State, asked: Asked) -> Json:
    page, limit = asked.number("page", 1) or 1, asked.number("limit", 10) or 10
    place, number = asked.number("community_id"), asked.number("comment_id")
    lines = [
        line
        for line in reversed(state.removals)
        if (place is None or line.comment.post.community.id == place) and (number is None or line.comment.id == number)
    ]
    named = asked.viewer is not None and state.moderates_any(asked.viewer)
    return wire.modlog(lines[(page - 1) * limit : page * limit], named=named)


def _domain_of(host: str) -> str:
    """What Lemmy keeps of a server's name: a name with a port is found nowhere."""
    return urlsplit(f"//{host}").hostname or host


def _community(state: State, asked: Asked) -> Json:
    place = _community_by(state, asked.query.get("name"), asked.number("id"))
    if place is None:
        raise RefusedError(404, "couldnt_find_community")
    return wire.community_view(state, place, asked.viewer)


def _user(state: State, asked: Asked) -> Json:
    name, _, host = asked.query.get("username", "").partition("@")
    number = asked.number("person_id")
    found = next(
        (
            who
            for who in state.people.values()
            if who.id == number or (who.name.lower() == name.lower() and _at_home(who, host, _domain_of(state.host)))
        ),
        None,
    )
    if found is None:
        raise RefusedError(400, "couldnt_find_person")
    page = asked.number("page", 1) or 0
    limit = _page_size(page, asked.number("limit", 10), "couldnt_get_comments")
    place = asked.number("community_id")
    written = [
        comment for comment in state.newest() if comment.creator is found and place in (None, comment.post.community.id)
    ]
    return {
        "person_view": wire.person_view(found),
        "site": wire.small_site(state),
        "comments": [wire.comment_view(one, asked.viewer) for one in written[(page - 1) * limit : page * limit]],
        "posts": [],
        "moderates": [],
    }


def _at_home(who: Person, host: str, own: str) -> bool:
    return who.local if host in ("", own) else f"//{host}/" in who.actor_id


def _send_message(state: State, asked: Asked) -> Json:
    me = asked.me()
    recipient = state.people.get(asked.field("recipient_id", int))
    if recipient is None:
        raise RefusedError(400, "couldnt_find_person")
    return {"private_message_view": wire.message_view(state.send(me, recipient, asked.field("content", str)))}


def _message_list(state: State, asked: Asked) -> Json:
    me = asked.me()
    asked.flag("unread_only")
    page, limit = asked.number("page", 1) or 1, asked.number("limit", 10) or 10
    mine = [m for m in reversed(state.messages) if me in (m.creator, m.recipient)]
    return {"private_messages": [wire.message_view(m) for m in mine[(page - 1) * limit : page * limit]]}


def _create_post(state: State, asked: Asked) -> Json:
    me = asked.me()
    place = state.communities.get(asked.field("community_id", int))
    if place is None:
        raise RefusedError(404, "couldnt_find_community")
    return {
        "post_view": wire.post_view(state, state.post(me, place, asked.field("name", str), asked.body.get("body")), me)
    }


def _post_at(state: State, asked: Asked) -> tuple[Person, Post]:
    me = asked.me()
    found = state.posts.get(asked.field("post_id", int))
    if found is None:
        raise RefusedError(400, "couldnt_find_post")
    if not state.may_moderate(me, found.community):
        raise RefusedError(400, "not_a_mod_or_admin")
    return me, found


def _lock(state: State, asked: Asked) -> Json:
    me, found = _post_at(state, asked)
    found.locked = asked.field("locked", bool)
    return {"post_view": wire.post_view(state, found, me)}


def _remove_post(state: State, asked: Asked) -> Json:
    me, found = _post_at(state, asked)
    found.removed = asked.field("removed", bool)
    return {"post_view": wire.post_view(state, found, me)}


def _ban_here(state: State, asked: Asked) -> Json:
    me, place, who = asked.me(), *_place_and_person(state, asked)
    if not state.may_moderate(me, place):
        raise RefusedError(400, "not_a_mod_or_admin")
    banned = asked.field("ban", bool)
    (place.banned.add if banned else place.banned.discard)(who.id)
    return {"person_view": wire.person_view(who), "banned": banned}


def _moderator(state: State, asked: Asked) -> Json:
    me, place, who = asked.me(), *_place_and_person(state, asked)
    if not state.may_moderate(me, place):
        raise RefusedError(400, "not_a_mod_or_admin")
    if asked.field("added", bool):
        place.moderators.append(who)
    else:
        place.moderators.remove(who)
    return {"moderators": wire.moderators(place)}


def _place_and_person(state: State, asked: Asked) -> tuple[Community, Person]:
    place = state.communities.get(asked.field("community_id", int))
    who = state.people.get(asked.field("person_id", int))
    if place is None or who is None:
        raise RefusedError(404, "unknown", "Record not found")
    return place, who


def _ban_site(state: State, asked: Asked) -> Json:
    who = state.people.get(asked.field("person_id", int))
    if who is None or not asked.me().admin:
        raise RefusedError(400, "not_an_admin")
    who.banned = asked.field("ban", bool)
    return {"person_view": wire.person_view(who), "banned": who.banned}


def _purge(state: State, asked: Asked) -> Json:
    if not asked.me().admin:
        raise RefusedError(400, "not_an_admin")
    state.purge(_comment_at(state, asked.field("comment_id", int)))
    return {"success": True}


ROUTES: dict[tuple[str, str], Answer] = {
    ("GET", "/site"): _site,
    ("POST", "/user/login"): _login,
    ("POST", "/user/logout"): _logout,
    ("GET", "/user/validate_auth"): _validate_auth,
    ("GET", "/comment/list"): _comment_list,
    ("GET", "/post/list"): _post_list,
    ("GET", "/comment"): _comment,
    ("POST", "/comment"): _create_comment,
    ("PUT", "/comment"): _edit_comment,
    ("POST", "/comment/delete"): _delete_comment,
    ("POST", "/comment/remove"): _remove_comment,
    ("POST", "/comment/report"): _report,
    ("GET", "/comment/report/list"): _report_list,
    ("PUT", "/comment/report/resolve"): _resolve,
    ("GET", "/user/report_count"): _report_count,
    ("GET", "/modlog"): _modlog,
    ("GET", "/community"): _community,
    ("GET", "/user"): _user,
    ("POST", "/private_message"): _send_message,
    ("GET", "/private_message/list"): _message_list,
    ("POST", "/post"): _create_post,
    ("POST", "/post/lock"): _lock,
    ("POST", "/post/remove"): _remove_post,
    ("POST", "/community/ban_user"): _ban_here,
    ("POST", "/community/mod"): _moderator,
    ("POST", "/user/ban"): _ban_site,
    ("POST", "/admin/purge/comment"): _purge,
}
BUCKETS = {("POST", "/user/login"): "register", ("POST", "/comment"): "comment"}
"""Rate limits other than `message`, which holds for everything else."""


def server_date(now: datetime) -> str:
    """The `Date` header."""
    return now.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
