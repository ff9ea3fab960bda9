"""State to the JSON of API v3, field by field as recorded. Fields that are null are left out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.state import Comment, Community, Message, Person, Post, Removal, Report, State

Json = dict[str, Any]

_LANGUAGES = ("und", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru")
_LANGUAGE_IDS = {"und": 0, "de": 32, "en": 37, "es": 39, "fr": 47, "it": 68, "nl": 119, "pl": 128, "pt": 131, "ru": 140}
_EMPTY_MODLOG = (
    "removed_posts locked_posts featured_posts removed_comments removed_communities banned_from_community banned"
    " added_to_community transferred_to_community added admin_purged_persons admin_purged_communities"
    " admin_purged_posts admin_purged_comments hidden_communities"
).split()


def when(moment: datetime) -> str:
    """As chrono writes it: six digits after the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def person(who: Person) -> Json:
    """`Person`."""
    return {
        "id": who.id,
        "name": who.name,
        "banned": who.banned,
        "published": when(who.published),
        "actor_id": who.actor_id,
        "local": who.local,
        "deleted": False,
        "bot_account": who.bot_account,
        "instance_id": 1 if who.local else 2,
    }


def community(place: Community) -> Json:
    """`Community`."""
    return {
        "id": place.id,
        "name": place.name,
        "title": place.title,
        "removed": False,
        "published": when(place.published),
        "deleted": False,
        "nsfw": False,
        "actor_id": place.actor_id,
        "local": True,
        "hidden": False,
        "posting_restricted_to_mods": False,
        "instance_id": 1,
        "visibility": "Public",
    }


def post(thread: Post) -> Json:
    """`Post`."""
    found = {
        "id": thread.id,
        "name": thread.name,
        "creator_id": thread.creator.id,
        "community_id": thread.community.id,
        "removed": thread.removed,
        "locked": thread.locked,
        "published": when(thread.published),
        "deleted": thread.deleted,
        "nsfw": False,
        "ap_id": thread.ap_id,
        "local": True,
        "language_id": thread.language_id,
        "featured_community": False,
        "featured_local": False,
    }
    return found if thread.body is None else found | {"body": thread.body}


def comment(written: Comment, viewer: Person | None, *, whole: bool = False) -> Json:
    """`Comment`; the text of a removed or deleted one is for admins only, unless ``whole``."""
    hidden = (written.removed or written.deleted) and not whole and not (viewer is not None and viewer.admin)
    found = {
        "id": written.id,
        "creator_id": written.creator.id,
        "post_id": written.post.id,
        "content": "" if hidden else written.text,
        "removed": written.removed,
        "published": when(written.published),
        "deleted": written.deleted,
        "ap_id": written.ap_id,
        "local": written.local,
        "path": written.path,
        "distinguished": written.distinguished,
        "language_id": written.language_id,
    }
    return found if written.updated is None else found | {"updated": when(written.updated)}


def counts(written: Comment) -> Json:
    """`CommentAggregates`."""
    return {
        "comment_id": written.id,
        "score": 1,
        "upvotes": 1,
        "downvotes": 0,
        "published": when(written.published),
        "child_count": written.children,
    }


def comment_view(written: Comment, viewer: Person | None) -> Json:
    """`CommentView`."""
    place = written.post.community
    found = {
        "comment": comment(written, viewer),
        "creator": person(written.creator),
        "post": post(written.post),
        "community": community(place),
        "counts": counts(written),
        "creator_banned_from_community": written.creator.id in place.banned,
        "banned_from_community": viewer is not None and viewer.id in place.banned,
        "creator_is_moderator": written.creator in place.moderators,
        "creator_is_admin": written.creator.admin,
        "subscribed": "NotSubscribed",
        "saved": False,
        "creator_blocked": False,
    }
    return found | {"my_vote": 1} if viewer is written.creator else found


