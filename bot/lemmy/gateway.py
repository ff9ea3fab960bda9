"""One Lemmy server as the rest of Evenkeel sees it: Feed, Moderation and Gate, and what the performers need."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pythorhead.comment import Comment as CommentCalls
from pythorhead.community import Community as CommunityCalls
from pythorhead.modlog import Modlog as ModlogCalls
from pythorhead.post import Post as PostCalls
from pythorhead.private_message import PrivateMessage as MessageCalls
from pythorhead.requestor import Request
from pythorhead.site import Site as SiteCalls
from pythorhead.types.listing import ListingType
from pythorhead.types.modlog import ModlogActionType
from pythorhead.types.sort import CommentSortType, SortType
from pythorhead.user import User as UserCalls

from bot.comments import (
    Comment,
    CommunityFacts,
    FeedKey,
    LocalId,
    Message,
    ModlogLine,
    OpenReport,
    Page,
    Person,
    PostPage,
    PostWindow,
    Scope,
    Site,
    Window,
)
from bot.errors import InputError, NotAllowedError, SignedOutError, SignInError, UnavailableError
from bot.lemmy import wire
from bot.lemmy.budget import Budget, Spent
from bot.lemmy.requestor import Requestor
from bot.lemmy.sign_in import Refusals, read_token, write_private
from bot.ports import Clock

SITE_FOR = timedelta(minutes=1)
AT_ONCE = timedelta(0)
"""Nothing that is known already will do."""
LATELY = timedelta(seconds=10)
"""Who the server takes us for is known so lately whenever something is sent."""
LOOKS = 2
"""Requests by which a comment and its reports are looked at before something is sent about it."""
DEEPEST = 50
"""Comments nest no deeper; naming a depth makes the server answer with up to 300 at once."""
PROJECT = "moderation bot, AGPL-3.0"
_T = TypeVar("_T")


class Gateway:
    """Everything that is asked of one server, over one connection and within one budget."""

    def __init__(
        self,
        requestor: Requestor,
        budget: Budget,
        *,
        host: str,
        clock: Clock,
        username: str = "",
        token_file: Path | None = None,
        password: str | None = None,
        site_for: timedelta = SITE_FOR,
    ) -> None:
        self._requestor = requestor
        # pythorhead asks for its own class; ours has the one method that its calls use.
        self._calls: Any = requestor
        self._budget = budget
        self._host = host
        self._clock = clock
        self._username = username
        self._token_file = token_file
        self._password = password
        self._site_for = site_for
        self._site: Site | None = None
        self._site_at: datetime | None = None
        self._places: dict[FeedKey, LocalId] = {}
        """The community of the newest comment of each listing."""

    @property
    def requests_made(self) -> int:
        """Since the start, retries included."""
        return self._budget.spent

    def close(self) -> None:
        """Let the connection go."""
        self._requestor.close()

    def hurry(self, backlog: bool) -> None:
        """Whether a backlog is open, so that reading may draw on its burst."""
        self._budget.hurry(backlog)

    def spare(self) -> int:
        """Requests that may go out now without running ahead of an even pace."""
        return self._budget.spare()

    def before_waiting(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called before each wait for the budget."""
        self._budget.before_waiting = tell

    def room_to_act(self, within_s: float) -> bool:
        """Wait until the budget lets one act go out in one go, so that what is looked at first is still true.

        False at once when that takes longer than ``within_s``, and when told to stop meanwhile.
        """
        needed = LOOKS + 1 + (self._known_since(LATELY) is None)
        if self._budget.wait_s(needed) > within_s or not self._budget.wait_for(needed):
            return False
        self._budget.set_apart(needed)
        return True

    # Gate
    def site(self, *, within: timedelta | None = None) -> Site:
        """Who the server takes us for; see ports.Gate."""
        known = self._known_since(self._site_for if within is None else within)
        if known is not None:
            return known
        now = self._clock.now()
        site = self._ask_site()
        if site.account is None and self._token_file is not None:
            site = self._sign_in_again()
        self._refuse_other_account(site)
        self._site, self._site_at = site, now
        return site

    def login(self, password: str, totp: str | None = None) -> None:
        """Sign in once and keep only the token. Raises SignInError with the server's reason."""
        refusals = self._refusals()
        if refusals is not None:
            refusals.check(password, self._clock.now())
        body = {"username_or_email": self._username, "password": password}
        if totp:
            body["totp_2fa_token"] = totp
        self._requestor.token = None
        try:
            answer = self._calls.api(Request.POST, "/user/login", json=body)
        except SignInError as error:
            if refusals is not None and error.code in ("incorrect_login", "site_ban"):
                refusals.remember(password, error.code, self._clock.now())
            raise SignInError(_login_words(error.code), status=error.status, code=error.code) from error
        token = answer.get("jwt")
        if not isinstance(token, str) or not token:
            raise SignInError("The server took the password but gave no token; is the account's e-mail verified?")
        if self._token_file is not None:
            write_private(self._token_file, token)
        if refusals is not None:
            refusals.forget()
        self._requestor.token = token
        self._site = None

    def _known_since(self, within: timedelta) -> Site | None:
        recent = self._site_at is not None and self._clock.now() - self._site_at < within
        return self._site if recent else None

    def _ensure_token(self) -> None:
        if self._requestor.token is not None or self._token_file is None:
            return
        self._requestor.token = read_token(self._token_file)
        if self._requestor.token is None and self._password is not None:
            self.login(self._password)
        if self._requestor.token is None:
            raise SignInError(f"There is no sign-in for {self._username} on {self._host} yet. Run: evenkeel login")

    def _sign_in_again(self) -> Site:
        """The token is dead: an answer of 200 without `my_user`. One that `evenkeel login` has put into the file
        meanwhile is taken; else a configured password is tried once.
        """
        self._site = None
        kept = read_token(self._token_file) if self._token_file is not None else None
        if kept is not None and kept != self._requestor.token:
            self._requestor.token = kept
            site = self._ask_site()
            if site.account is not None:
                return site
        if self._password is None:
            raise SignedOutError(f"{self._host} no longer accepts our sign-in. Run: evenkeel login")
        self.login(self._password)
        site = self._ask_site()
        if site.account is None:
            raise SignedOutError(f"{self._host} signs us in, and then treats us as a stranger; is the account banned?")
        return site

    def _ask_site(self) -> Site:
        return self._read("GET /site", lambda: self._site_of(SiteCalls(self._calls).get()))

    def _site_of(self, answer: Any) -> Site:
        return wire.site(answer, server_time=self._requestor.server_time)

    def _refuse_other_account(self, site: Site) -> None:
        if site.account is None or not self._username:
            return
        name = site.account.person.name.partition("@")[0]
        if name.lower() != self._username.lower():
            self._requestor.token = None  # the next one asks the file again, which a login may have changed
            raise SignInError(
                f"The token belongs to {name}, and the configuration names {self._username}. Run: evenkeel login"
            )

    def _refusals(self) -> Refusals | None:
        if self._token_file is None:
            return None
        return Refusals(path=self._token_file.with_name(f"{self._token_file.name}.refused"))

    # Feed
    def read(self, window: Window) -> Page:
        """One page, newest first; see ports.Feed."""
        site = self.site()
        if window.person is not None:
            listed = self._read("GET /user", lambda: self._written(window, site))
        else:
            listed = self._read("GET /comment/list", lambda: self._listed(window))
            if window.feed.scope is Scope.MODERATED and not listed:
                self._explain_emptiness("GET /comment/list")
        comments, set_aside = wire.rows_of({"comments": listed}, "comments", lambda v: wire.comment(v, site.languages))
        if comments and window.of_listing:
            self._places[window.feed] = comments[0].community.local_id
        return Page(
            window=window,
            comments=tuple(comments),
            observed_at=self._clock.now(),
            set_aside=tuple(set_aside),
            full=len(listed) >= window.rows,
        )

    def _listed(self, window: Window) -> Any:
        moderated = window.feed.scope is Scope.MODERATED
        paged: dict[str, Any] = {"max_depth": DEEPEST} if window.whole else {"page": window.page, "limit": window.limit}
        return CommentCalls(self._calls).list(
            type_=ListingType.ModeratorView if moderated else ListingType.All,
            community_name=None if moderated else self._asked_as(window.feed.community),
            post_id=window.post,
            sort=CommentSortType.New,
            **paged,
        )

    def _written(self, window: Window, site: Site) -> Any:
        """Comments of one person, of the one community where the listing is of one."""
        several = window.feed.scope is Scope.MODERATED and (site.account is None or len(site.account.moderates) != 1)
        answer: Any = UserCalls(self._calls).get(
            person_id=str(window.person),
            sort=SortType.New,
            page=window.page,
            limit=window.limit,
            community_id=None if several else self._places.get(window.feed),
        )
        return answer["comments"]

    def posts(self, window: PostWindow) -> PostPage:
        """Threads with their counters; see ports.Feed."""
        moderated = window.feed.scope is Scope.MODERATED
        listed = self._read(
            "GET /post/list",
            lambda: PostCalls(self._calls).list(
                type_=ListingType.ModeratorView if moderated else ListingType.All,
                community_name=None if moderated else self._asked_as(window.feed.community),
                sort=SortType(window.sort),
                page=window.page,
                limit=window.limit,
            ),
        )
        if moderated and not listed and window.page == 1:
            self._explain_emptiness("GET /post/list")
        posts, _ = wire.rows_of({"posts": listed}, "posts", wire.post_count)
        return PostPage(
            window=window, posts=tuple(posts), observed_at=self._clock.now(), full=len(listed) >= window.limit
        )

    def _explain_emptiness(self, what: str) -> None:
        """Lost rights and a dead token both read as an empty list."""
        token = self._requestor.token
        account = self.site(within=AT_ONCE).account
        if self._requestor.token != token:
            raise UnavailableError(f"{what}: answered as to a stranger; signed in again, to be asked anew.")
        if account is not None and not account.moderates:
            raise NotAllowedError(f"{self._username} moderates no community on {self._host} any more.")

    def comment(self, local_id: LocalId) -> Comment:
        """One comment as it is now; GoneError when it was purged."""
        languages = self.site().languages
        return self._read(
            "GET /comment",
            lambda: wire.comment(wire.part_of(CommentCalls(self._calls).get(local_id), "comment_view"), languages),
        )

    # Moderation
    def reports(self, *, page: int) -> list[OpenReport]:
        """Reports of every community that we moderate, newest first."""
        return self._report_rows(
            lambda: {"comment_reports": CommentCalls(self._calls).report_list(limit=50, page=page)}
        )

    def reports_of(self, comment: LocalId) -> list[OpenReport]:
        """Reports of one comment. pythorhead has no such filter, so the call is our own."""
        return self._report_rows(
            lambda: self._calls.api(Request.GET, "/comment/report/list", params={"comment_id": comment, "limit": 50})
        )

    def _report_rows(self, ask: Callable[[], Any]) -> list[OpenReport]:
        try:
            return self._read(
                "GET /comment/report/list", lambda: wire.rows_of(ask(), "comment_reports", wire.report)[0]
            )
        except NotAllowedError:
            self._site = None  # what we knew of our rights is out of date
            raise

    def modlog(self, community: LocalId, *, page: int) -> list[ModlogLine]:
        """Removals and restores of comments in one community, newest first."""
        return self._modlog_rows(community_id=community, page=page)

    def modlog_of(self, comment: LocalId) -> list[ModlogLine]:
        """Removals and restores of one comment, newest first."""
        return self._modlog_rows(comment_id=comment)

    def _modlog_rows(self, **where: Any) -> list[ModlogLine]:
        def ask() -> Any:
            return ModlogCalls(self._calls).get(limit=50, type_=ModlogActionType.ModRemoveComment, **where)

        return self._read("GET /modlog", lambda: wire.rows_of(ask(), "removed_comments", wire.modlog_line)[0])

    # what is looked up by name
    def community(self, name: str) -> CommunityFacts:
        """A community by `name` or `name@host`; GoneError when there is none."""
        asked = self._asked_as(name)
        return self._read(
            "GET /community", lambda: wire.community_facts(CommunityCalls(self._calls).get(name=asked) or {})
        )

    def person(self, name: str) -> Person:
        """Somebody by `name` or `name@host`; GoneError when there is none."""
        asked = self._asked_as(name)
        return self._read("GET /user", lambda: _person(UserCalls(self._calls).get(username=asked, limit=1) or {}))

    def _asked_as(self, name: str) -> str:
        """A name as the server looks it up: bare for one of its own, else with a domain that has no port."""
        bare, _, host = name.partition("@")
        own = {self._host, self._site.host if self._site else self._host}
        if not host or host in own or host in map(_domain, own):
            return bare
        return f"{bare}@{_domain(host)}"

    def messages(self, *, page: int) -> list[Message]:
        """Private messages that we sent or got, newest first."""

        def ask() -> Any:
            return MessageCalls(self._calls).list(unread_only=False, page=page, limit=50)

        return self._read("GET /private_message/list", lambda: wire.rows_of(ask(), "private_messages", wire.message)[0])

    # what changes something; never repeated by itself
    def report(self, comment: LocalId, reason: str) -> OpenReport:
        """File a report."""
        answer = CommentCalls(self._calls).report(comment, reason)
        return wire.report(wire.part_of(answer or {}, "comment_report_view"))

    def restore(self, comment: LocalId, reason: str) -> None:
        """Restore a comment; of a live one it only writes a line in the mod log, and resolves open reports."""
        CommentCalls(self._calls).remove(comment, removed=False, reason=reason)

    def reopen(self, report: LocalId) -> None:
        """Open a report again. pythorhead can only resolve, so the call is our own."""
        self._calls.api(Request.PUT, "/comment/report/resolve", json={"report_id": report, "resolved": False})

    def send_message(self, recipient: LocalId, text: str) -> Message:
        """Send a private message."""
        answer = MessageCalls(self._calls).create(text, recipient)  # type: ignore[arg-type]  # a number, whatever the hint says
        return wire.message(wire.part_of(answer or {}, "private_message_view"))

    def _read(self, what: str, ask: Callable[[], _T]) -> _T:
        """A read whose answer lacks what it should hold is trouble that may pass."""
        self._ensure_token()
        try:
            return ask()
        except (wire.RowError, KeyError, TypeError, AttributeError) as error:
            raise UnavailableError(f"{what}: the answer lacks what it should hold ({type(error).__name__}).") from error


