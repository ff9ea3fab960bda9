"""What a Lemmy server holds: frozen values.

Identity is the global address; a local id is only an address on one site.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

ApId = NewType("ApId", str)
"""Global address of a comment or post (`ap_id` on the wire)."""
ActorId = NewType("ActorId", str)
"""Global address of a person or community (`actor_id` on the wire)."""
LocalId = NewType("LocalId", int)
"""Row number on one site, given in order of arrival there; meaningless on any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. ``bot_account`` is a box that anyone can tick: it exempts nobody."""

    actor_id: ActorId
    local_id: LocalId
    name: str
    """`name@host`."""
    local: bool = True
    bot_account: bool = False
    banned: bool = False
    """Banned from the whole site that we read."""
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A place with moderators of its own."""

    actor_id: ActorId
    local_id: LocalId
    name: str
    """`name@host`."""
    title: str = ""
    local: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a thread hangs from."""

    ap_id: ApId
    local_id: LocalId
    title: str
    removed: bool = False
    deleted: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment as one answer of the server showed it.

    Times are aware UTC; for people of other servers they come from that server's clock.
    """

    ap_id: ApId
    local_id: LocalId
    parent_local_id: LocalId | None
    community: Community
    post: Post
    author: Person
    text: str
    """Markdown as stored; "" when removed or deleted (Lemmy blanks it for moderators)."""
    published: datetime
    updated: datetime | None = None
    """A hint that it was edited, never proof: it moves without an edit and an edit may leave it as it was."""
    removed: bool = False
    deleted: bool = False
    distinguished: bool = False
    local: bool = True
    language: str = ""
    """Language code that the author's client declared; "" when undetermined."""
    replies: int = 0
    author_is_moderator: bool = False
    """Moderates this comment's community."""
    author_is_admin: bool = False
    """Is an admin of the site that we read."""
    author_banned_here: bool = False
    """Banned from this community."""

    @property
    def readable(self) -> bool:
        """Whether its text can be read, and so judged."""
        return not (self.removed or self.deleted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of a comment, and since when it stood, as far as we can know."""

    at: datetime
    text: str
    n: int = 0
    """Its number in our records, from 1; 0 where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to a comment, in its newest text."""

    at: datetime
    author: str
    """Whatever tells people apart; the same form as the comment's author."""
    text: str


class Scope(StrEnum):
    """What one listing shows."""

    MODERATED = "moderated"
    """Every community that the account moderates, free of language, block and hidden filters."""
    COMMUNITY = "community"
    """One community by name, as an ordinary reader sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedKey:
    """One listing that is followed: all moderated communities at once, or one community by name."""

    scope: Scope
    community: str = ""
    """`name@host` for COMMUNITY, "" for MODERATED."""

    def __str__(self) -> str:
        return f"{self.scope}:{self.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One page of one listing, or of one thread or person in it, newest first: what to read with one request."""

    feed: FeedKey
    page: int
    """From 1; the server refuses more than 100."""
    limit: int = 50
    """Rows a page, at most 50."""
    post: LocalId | None = None
    """Only this thread. Moderators' own comments stand first in it, whatever their age."""
    person: LocalId | None = None
    """Only what this person wrote; where the listing is of several communities, in others too."""
    whole: bool = False
    """Up to 300 in one answer, without pages: the newest of a listing, or a thread by its branches."""
    again: bool = False
    """Read for edits and for comments that arrived late: says nothing of how far reading came."""

    @property
    def of_listing(self) -> bool:
        """Whether it shows all that stands between its first row and its last."""
        return self.post is None and self.person is None

    @property
    def rows(self) -> int:
        """Comments that a full answer holds."""
        return 300 if self.whole else self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one request showed, and when we saw it."""

    window: Window
    comments: tuple[Comment, ...]
    observed_at: datetime
    set_aside: tuple[str, ...] = ()
    """Rows that could not be read, each with why; counted, never retried. Holds no comment text."""
    full: bool = True
    """The server filled the page (rows set aside included), so there may be a next one."""


class PostSort(StrEnum):
    """How threads are listed."""

    NEW_COMMENTS = "NewComments"
    ACTIVE = "Active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWindow:
    """One page of the threads of one listing."""

    feed: FeedKey
    sort: PostSort
    page: int
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCount:
    """One thread with its counter, which leaves out what is deleted or removed."""

    post: LocalId
    ap_id: ApId
    community: ActorId
    comments: int
    newest: datetime
    """When its newest comment was published; a late one does not move it."""
    published: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """What one request for threads showed, and when."""

    window: PostWindow
    posts: tuple[PostCount, ...]
    observed_at: datetime
    full: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who the server says that we are."""

    person: Person
    moderates: frozenset[ActorId]
    languages: frozenset[int]
    """Ids of languages that the account reads; empty means no setting."""
    admin: bool = False
    shows_bots: bool = True
    blocks: int = 0
    """People, communities and servers blocked; their comments are invisible in by-name listings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One server as its front door describes it. ``account`` is None when the server took us for a stranger."""

    host: str
    version: str
    account: Account | None
    admins: frozenset[ActorId] = frozenset()
    languages: Mapping[int, str] = field(default_factory=dict)
    """Language id on this server to code."""
    server_time: datetime | None = None
    """From the `Date` header of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityFacts:
    """One community with those who moderate it, in order of appointment."""

    community: Community
    moderators: tuple[Person, ...]
    comments_per_day: float | None = None
    """None where the server does not say."""
    removed_or_deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """A report as the server's list shows it."""

    report_id: LocalId
    comment_ap_id: ApId
    comment_local_id: LocalId
    community: ActorId
    reporter: ActorId
    reason: str
    resolved: bool
    resolver: ActorId | None
    published: datetime
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModlogLine:
    """A removal or a restore of a comment in the server's own mod log."""

    line_id: LocalId
    comment_ap_id: ApId
    community: ActorId
    moderator: ActorId | None
    """None where the server hides who it was."""
    removed: bool
    """False: restored."""
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A private message."""

    local_id: LocalId
    sender: ActorId
    recipient: ActorId
    text: str
    published: datetime
