"""What a Lemmy server holds and the rules that it keeps, as recorded in tests/wire/v3 of a 0.19.20."""

import re
import secrets
import threading
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

LONGEST_COMMENT = 10_000
LONGEST_REASON = 1000
DEEPEST = 50
MOST_ROWS = 50
LAST_PAGE = 100
BRANCH_ROWS = 300


class RefusedError(Exception):
    """An answer other than 200. ``code`` is Lemmy's `error`."""

    def __init__(self, status: int, code: str, message: str | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """Somebody with an account, here or elsewhere."""

    id: int
    name: str
    actor_id: str
    published: datetime
    local: bool = True
    bot_account: bool = False
    banned: bool = False
    admin: bool = False
    password: str | None = None
    totp: str | None = None
    """The code that is taken at present, for accounts with a second factor."""
    languages: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Community:
    """A community with its moderators in order of appointment."""

    id: int
    name: str
    title: str
    actor_id: str
    published: datetime
    moderators: list[Person] = field(default_factory=list)
    banned: set[int] = field(default_factory=set)
    """Ids of people who may not write here."""


@dataclass(slots=True, kw_only=True, eq=False)
class Post:
    """What a thread hangs from."""

    id: int
    name: str
    body: str | None
    creator: Person
    community: Community
    published: datetime
    ap_id: str
    language_id: int = 0
    removed: bool = False
    deleted: bool = False
    locked: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Comment:
    """One comment; its text stays when it is removed or deleted, and is blanked on the way out."""

    id: int
    creator: Person
    post: Post
    text: str
    published: datetime
    ap_id: str
    path: str
    local: bool
    language_id: int = 0
    updated: datetime | None = None
    removed: bool = False
    deleted: bool = False
    distinguished: bool = False
    children: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Report:
    """One account's report of one comment."""

    id: int
    creator: Person
    comment: Comment
    reason: str
    original_text: str
    published: datetime
    resolved: bool = False
    resolver: Person | None = None
    updated: datetime | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Removal:
    """A line of the mod log: a removal, or a restore."""

    id: int
    moderator: Person
    comment: Comment
    reason: str | None
    removed: bool
    at: datetime


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A private message."""

    id: int
    creator: Person
    recipient: Person
    text: str
    published: datetime


class Bucket:
    """Lemmy's token bucket: starts full, whole seconds, a refused request costs nothing."""

    def __init__(self, size: int, seconds: int) -> None:
        self.size = size
        self.seconds = seconds
        self._left: dict[str, float] = {}
        self._at: dict[str, datetime] = {}

    def take(self, who: str, now: datetime) -> bool:
        """Whether one more request is allowed."""
        elapsed = int((now - self._at.get(who, now)).total_seconds())
        left = min(self._left.get(who, float(self.size)) + elapsed * self.size / self.seconds, float(self.size))
        if left < 1:
            return False
        self._left[who] = left - 1
        self._at[who] = now
        return True


class State:
    """One server. Every public method takes the lock, so the story and requests may run beside each other."""

    def __init__(self, host: str, clock: Callable[[], datetime]) -> None:
        self.host = host
        self.clock = clock
        self.lock = threading.RLock()
        self.founded = clock()
        self.people: dict[int, Person] = {}
        self.communities: dict[int, Community] = {}
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self.reports: dict[int, Report] = {}
        self.removals: list[Removal] = []
        self.messages: list[Message] = []
        self.tokens: dict[str, Person] = {}
        self.slur: re.Pattern[str] | None = None
        self.version = "0.19.20"
        self.buckets = {"message": Bucket(180, 60), "register": Bucket(10, 3600), "comment": Bucket(6, 600)}
        self._newest: list[tuple[float, int]] = []
        """(-published, -id) of every comment: the order of `New`."""
        self._ids = dict.fromkeys(("person", "community", "post", "comment", "report", "removal", "message"), 0)

    # setting up
    def person(
        self, name: str, *, host: str | None = None, password: str | None = None, admin: bool = False, bot: bool = False
    ) -> Person:
        """Make an account, here unless ``host`` is given."""
        with self.lock:
            scheme, place = ("http", self.host) if host is None else ("https", host)
            made = Person(
                id=self._next("person"),
                name=name,
                actor_id=f"{scheme}://{place}/u/{name}",
                published=self.clock(),
                local=host is None,
                admin=admin,
                bot_account=bot,
                password=password,
            )
            self.people[made.id] = made
            return made

    def token(self, person: Person) -> str:
        """A token that signs ``person`` in."""
        with self.lock:
            token = f"sandbox-{secrets.token_hex(16)}"
            self.tokens[token] = person
            return token

    def community(self, name: str, title: str, moderators: list[Person]) -> Community:
        """Make a community."""
        with self.lock:
            made = Community(
                id=self._next("community"),
                name=name,
                title=title,
                actor_id=f"http://{self.host}/c/{name}",
                published=self.clock(),
                moderators=moderators,
            )
            self.communities[made.id] = made
            return made

    def post(self, creator: Person, community: Community, name: str, body: str | None = None) -> Post:
        """Begin a thread."""
        with self.lock:
            number = self._next("post")
            made = Post(
                id=number,
                name=name,
                body=body,
                creator=creator,
                community=community,
                published=self.clock(),
                ap_id=f"http://{self.host}/post/{number}",
                language_id=37,
            )
            self.posts[made.id] = made
            return made

    # what people do
    def write(
        self,
        creator: Person,
        post: Post,
        text: str,
        *,
        parent: Comment | None = None,
        published: datetime | None = None,
        updated: datetime | None = None,
        language_id: int = 37,
    ) -> Comment:
        """Add a comment without asking any rule, as federation does; ``published`` is the author's server's clock."""
        with self.lock:
            number = self._next("comment")
            path = f"{parent.path if parent else '0'}.{number}"
            home = creator.actor_id.split("/u/")[0]
            made = Comment(
                id=number,
                creator=creator,
                post=post,
                text=text,
                published=published or self.clock(),
                updated=updated,
                ap_id=f"{home}/comment/{number if creator.local else number + 1000}",
                path=path,
                local=creator.local,
                language_id=language_id,
            )
            self.comments[number] = made
            insort(self._newest, (-made.published.timestamp(), -number))
            for ancestor in self.ancestors(made):
                ancestor.children += 1
            return made

    def say(
        self, creator: Person, post: Post, text: str, parent: Comment | None = None, language_id: int = 0
    ) -> Comment:
        """Write a comment by the rules of `POST comment`."""
        with self.lock:
            text = self._cleaned(text)
            if len(text) > LONGEST_COMMENT:
                raise RefusedError(400, "invalid_body_field")
            if creator.id in post.community.banned:
                raise RefusedError(400, "banned_from_community")
            if post.deleted or post.removed:
                raise RefusedError(400, "deleted")
            if post.locked and not self.may_moderate(creator, post.community):
                raise RefusedError(400, "locked")
            if parent is not None and parent.path.count(".") > DEEPEST:
                raise RefusedError(400, "max_comment_depth_reached")
            return self.write(creator, post, text, parent=parent, language_id=language_id)

    def edit(self, creator: Person, comment: Comment, text: str | None, language_id: int | None = None) -> None:
        """Change a comment; `updated` moves even when nothing changed."""
        with self.lock:
            if comment.creator is not creator:
                raise RefusedError(400, "no_comment_edit_allowed")
            if text is not None:
                comment.text = self._cleaned(text)
            if language_id is not None:
                comment.language_id = language_id
            comment.updated = self.clock()

    def federate_edit(self, comment: Comment, text: str, updated: datetime | None) -> None:
        """An edit from another server: its clock, or no time at all; it also undeletes."""
        with self.lock:
            comment.text = text
            comment.deleted = False
            if updated is not None:
                comment.updated = updated

    def delete(self, creator: Person, comment: Comment, *, deleted: bool) -> None:
        """Its author takes a comment back, or puts it back."""
        with self.lock:
            if comment.creator is not creator:
                raise RefusedError(400, "no_comment_edit_allowed")
            comment.deleted = deleted

    def remove(self, moderator: Person, comment: Comment, *, removed: bool, reason: str | None) -> None:
        """Remove or restore; either resolves every report on it, even when nothing changes."""
        with self.lock:
            self._check_rank(moderator, comment)
            if comment.deleted:
                raise RefusedError(400, "couldnt_update_comment")
            comment.removed = removed
            now = self.clock()
            self.removals.append(
                Removal(
                    id=self._next("removal"),
                    moderator=moderator,
                    comment=comment,
                    reason=reason,
                    removed=removed,
                    at=now,
                )
            )
            for report in self.reports.values():
                if report.comment is comment and not report.resolved:
                    report.resolved, report.resolver, report.updated = True, moderator, now

    def report(self, creator: Person, comment: Comment, reason: str) -> Report:
        """File a report: one account, one comment, once ever."""
        with self.lock:
            reason = reason.strip()
            if not reason:
                raise RefusedError(400, "report_reason_required")
            if len(reason) > LONGEST_REASON:
                raise RefusedError(400, "report_too_long")
            if self.slur is not None and self.slur.search(reason):
                raise RefusedError(400, "slurs")
            if creator.id in comment.post.community.banned:
                raise RefusedError(400, "banned_from_community")
            if comment.deleted or comment.removed:
                raise RefusedError(400, "deleted")
            if any(r.comment is comment and r.creator is creator for r in self.reports.values()):
                raise RefusedError(400, "couldnt_create_report")
            made = Report(
                id=self._next("report"),
                creator=creator,
                comment=comment,
                reason=reason,
                original_text=comment.text,
                published=self.clock(),
            )
            self.reports[made.id] = made
            return made

    def resolve(self, moderator: Person, report: Report, *, resolved: bool) -> None:
        """Close a report, or open it again."""
        with self.lock:
            if not self.may_moderate(moderator, report.comment.post.community):
                raise RefusedError(400, "not_a_mod_or_admin")
            report.resolved, report.resolver, report.updated = resolved, moderator, self.clock()

    def send(self, creator: Person, recipient: Person, text: str) -> Message:
        """Send a private message."""
        with self.lock:
            if len(text) > LONGEST_COMMENT:
                raise RefusedError(400, "invalid_body_field")
            made = Message(
                id=self._next("message"), creator=creator, recipient=recipient, text=text, published=self.clock()
            )
            self.messages.append(made)
            return made

    def purge(self, comment: Comment) -> None:
        """Make a comment vanish."""
        with self.lock:
            del self.comments[comment.id]
            self._newest.remove((-comment.published.timestamp(), -comment.id))
            self.reports = {n: report for n, report in self.reports.items() if report.comment is not comment}

    def login(self, name: str, password: str, totp: str | None) -> str:
        """A token, or the recorded refusals."""
        with self.lock:
            person = next((p for p in self.people.values() if p.local and p.name.lower() == name.lower()), None)
            if person is None or person.password is None or person.password != password:
                raise RefusedError(401, "incorrect_login")
            if person.banned:
                raise RefusedError(400, "site_ban")
            if person.totp is not None and not totp:
                raise RefusedError(400, "missing_totp_token")
            if person.totp is not None and totp != person.totp:
                raise RefusedError(400, "incorrect_totp_token")
            return self.token(person)

    # looking
    def viewer(self, token: str | None) -> Person | None:
        """Who a token signs in; an unknown one, or that of a banned account, is silently nobody."""
        person = self.tokens.get(token or "")
        return None if person is None or person.banned else person

    def may_moderate(self, person: Person | None, community: Community) -> bool:
        """Whether they moderate it, or are an admin."""
        return person is not None and (person.admin or person in community.moderators)

    def moderates_any(self, person: Person) -> bool:
        """Whether they may read reports."""
        return person.admin or any(person in community.moderators for community in self.communities.values())

    def newest(self) -> list[Comment]:
        """Every comment, newest by its author's clock first."""
        return [self.comments[-number] for _, number in self._newest]

    def visible_comments(self, post: Post) -> int:
        """The counter of a thread: what is neither deleted nor removed."""
        return sum(c.post is post and not (c.deleted or c.removed) for c in self.comments.values())

    def newest_comment_time(self, post: Post) -> datetime:
        """By the authors' clocks: a comment that arrives late does not move it."""
        return max((c.published for c in self.comments.values() if c.post is post), default=post.published)

    def ancestors(self, comment: Comment) -> list[Comment]:
        """Comments above this one."""
        numbers = [int(part) for part in comment.path.split(".")[1:-1]]
        return [self.comments[number] for number in numbers if number in self.comments]

    def _check_rank(self, moderator: Person, comment: Comment) -> None:
        """Admins and those appointed earlier outrank."""
        community = comment.post.community
        if not self.may_moderate(moderator, community):
            raise RefusedError(400, "not_a_mod_or_admin")
        author = comment.creator
        if author is moderator or moderator.admin:
            return
        ranks = community.moderators
        earlier = author in ranks and (moderator not in ranks or ranks.index(author) < ranks.index(moderator))
        if author.admin or earlier:
            raise RefusedError(400, "not_higher_mod")

    def _cleaned(self, text: str) -> str:
        return self.slur.sub("*removed*", text) if self.slur is not None else text

    def _next(self, kind: str) -> int:
        self._ids[kind] += 1
        return self._ids[kind]