def _domain(host: str) -> str:
    """Lemmy stores servers without their port."""
    return urlsplit(f"//{host}").hostname or host


def _person(answer: Any) -> Person:
    return wire.person(wire.part_of(wire.part_of(answer, "person_view"), "person"))


def _login_words(code: str) -> str:
    return {
        "incorrect_login": "The server refused the name or the password.",
        "missing_totp_token": "This account has a second factor: run `evenkeel login` and give the code.",
        "incorrect_totp_token": "The server refused the second-factor code; take a fresh one.",
        "site_ban": "This account is banned on the server.",
        "email_not_verified": "The account's e-mail address is not verified yet.",
        "registration_application_is_pending": "The account still waits for the admins' approval.",
    }.get(code, f"The server refused to sign us in ({code}).")


def connect(
    *,
    url: str,
    username: str,
    token_file: Path,
    password: str | None,
    clock: Clock,
    stop: threading.Event,
    requests_per_minute: int,
    read_only: bool,
    version: str,
    interval_s: float = 30.0,
) -> Gateway:
    """A gateway to ``url``; asks nothing yet. With ``read_only`` only reads and a login can leave it."""
    host = urlsplit(url).netloc
    spent = Spent(path=token_file.with_name(f"{token_file.name}.requests"), now=lambda: clock.now().timestamp())
    budget = Budget(requests_per_minute, monotonic=clock.monotonic, stop=stop, tick_s=interval_s, spent=spent)
    requestor = Requestor(
        url,
        user_agent=f"Evenkeel/{version} ({username}@{host}; {PROJECT})",
        budget=budget,
        stop=stop,
        read_only=read_only,
        monotonic=clock.monotonic,
    )
    return Gateway(
        requestor,
        budget,
        host=host,
        clock=clock,
        username=username,
        token_file=token_file,
        password=password,
        site_for=SITE_FOR * max(1.0, 6 / requests_per_minute),
    )


def read_comment(address: str, *, clock: Clock, version: str) -> Comment:
    """One public comment by its web address (`https://host/comment/123`), read as a stranger."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    number = parts.path.rstrip("/").rpartition("/")[2]
    is_number = number.isascii() and number.isdigit()
    if parts.scheme not in ("http", "https") or not is_number or "/comment/" not in parts.path:
        raise InputError(f"{address} is not the address of a comment, such as https://lemmy.example/comment/123")
    stop = threading.Event()
    budget = Budget(6, monotonic=clock.monotonic, stop=stop)
    requestor = Requestor(
        f"{parts.scheme}://{parts.netloc}",
        user_agent=f"Evenkeel/{version} (explain; {PROJECT})",
        budget=budget,
        stop=stop,
        read_only=True,
        monotonic=clock.monotonic,
    )
    gateway = Gateway(requestor, budget, host=parts.netloc, clock=clock)
    try:
        return gateway.comment(LocalId(int(number)))
    finally:
        gateway.close()
