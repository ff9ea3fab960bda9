"""Carrying out actions. Each looks at the comment first; what the server answers is an outcome, never an exception."""

from hashlib import blake2b

from bot import failpoints
from bot.comments import Comment, LocalId, OpenReport, Site
from bot.decisions import Action, Kind, Outcome, Settled
from bot.errors import (
    DuplicateError,
    GoneError,
    LemmyError,
    NotAllowedError,
    RejectedError,
    SignInError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.lemmy.gateway import LATELY, Gateway
from bot.lemmy.wire import RowError

MESSAGE_PAGES = 3
"""How far back a message of ours is looked for."""


class DryRunPerformer:
    """Sends nothing: what would have been done stands in the store."""

    def perform(self, action: Action) -> Outcome:  # noqa: ARG002
        """Nothing."""
        return Outcome(settled=Settled.DONE)

    def look_up(self, action: Action) -> Outcome:
        """Nothing was sent, so nothing is in doubt."""
        return self.perform(action)


class LedgerPerformer(DryRunPerformer):
    """A line in Evenkeel's own records: the row itself is the line."""


class ReportPerformer:
    """Files a report with the moderators."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def perform(self, action: Action) -> Outcome:
        """Look, then file once; the words are left out when the server's filter refuses them."""
        local_id = _comment_of(action)
        refusal = _look_first(self._gateway, action, local_id)
        if refusal is not None:
            return refusal
        outcome = self._send(local_id, action.body)
        if outcome.detail == "slurs" and action.short_body:
            return self._send(local_id, action.short_body)
        return outcome

    def look_up(self, action: Action) -> Outcome:
        """Whether the server's list shows ours. Filing again is harmless: the server keeps one report an account."""
        try:
            ours = _ours(self._gateway, _comment_of(action))
        except NotAllowedError:
            return Outcome(settled=Settled.RETRY, detail="the report list may not be read; filed again, which is safe")
        except LemmyError as error:
            return _still_unknown(error)
        if ours is None:
            return Outcome(settled=Settled.RETRY, detail="it had not arrived")
        return Outcome(settled=Settled.DONE, detail="it had arrived", server_ref=str(ours.report_id))

    def _send(self, comment: LocalId, reason: str) -> Outcome:
        failpoints.reach("report.before-send")
        try:
            report = self._gateway.report(comment, reason)
        except DuplicateError:
            return self._duplicate(comment)
        except RowError:
            return Outcome(settled=Settled.UNKNOWN, detail="the answer lacks what it should hold")
        except LemmyError as error:
            return _failed(error)
        failpoints.reach("report.after-send")
        return Outcome(settled=Settled.DONE, server_ref=str(report.report_id))

    def _duplicate(self, comment: LocalId) -> Outcome:
        """The same code stands for any failure of the database, so the list has the last word."""
        try:
            ours = _ours(self._gateway, comment)
        except NotAllowedError:
            return Outcome(settled=Settled.ALREADY, detail="the server says so; its list may not be read")
        except LemmyError as error:
            return _still_unknown(error)
        if ours is None:
            return Outcome(settled=Settled.RETRY, detail="refused as a duplicate, yet the list shows none of ours")
        return Outcome(settled=Settled.ALREADY, server_ref=str(ours.report_id), detail="filed before")


class ModlogNotePerformer:
    """Writes a line in the server's mod log: the restore of a live comment, with the note as its reason."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def perform(self, action: Action) -> Outcome:
        """Look, restore once, and open again any report that the server resolved along the way."""
        local_id = _comment_of(action)
        refusal = _look_first(self._gateway, action, local_id)
        if refusal is not None:
            return refusal
        failpoints.reach("mod-log.before-send")
        try:
            self._gateway.restore(local_id, action.body)
        except LemmyError as error:
            return _failed(error)
        failpoints.reach("mod-log.after-send")
        return self._reopen(local_id)

    def look_up(self, action: Action) -> Outcome:
        """Whether the mod log has our line; and whether a report of somebody has to be opened again."""
        local_id = _comment_of(action)
        try:
            own = _own(self._gateway.site())
            lines = self._gateway.modlog_of(local_id)
        except LemmyError as error:
            return _still_unknown(error)
        if not any(line.moderator == own and line.reason == action.body for line in lines):
            return Outcome(settled=Settled.RETRY, detail="it had not arrived")
        return self._reopen(local_id)

    def _reopen(self, comment: LocalId) -> Outcome:
        try:
            own = _own(self._gateway.site())
            closed = [r for r in self._gateway.reports_of(comment) if r.resolved and r.resolver == own]
            for report in closed:
                self._gateway.reopen(report.report_id)
        except LemmyError as error:
            return Outcome(
                settled=Settled.PERSON,
                detail=f"the line is written; please see that no open report was closed by it ({type(error).__name__})",
            )
        return Outcome(settled=Settled.DONE, detail=f"{len(closed)} reports opened again" if closed else "")


class MessagePerformer:
    """Sends a private message, at most once more after a crash, and only when the first surely did not arrive."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def perform(self, action: Action) -> Outcome:
        """Send once, with a mark by which it can be found again."""
        try:
            self._gateway.site(within=LATELY)
            recipient = self._gateway.person(action.recipient)
            if action.attempts > 1 and self._find(action) is not None:
                return Outcome(settled=Settled.ALREADY)
        except GoneError:
            return Outcome(settled=Settled.REFUSED, detail=f"there is nobody named {action.recipient}")
        except LemmyError as error:
            return _not_sent(error)
        failpoints.reach("message.before-send")
        try:
            sent = self._gateway.send_message(recipient.local_id, f"{action.body}\n\n{mark(action)}")
        except RowError:
            return Outcome(settled=Settled.UNKNOWN, detail="the answer lacks what it should hold")
        except LemmyError as error:
            return _failed(error)
        failpoints.reach("message.after-send")
        return Outcome(settled=Settled.DONE, server_ref=str(sent.local_id))

    def look_up(self, action: Action) -> Outcome:
        """Whether our own messages show the mark."""
        try:
            number = self._find(action)
        except LemmyError as error:
            return _still_unknown(error)
        if number is not None:
            return Outcome(settled=Settled.DONE, server_ref=str(number), detail="it had arrived")
        if action.attempts > 1:
            return Outcome(settled=Settled.PERSON, detail="sent twice without an answer; not tried again")
        return Outcome(settled=Settled.RETRY, detail="it had not arrived")

    def _find(self, action: Action) -> LocalId | None:
        own = _own(self._gateway.site())
        for page in range(1, MESSAGE_PAGES + 1):
            messages = self._gateway.messages(page=page)
            for message in messages:
                if message.sender == own and mark(action) in message.text:
                    return message.local_id
            if len(messages) < 50:
                return None
        return None


def mark(action: Action) -> str:
    """What tells one message from another, when it has to be found again."""
    return f"(evenkeel {blake2b(action.key.encode(), digest_size=5).hexdigest()})"


def _look_first(gateway: Gateway, action: Action, local_id: LocalId) -> Outcome | None:
    """Why not to act on this comment after all; None when all is as it was judged."""
    try:
        site = gateway.site(within=LATELY)
        if site.account is None or action.community not in site.account.moderates:
            return _without_rights()
        comment = gateway.comment(local_id)
        reports = gateway.reports_of(local_id)
    except GoneError:
        return Outcome(settled=Settled.MOOT, detail="the comment is gone")
    except LemmyError as error:
        return _without_rights() if error.code == "not_a_mod_or_admin" else _not_sent(error)
    return _moot(comment, action) or _handled(action, reports, _own(site)) or _stale(comment, action)


def _without_rights() -> Outcome:
    return Outcome(
        settled=Settled.REFUSED,
        detail="our account does not moderate this community any more",
        hold_community="rights: our account does not moderate this community",
    )


def _moot(comment: Comment, action: Action) -> Outcome | None:
    checks = (
        (comment.ap_id != action.comment_ap_id, "the comment is gone"),
        (comment.deleted, "its author deleted it"),
        (comment.removed, "a moderator removed it"),
        (comment.post.removed or comment.post.deleted, "its post is gone"),
        (comment.post.locked, "a moderator locked the thread"),
        (comment.author.banned or comment.author_banned_here, "its author is banned"),
    )
    why = next((why for gone, why in checks if gone), None)
    return None if why is None else Outcome(settled=Settled.MOOT, detail=why, seen=comment)


def _handled(action: Action, reports: list[OpenReport], own: str) -> Outcome | None:
    """A report of ours from before is the one that we would file; any other makes what we would send noise."""
    ours = next((report for report in reports if report.reporter == own), None)
    if ours is not None and action.kind is Kind.REPORT:
        return Outcome(settled=Settled.ALREADY, detail="filed before", server_ref=str(ours.report_id))
    since = action.reports_count_from
    reports = [report for report in reports if since is None or (report.updated or report.published) >= since]
    if any(not report.resolved for report in reports):
        return Outcome(settled=Settled.MOOT, detail="a report on it is open already")
    if reports:
        return Outcome(settled=Settled.MOOT, detail="a moderator has dealt with a report on it")
    return None


def _stale(comment: Comment, action: Action) -> Outcome | None:
    if comment.text == action.judged_text:
        return None
    return Outcome(settled=Settled.STALE, detail="the text changed since it was judged", seen=comment)


def _comment_of(action: Action) -> LocalId:
    if action.comment_local_id is None:
        raise ValueError(f"action {action.action_id} is about no comment")
    return action.comment_local_id


def _own(site: Site) -> str:
    return site.account.person.actor_id if site.account else ""


def _ours(gateway: Gateway, comment: LocalId) -> OpenReport | None:
    own = _own(gateway.site())
    return next((report for report in gateway.reports_of(comment) if report.reporter == own), None)


def _not_sent(error: LemmyError) -> Outcome:
    """Trouble before anything was sent: later, unless the server said no for good."""
    if isinstance(error, NotAllowedError | RejectedError):
        return Outcome(settled=Settled.REFUSED, detail=error.code or type(error).__name__)
    return Outcome(settled=Settled.RETRY, detail=error.code or type(error).__name__)


def _failed(error: LemmyError) -> Outcome:
    """What an error in answer to the deed itself means."""
    code = error.code or type(error).__name__
    if isinstance(error, UnknownOutcomeError):
        return Outcome(settled=Settled.UNKNOWN, detail="no answer")
    if isinstance(error, UnavailableError | SignInError):
        return Outcome(settled=Settled.RETRY, detail=code)
    if isinstance(error, GoneError):
        return Outcome(settled=Settled.MOOT, detail="the comment is gone")
    if isinstance(error, NotAllowedError):
        why = "our account is banned from it" if code == "banned_from_community" else f"the server refuses us ({code})"
        return Outcome(settled=Settled.REFUSED, detail=code, hold_community=f"refused: {why}")
    return Outcome(settled=Settled.REFUSED, detail=code)


def _still_unknown(error: LemmyError) -> Outcome:
    return Outcome(settled=Settled.UNKNOWN, detail=f"could not be looked up ({type(error).__name__})")