def report_view(filed: Report) -> Json:
    """`CommentReportView`; its comment is not blanked."""
    place = filed.comment.post.community
    report = {
        "id": filed.id,
        "creator_id": filed.creator.id,
        "comment_id": filed.comment.id,
        "original_comment_text": filed.original_text,
        "reason": filed.reason,
        "resolved": filed.resolved,
        "published": when(filed.published),
    }
    if filed.resolver is not None:
        report["resolver_id"] = filed.resolver.id
    if filed.updated is not None:
        report["updated"] = when(filed.updated)
    found = {
        "comment_report": report,
        "comment": comment(filed.comment, None, whole=True),
        "post": post(filed.comment.post),
        "community": community(place),
        "creator": person(filed.creator),
        "comment_creator": person(filed.comment.creator),
        "counts": counts(filed.comment),
        "creator_banned_from_community": filed.comment.creator.id in place.banned,
        "creator_is_moderator": filed.comment.creator in place.moderators,
        "creator_is_admin": filed.comment.creator.admin,
        "creator_blocked": False,
        "subscribed": "NotSubscribed",
        "saved": False,
    }
    return found if filed.resolver is None else found | {"resolver": person(filed.resolver)}


def modlog(lines: Iterable[Removal], *, named: bool) -> Json:
    """`GetModlogResponse`; moderators are named to those who moderate something."""
    return {name: [] for name in _EMPTY_MODLOG} | {"removed_comments": [removal(line, named=named) for line in lines]}


def removal(line: Removal, *, named: bool) -> Json:
    """`ModRemoveCommentView`; carries the whole text, to anyone."""
    act = {
        "id": line.id,
        "mod_person_id": line.moderator.id,
        "comment_id": line.comment.id,
        "removed": line.removed,
        "when_": when(line.at),
    }
    found = {
        "mod_remove_comment": act if line.reason is None else act | {"reason": line.reason},
        "comment": comment(line.comment, None, whole=True),
        "commenter": person(line.comment.creator),
        "post": post(line.comment.post),
        "community": community(line.comment.post.community),
    }
    return found | {"moderator": person(line.moderator)} if named else found


def post_view(state: State, thread: Post, viewer: Person | None) -> Json:
    """`PostView`."""
    found = {
        "post": post(thread),
        "creator": person(thread.creator),
        "community": community(thread.community),
        "creator_banned_from_community": thread.creator.id in thread.community.banned,
        "banned_from_community": viewer is not None and viewer.id in thread.community.banned,
        "creator_is_moderator": thread.creator in thread.community.moderators,
        "creator_is_admin": thread.creator.admin,
        "counts": {
            "post_id": thread.id,
            "comments": state.visible_comments(thread),
            "score": 1,
            "upvotes": 1,
            "downvotes": 0,
            "published": when(thread.published),
            "newest_comment_time": when(state.newest_comment_time(thread)),
        },
        "subscribed": "NotSubscribed",
        "saved": False,
        "read": viewer is thread.creator,
        "hidden": False,
        "creator_blocked": False,
        "unread_comments": 0,
    }
    return found | {"my_vote": 1} if viewer is thread.creator else found


def message_view(sent: Message) -> Json:
    """`PrivateMessageView`."""
    return {
        "private_message": {
            "id": sent.id,
            "creator_id": sent.creator.id,
            "recipient_id": sent.recipient.id,
            "content": sent.text,
            "deleted": False,
            "read": False,
            "published": when(sent.published),
            "ap_id": f"{sent.creator.actor_id.split('/u/')[0]}/private_message/{sent.id}",
            "local": True,
            "removed": False,
        },
        "creator": person(sent.creator),
        "recipient": person(sent.recipient),
    }


def person_view(who: Person) -> Json:
    """`PersonView`."""
    return {
        "person": person(who),
        "counts": {"person_id": who.id, "post_count": 0, "comment_count": 0},
        "is_admin": who.admin,
    }


def moderators(place: Community) -> list[Json]:
    """`CommunityModeratorView`s in order of appointment."""
    return [{"community": community(place), "moderator": person(who)} for who in place.moderators]


def small_site(state: State) -> Json:
    """`Site`."""
    return {
        "id": 1,
        "name": "Sandbox",
        "published": when(state.founded),
        "actor_id": f"http://{state.host}/",
        "last_refreshed_at": when(state.founded),
        "inbox_url": f"http://{state.host}/inbox",
        "public_key": "none: the sandbox does not federate",
        "instance_id": 1,
    }


