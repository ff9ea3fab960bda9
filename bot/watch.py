"""What a daemon does on each tick around a pass: rights, lease, holds, heartbeat, and the canonical log line."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import cycle, learn, standing
from bot.comments import ActorId, LocalId, Site
from bot.cycle import Desk, Tally
from bot.decisions import Mode
from bot.errors import LeaseLostError, LemmyError, NotAllowedError, StoreBusyError
from bot.ports import Archive, Clock, CommunityState, Gate, Heartbeat, Lookout, Moderation
from bot.standing import Standing, Support
from bot.upkeep import Audience

SHORTEST_LEASE_S = 120.0
"""Longer than the longest stretch between two renewals: waiting for the read budget can take a minute."""
RIGHTS = "rights: "
"""Holds that begin so are lifted by themselves once the rights are back."""
REFUSED = "refused: "
"""Holds that begin so are lifted after an hour, to find out whether the server still refuses."""
FOUND_TROUBLE = 1
TRY_LATER = 75
ASKED_LATELY = timedelta(seconds=10)
"""So old may be what the server said of our rights when something is withheld for want of them."""
BEAT_EVERY = timedelta(seconds=10)
"""A long pass says so often that it is alive."""
AGAIN = timedelta(hours=1)
"""The server's version and the communities' facts are asked for so often."""


class Lease(Protocol):
    """Only one daemon acts on a store."""

    def take_lease(self, owner: str, now: datetime, ttl_s: float, *, gone: Callable[[str], bool]) -> int | None:
        """A fencing number, or None while another daemon holds it that is not known to be ``gone``."""
        ...

    def renew_lease(self, now: datetime, ttl_s: float) -> None:
        """Raises LeaseLostError when another daemon took over."""
        ...

    def release_lease(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What preparing with a reachable server yields."""

    desk: Desk
    own: ActorId
    acting: dict[ActorId, str]
    """Communities in act mode, with their names."""
    communities: dict[ActorId, LocalId]
    moderates: frozenset[ActorId]
    """What the account moderated when this was prepared."""
    audiences: tuple[Audience, ...] = ()
    """Who is told of notes by message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What came of one tick, for the log and the terminal."""

    tally: Tally | None
    healthy: bool
    why: str


class Watch:
    """A daemon's state between ticks. Every method is called on the one worker thread."""

    def __init__(
        self,
        *,
        gate: Gate,
        moderation: Moderation,
        archive: Archive,
        lookout: Lookout,
        lease: Lease,
        clock: Clock,
        owner: str,
        gone: Callable[[str], bool],
        interval_s: float,
        prepare: Callable[[Site], Post],
        tell: Callable[[Tick], None],
    ) -> None:
        self._gate = gate
        self._moderation = moderation
        self._archive = archive
        self._lookout = lookout
        self._lease = lease
        self._clock = clock
        self._owner = owner
        self._gone = gone
        self._interval_s = interval_s
        self._lease_s = max(SHORTEST_LEASE_S, 3 * interval_s)
        self._prepare = prepare
        self._tell = tell
        self._post: Post | None = None
        self._prepared_at: datetime | None = None
        self._has_lease = False
        self._passes = 0
        self._last_pass_at: datetime | None = None
        self._standing = Standing(trouble="not started yet")
        self._exit_code = TRY_LATER
        self._beat: Heartbeat | None = None
        """What was last said; nothing is said before the first tick has ended."""

    @property
    def on_duty(self) -> bool:
        """Whether this daemon is the one that works with the store."""
        return self._has_lease and self._post is not None

    @property
    def exit_code(self) -> int:
        """What the last tick came to, as docs/reference/contracts.md has it; 0 where it found nothing wrong."""
        return self._exit_code

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Who is told of notes by message; empty until prepared."""
        return self._post.audiences if self._post else ()

    def tick(self) -> None:
        """One tick: never raises for what the server does; says it in the heartbeat instead."""
        try:
            if not self._hold_lease():
                self._finish(None, "another daemon works with this store; standing by", TRY_LATER)
                return
            tally = self._pass()
        except LemmyError as error:
            self._finish(None, str(error), error.exit_code)
            return
        if tally.trouble:
            self._finish(tally, str(tally.trouble), tally.trouble.exit_code)
        else:
            self._finish(tally, self._standing.trouble or self._holds(), FOUND_TROUBLE)

    def collect_verdicts(self) -> int:
        """Store what moderators did since last time; how many acts were new."""
        if self._post is None or not self._has_lease:
            return 0
        return learn.collect(
            self._moderation,
            self._archive,
            self._lookout,
            now=self._clock.now(),
            own=self._post.own,
            communities=self._post.communities,
            moderating=bool(self._post.moderates),
        )

    def tend(self) -> None:
        """Called at each step of a long pass and before each wait: keeps the lease, and says that we are alive."""
        if not self._has_lease:
            return
        self._renew()
        now = self._clock.now()
        if self._beat is not None and now - self._beat.at >= BEAT_EVERY:
            self._beat = replace(self._beat, at=now)
            self._archive.beat(self._beat)

    def close(self) -> None:
        """Give the lease back, so that the next daemon need not wait for it to run out."""
        if self._has_lease:
            self._lease.release_lease()
            self._has_lease = False

    def may_act(self) -> bool:
        """Asked before each action; the performer takes a fresh look of its own right before it sends."""
        if self._post is None or not self._post.acting:
            return True  # in dry run nothing is sent, so nothing has to be asked
        self._stand(self._gate.site())
        self._renew()
        return not self._standing.trouble

    def rights_known(self) -> bool:
        """Asked before decisions are planned: a hold whose reason has passed would withhold them for good.

        False when the server cannot be asked: they wait.
        """
        if not any(state.why.startswith(RIGHTS) for state in self._held()):
            return True
        try:
            self._stand(self._gate.site(within=ASKED_LATELY))
        except LemmyError:
            return False
        return True

    def _pass(self) -> Tally:
        site = self._gate.site()
        post = self._ready(site)
        self._stand(site)
        self._renew()
        tally = cycle.run_pass(post.desk)
        if tally.trouble is None:
            self._passes += 1
            self._last_pass_at = self._clock.now()
        return tally

    def _ready(self, site: Site) -> Post:
        """Prepared anew each hour, and when the account's rights change, since they decide what is read how."""
        now = self._clock.now()
        if standing.support(site.version) is Support.NONE:
            raise NotAllowedError(standing.unsupported(site))
        moderates = site.account.moderates if site.account else frozenset()
        due = self._prepared_at is None or now - self._prepared_at > AGAIN
        if self._post is None or due or moderates != self._post.moderates:
            self._post = self._prepare(site)
            self._prepared_at = now
            self._release(REFUSED)
        return self._post

    def _stand(self, site: Site) -> None:
        acting = self._post.acting if self._post else {}
        self._standing = standing.assess(site, acting=acting, now=self._clock.now())
        if self._standing.trouble:
            return
        held = {state.community for state in self._held()}
        for community in self._standing.without_rights - held:
            self._archive.hold(community, f"{RIGHTS}our account does not moderate it", self._clock.now())
        self._release(RIGHTS, but=self._standing.without_rights)

    def _held(self) -> list[CommunityState]:
        acting = self._post.acting if self._post else {}
        states = self._archive.communities()
        return [state for state in states if state.state == "held" and state.community in acting]

    def _release(self, kind: str, but: frozenset[ActorId] = frozenset()) -> None:
        for state in self._held():
            if state.why.startswith(kind) and state.community not in but:
                self._archive.release(state.community)

    def _holds(self) -> str:
        held = [f"{state.name} ({state.why})" for state in self._held()]
        return f"nothing is sent in {', '.join(held)}" if held else ""

    def _hold_lease(self) -> bool:
        if self._has_lease:
            self._renew()
            return True
        self._has_lease = (
            self._lease.take_lease(self._owner, self._clock.now(), self._lease_s, gone=self._gone) is not None
        )
        return self._has_lease

    def _renew(self) -> None:
        try:
            self._lease.renew_lease(self._clock.now(), self._lease_s)
        except LeaseLostError:
            self._has_lease = False
            raise

    def _finish(self, tally: Tally | None, trouble: str, exit_code: int) -> None:
        """``exit_code``: what it would be if this was the last tick and there is any trouble."""
        tick = Tick(tally=tally, healthy=not trouble, why=trouble or self._good_news())
        self._exit_code = exit_code if trouble else 0
        if self._has_lease:
            try:
                self._beat = self._heartbeat(tick)
                self._archive.beat(self._beat)
            except StoreBusyError as error:
                tick = replace(tick, healthy=False, why=str(error))
                self._exit_code = error.exit_code
        self._tell(tick)

    def _good_news(self) -> str:
        acts = self._post is not None and any(mode is Mode.ACT for mode in self._post.desk.modes.values())
        return f"{self._passes} passes, {'acting' if acts else 'dry run, nothing is sent'}"

    def _heartbeat(self, tick: Tick) -> Heartbeat:
        return Heartbeat(
            at=self._clock.now(),
            healthy=tick.healthy,
            why=tick.why,
            last_pass_at=self._last_pass_at,
            passes=self._passes,
            interval_s=self._interval_s,
        )