def community_view(state: State, place: Community, viewer: Person | None) -> Json:
    """`GetCommunityResponse`."""
    mine = [c for c in state.comments.values() if c.post.community is place]
    numbers = dict.fromkeys(
        ("subscribers", "posts", "users_active_day", "users_active_week", "users_active_month"), len(state.people)
    )
    return {
        "community_view": {
            "community": community(place),
            "subscribed": "NotSubscribed",
            "blocked": False,
            "counts": {
                "community_id": place.id,
                "comments": len(mine),
                "published": when(place.published),
                "users_active_half_year": len(state.people),
                "subscribers_local": len(state.people),
                **numbers,
            },
            "banned_from_community": viewer is not None and viewer.id in place.banned,
        },
        "site": small_site(state),
        "moderators": moderators(place),
        "discussion_languages": [],
    }


def site(state: State, viewer: Person | None) -> Json:
    """`GetSiteResponse`; without a viewer there is no `my_user`."""
    found = {
        "site_view": {
            "site": small_site(state),
            "local_site": _local_site(state),
            "local_site_rate_limit": _rate_limit(state),
            "counts": dict.fromkeys(
                "site_id users posts comments communities users_active_day users_active_week users_active_month"
                " users_active_half_year".split(),
                1,
            ),
        },
        "admins": [person_view(who) for who in state.people.values() if who.admin],
        "version": state.version,
        "all_languages": [{"id": _LANGUAGE_IDS[code], "code": code, "name": code} for code in _LANGUAGES],
        "discussion_languages": list(_LANGUAGE_IDS.values()),
        "taglines": [],
        "custom_emojis": [],
        "blocked_urls": [],
    }
    return found if viewer is None else found | {"my_user": _my_user(state, viewer)}


def _local_site(state: State) -> Json:
    flags = (
        "site_setup enable_downvotes enable_nsfw community_creation_admin_only require_email_verification"
        " private_instance hide_modlog_mod_names application_email_admins federation_enabled captcha_enabled"
        " reports_email_admins federation_signed_fetch"
    ).split()
    on = ("site_setup", "enable_downvotes", "enable_nsfw", "hide_modlog_mod_names")
    return {name: name in on for name in flags} | {
        "id": 1,
        "site_id": 1,
        "application_question": "none",
        "default_theme": "browser",
        "default_post_listing_type": "Local",
        "actor_name_max_length": 20,
        "captcha_difficulty": "medium",
        "published": when(state.founded),
        "registration_mode": "Open",
        "default_post_listing_mode": "List",
        "default_sort_type": "Active",
    }


def _rate_limit(state: State) -> Json:
    names = ("message", "post", "register", "image", "comment", "search", "import_user_settings")
    sizes = {name: state.buckets[name].size if name in state.buckets else 9999 for name in names}
    seconds = {f"{name}_per_second": state.buckets[name].seconds if name in state.buckets else 60 for name in names}
    return {"local_site_id": 1, "published": when(state.founded), **sizes, **seconds}


def _my_user(state: State, viewer: Person) -> Json:
    flags = (
        "show_nsfw show_avatars send_notifications_to_email show_scores show_bot_accounts show_read_posts"
        " email_verified accepted_application open_links_in_new_tab blur_nsfw auto_expand infinite_scroll_enabled"
        " totp_2fa_enabled enable_keyboard_navigation enable_animated_images collapse_bot_comments"
    ).split()
    on = ("show_avatars", "show_scores", "show_bot_accounts", "show_read_posts", "accepted_application")
    local_user = {name: name in on for name in flags} | {
        "id": viewer.id,
        "person_id": viewer.id,
        "theme": "browser",
        "default_sort_type": "Active",
        "default_listing_type": "Local",
        "interface_language": "browser",
        "admin": viewer.admin,
        "post_listing_mode": "List",
        "last_donation_notification": when(state.founded),
    }
    votes = {"local_user_id": viewer.id, "score": False, "upvotes": True, "downvotes": True, "upvote_percentage": False}
    return {
        "local_user_view": {
            "local_user": local_user,
            "local_user_vote_display_mode": votes,
            "person": person(viewer),
            "counts": {"person_id": viewer.id, "post_count": 0, "comment_count": 0},
        },
        "follows": [],
        "moderates": [
            {"community": community(place), "moderator": person(viewer)}
            for place in state.communities.values()
            if viewer in place.moderators
        ],
        "community_blocks": [],
        "instance_blocks": [],
        "person_blocks": [],
        "discussion_languages": viewer.languages,
    }
