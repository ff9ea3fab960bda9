"""The composition root: the only file that names concrete adapters."""

import gc
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot import (
    __version__,
    churn,
    coverage,
    dispatch,
    evidence,
    health,
    learn,
    lemmy,
    policy,
    report,
    scoring,
    shelf,
    storage,
    tone,
    upkeep,
)
from bot.check import Preview, account_lines, community_lines
from bot.churn import person
from bot.comments import ActorId, CommunityFacts, FeedKey, Scope, Site, Window
from bot.cycle import Desk
from bot.decisions import Action, Call, Kind, Mode, PlannedDecision, Score, Thresholds, ToJudge, Withheld
from bot.dispatch import Ledger, Limits, Wording
from bot.errors import GoneError, LemmyError, SettingsError, StoreError
from bot.events import Event
from bot.journal import Journalled
from bot.logs import get as get_log
from bot.policy import Rules
from bot.ports import Performer
from bot.reading import Memory, Pace, Reader
from bot.scoring import Models
from bot.settings import CommunitySettings, Settings
from bot.upkeep import Audience
from bot.watch import Post, Tick, Watch
from bot.worker import Job, Worker

VERDICTS_EVERY_S = 300.0
UPKEEP_EVERY_S = 3600.0
MOST_CHANGES_SHOWN = 3


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds; never runs backwards."""
        return time.monotonic()


def thresholds_of(model: tone.Model, community: CommunitySettings | None) -> Thresholds:
    """The model's own thresholds, unless the community sets others."""
    own = model.thresholds
    report_at = (community and community.report_at) or own.report_at
    note_at = min((community and community.note_at) or own.note_at, report_at)
    return Thresholds(log_at=min(own.log_at, note_at), note_at=note_at, report_at=report_at)


def rules_of(models: Models, community: CommunitySettings | None, *, own: ActorId, host: str) -> Rules:
    """How comments of one community are judged; of none, for a bare text."""
    churn_report_at = (community and community.churn_report_at) or models.churn.report_at
    return Rules(
        thresholds=thresholds_of(models.tone, community),
        churn_note_at=min((community and community.churn_note_at) or models.churn.note_at, churn_report_at),
        churn_report_at=churn_report_at,
        own=own,
        exempt=frozenset(full_name(name, host).lower() for name in (community.exempt if community else ())),
        ignore_words=frozenset(word.lower() for word in (community.ignore_words if community else ())),
    )


def limits_of(settings: Settings, community: CommunitySettings) -> Limits:
    """What may be sent in one community."""
    return Limits(
        mode=Mode(community.mode),
        notes=community.notes,
        act_within=timedelta(hours=community.act_within_h),
        per_hour=community.per_hour,
        per_day=community.per_day,
        all_per_hour=settings.caps.per_hour,
        all_per_day=settings.caps.per_day,
    )


def full_name(name: str, host: str) -> str:
    """A bare name is one of this server."""
    return name if "@" in name else f"{name}@{host}"


def host_of(settings: Settings) -> str:
    """The server's name as others write it."""
    return urlsplit(settings.lemmy.url).netloc


def store_url(settings: Settings, home: Path) -> str:
    """Where everything is remembered."""
    return settings.store.url or f"sqlite:///{home / 'evenkeel.db'}"


def open_store(settings: Settings, home: Path, clock: SystemClock) -> storage.Store:
    """The store of this configuration's account, made or brought up to date when needed."""
    home.mkdir(parents=True, exist_ok=True)
    account = ActorId(f"{settings.lemmy.username.lower()}@{host_of(settings)}")
    return storage.open_store(store_url(settings, home), host=host_of(settings), account=account, now=clock.now())


def shelf_of(settings: Settings | None, home: Path) -> shelf.Shelf:
    """Where models stand: the shipped ones, and those trained here."""
    return shelf.Shelf(trained=(settings and settings.models.dir) or home / "models")


def _warn(trouble: str) -> None:
    sys.stderr.write(f"evenkeel: {trouble}\n")


def load_models(settings: Settings | None, home: Path, *, tell: Callable[[str], None] = _warn) -> Models:
    """What judges tone and edits."""
    models = Models(tone=load_model(settings, home, tell=tell), churn=shelf.load_churn())
    gc.freeze()  # what stands now stays: walking over it again and again cost a tenth of judging
    return models


def load_model(settings: Settings | None, home: Path, *, tell: Callable[[str], None] = _warn) -> tone.Model:
    """The model that the configuration names, else the active one, else the last good one before it, and says so."""
    place = shelf_of(settings, home)
    if settings and settings.models.active:
        return place.load(settings.models.active)
    model, trouble = place.load_good()
    if trouble:
        tell(trouble)
    return model


def connect(
    settings: Settings, home: Path, *, clock: SystemClock, stop: threading.Event, read_only: bool
) -> lemmy.Gateway:
    """The server. With ``read_only`` the client refuses to send anything but reads and a login."""
    home.mkdir(parents=True, exist_ok=True)
    password = settings.lemmy.password
    return lemmy.connect(
        url=settings.lemmy.url,
        username=settings.lemmy.username,
        token_file=settings.lemmy.token_file or home / "token",
        password=password.get_secret_value() if password else None,
        clock=clock,
        stop=stop,
        requests_per_minute=settings.polling.requests_per_minute,
        read_only=read_only,
        version=__version__,
        interval_s=settings.polling.interval_s,
    )


@dataclass(frozen=True, kw_only=True)
class Daemon:
    """Everything that `evenkeel run` needs, put together."""

    worker: Worker
    watch: Watch
    store: storage.Store
    gateway: lemmy.Gateway
    page: ThreadingHTTPServer | None

    def run(self, passes: int | None = None) -> int:
        """Block until told to stop; an exit code."""
        try:
            return self.worker.run(passes)
        finally:
            if self.page is not None:
                self.page.shutdown()
                self.page.server_close()
            self.watch.close()
            self.gateway.close()
            self.store.close()


def build_daemon(
    settings: Settings,
    home: Path,
    *,
    stop: threading.Event,
    tell: Callable[[Tick], None],
    environ: Mapping[str, str] = os.environ,
    clock: SystemClock | None = None,
) -> Daemon:
    """Put a daemon together; asks nothing of the server yet."""
    clock = clock or SystemClock()
    log = get_log()
    models = load_models(settings, home, tell=lambda trouble: log.warning(Event.MODEL_REFUSED, why=trouble))
    log.info(Event.MODEL_LOADED, model=models.name)
    store = open_store(settings, home, clock)
    log.info(Event.STORE_OPENED, database=store.describe())
    gateway = connect(settings, home, clock=clock, stop=stop, read_only=not settings.acts)
    post_of = _Preparation(
        settings=settings, models=models, store=store, gateway=gateway, clock=clock, stop=stop, environ=environ
    )
    watch = Watch(
        gate=gateway,
        moderation=gateway,
        archive=store,
        lookout=store,
        lease=store,
        clock=clock,
        owner=f"{socket.gethostname()}:{os.getpid()}",
        gone=_process_is_gone,
        interval_s=settings.polling.interval_s,
        prepare=post_of.prepare,
        tell=_with_ping(settings.health.ping_url, tell),
    )
    worker = Worker(
        first=Job(name="pass", every_s=settings.polling.interval_s, run=watch.tick),
        jobs=(
            Job(name="verdicts", every_s=VERDICTS_EVERY_S * pace_of(settings).slowness, run=lambda: _verdicts(watch)),
            Job(name="upkeep", every_s=UPKEEP_EVERY_S, run=lambda: _upkeep(settings, store, watch, clock)),
        ),
        clock=clock,
        stop=stop,
    )

    def tend() -> None:
        worker.sign_of_life()
        watch.tend()

    post_of.may_act = watch.may_act
    post_of.rights_known = watch.rights_known
    post_of.tend = tend
    gateway.before_waiting(tend)
    page = _health_page(settings, store, clock)
    return Daemon(worker=worker, watch=watch, store=store, gateway=gateway, page=page)


class _Preparation:
    """Turns the configuration and what the server says of it into the desk that passes work at."""

    def __init__(
        self,
        *,
        settings: Settings,
        models: Models,
        store: storage.Store,
        gateway: lemmy.Gateway,
        clock: SystemClock,
        stop: threading.Event,
        environ: Mapping[str, str],
    ) -> None:
        self._settings = settings
        self._models = models
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._stop = stop
        self._journal = environ.get("EVENKEEL_JOURNAL")
        self._begun = False
        self._memory = Memory()
        self.may_act: Callable[[], bool] = lambda: False
        self.rights_known: Callable[[], bool] = lambda: False
        self.tend: Callable[[], None] = lambda: None

    def prepare(self, site: Site) -> Post:
        """Look every community up and begin to watch it."""
        found = {
            facts.community.actor_id: (community, facts)
            for community in self._settings.communities
            for facts in [find_community(self._gateway, community.name, host=site.host)]
        }
        moderates = site.account.moderates if site.account else frozenset()
        for actor_id, (community, facts) in found.items():
            if not self._begun:
                refuse_to_act_as_stranger(community, moderates=actor_id in moderates)
            self._store.begin(facts.community, Mode(community.mode), self._clock.now())
        # Rights lost later hold the community; only at the start are they a mistake of configuration.
        self._begun = True
        return Post(
            desk=self._desk(site, found),
            own=self._own(site),
            acting={a: c.name for a, (c, _) in found.items() if c.mode == "act"},
            communities={a: facts.community.local_id for a, (_, facts) in found.items()},
            moderates=moderates,
            audiences=self._audiences(site, found),
        )

    def _own(self, site: Site) -> ActorId:
        return site.account.person.actor_id if site.account else ActorId("")

    def _audiences(
        self, site: Site, found: dict[ActorId, tuple[CommunitySettings, CommunityFacts]]
    ) -> tuple[Audience, ...]:
        return tuple(
            Audience(
                community=actor_id,
                name=facts.community.name,
                mode=Mode(community.mode),
                tell=tuple(full_name(name, site.host) for name in community.tell),
            )
            for actor_id, (community, facts) in found.items()
            if community.notes == "message"
        )

    def _desk(self, site: Site, found: dict[ActorId, tuple[CommunitySettings, CommunityFacts]]) -> Desk:
        moderates = site.account.moderates if site.account else frozenset()
        rules = {a: rules_of(self._models, c, own=self._own(site), host=site.host) for a, (c, _) in found.items()}
        limits = {a: limits_of(self._settings, c) for a, (c, _) in found.items()}
        performers = self._performers()

        def plan(decision: PlannedDecision, ledger: Ledger, now: datetime) -> Action | Withheld:
            number = f"{decision.decision_id:x}"
            report_text, short_report = evidence.report_texts(decision, number=number)
            note = evidence.note_text(decision, number=number)
            wording = Wording(report=report_text, short_report=short_report, note=note)
            place = limits.get(decision.comment.community.actor_id)
            if place is None:
                return Withheld(status="held", why="this community is no longer in the configuration")
            return dispatch.dispatch(decision, ledger=ledger, limits=place, wording=wording, now=now)

        return Desk(
            reader=self._reader({a: facts.community.name for a, (_, facts) in found.items()}, moderates),
            inbox=self._store,
            outbox=self._store,
            clock=self._clock,
            modes={a: Mode(c.mode) for a, (c, _) in found.items()},
            judge=lambda batch: scoring.judge_many(batch, self._models, rules.__getitem__),
            dispatch=plan,
            performer=lambda action: performers[action.mode, action.kind],
            may_act=self.may_act,
            rights_known=self.rights_known,
            room_to_act=self._gateway.room_to_act,
            turn_s=self._settings.polling.interval_s,
            tend=self.tend,
            stopping=self._stop.is_set,
            note_reports=lambda: self._note_reports(site, found),
        )

    def _note_reports(self, site: Site, found: dict[ActorId, tuple[CommunitySettings, CommunityFacts]]) -> None:
        """One page, where the server shows us reports; a server that does not answer is met again while reading."""
        if not (site.account and site.account.moderates):
            return
        communities = {actor_id: facts.community.local_id for actor_id, (_, facts) in found.items()}
        try:
            learn.note_reports(self._gateway, self._store, own=self._own(site), communities=communities)
        except LemmyError as error:
            get_log().warning(Event.REPORTS_UNREAD, error=type(error).__name__)

    def _reader(self, names: dict[ActorId, str], moderates: frozenset[ActorId]) -> Reader:
        return Reader(
            feed=self._gateway,
            inbox=self._store,
            lookout=self._store,
            clock=self._clock,
            homes=homes_of(names, moderates),
            memory=self._memory,
            pace=pace_of(self._settings),
            spare=self._gateway.spare,
            hurry=self._gateway.hurry,
            tend=self.tend,
            stopping=self._stop.is_set,
        )

    def _performers(self) -> dict[tuple[Mode, Kind], Performer]:
        """Dry run is another performer, not an `if`; a ledger line sends nothing in either mode."""
        nothing = lemmy.DryRunPerformer()
        real: dict[Kind, Performer] = {
            Kind.REPORT: lemmy.ReportPerformer(self._gateway),
            Kind.MESSAGE: lemmy.MessagePerformer(self._gateway),
            Kind.MODLOG_NOTE: lemmy.ModlogNotePerformer(self._gateway),
            Kind.LEDGER: lemmy.LedgerPerformer(),
        }
        both = {(Mode.ACT, kind): performer for kind, performer in real.items()}
        both |= {(Mode.DRY_RUN, kind): nothing for kind in Kind}
        if self._journal is None:
            return both
        path = Path(self._journal)
        return {key: Journalled(performer, path, self._clock) for key, performer in both.items()}


def pace_of(settings: Settings) -> Pace:
    """How the read budget is to be used."""
    polling = settings.polling
    return Pace(
        interval_s=polling.interval_s,
        requests_per_minute=polling.requests_per_minute,
        newest_300=polling.newest_300,
    )


def homes_of(names: dict[ActorId, str], moderates: frozenset[ActorId]) -> dict[FeedKey, frozenset[ActorId]]:
    """Listings to follow: one for all communities that we moderate, and one by name for each of the others."""
    ours = frozenset(actor_id for actor_id in names if actor_id in moderates)
    homes = {FeedKey(scope=Scope.MODERATED): ours} if ours else {}
    others = sorted((name, actor_id) for actor_id, name in names.items() if actor_id not in moderates)
    return homes | {FeedKey(scope=Scope.COMMUNITY, community=name): frozenset({actor_id}) for name, actor_id in others}


def _process_is_gone(owner: str) -> bool:
    """Whether the holder of a lease was a process of this machine that has ended, so that a restart need not wait."""
    host, _, number = owner.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def find_community(gateway: lemmy.Gateway, name: str, *, host: str) -> CommunityFacts:
    """A configured community as the server has it; SettingsError when there is none of that name."""
    try:
        return gateway.community(name)
    except GoneError:
        raise SettingsError(
            f"There is no community named {name} on {host}. Is the name as in its address, after /c/?"
        ) from None


def refuse_to_act_as_stranger(community: CommunitySettings, *, moderates: bool) -> None:
    """Acting is only for communities that the account moderates."""
    if community.mode == "act" and not moderates:
        raise SettingsError(
            f'{community.name}: mode is "act", but our account does not moderate this community.'
            ' Ask to be made a moderator there, or set mode = "dry-run".'
        )


def _with_ping(url: str, tell: Callable[[Tick], None]) -> Callable[[Tick], None]:
    """After a healthy pass a dead man's switch is told too, where one is configured."""
    if not url:
        return tell

    def tell_both(tick: Tick) -> None:
        tell(tick)
        if tick.healthy and not health.ping(url):
            get_log().warning(Event.PING_FAILED)

    return tell_both


def _verdicts(watch: Watch) -> None:
    new = watch.collect_verdicts()
    if new:
        get_log().info(Event.VERDICTS_STORED, new=new)


def _upkeep(settings: Settings, store: storage.Store, watch: Watch, clock: SystemClock) -> None:
    if not watch.on_duty:
        return
    upkeep.plan_messages(store, watch.audiences, clock.now())
    keep = settings.retention
    dropped = store.drop_texts(clock.now(), clean_days=keep.clean_days, finding_days=keep.finding_days)
    if dropped:
        get_log().info(Event.TEXTS_DROPPED, texts=dropped)


def _health_page(settings: Settings, store: storage.Store, clock: SystemClock) -> ThreadingHTTPServer | None:
    if not settings.health.listen:
        return None
    return health.serve(settings.health.listen, lambda: health.of_heartbeat(store.heartbeat(), clock.now()))


def summarise(
    store: storage.Store, model: tone.Model, *, dry_run: bool, communities: tuple[str, ...], now: datetime
) -> report.Summary:
    """Everything that a report shows, from the store."""
    seen = store.overview()
    rows = store.findings(limit=500)
    own = model.thresholds
    return report.Summary(
        server=seen.host,
        account=seen.account,
        made_at=now,
        dry_run=dry_run,
        communities=communities,
        comments=seen.comments,
        edits=seen.edited,
        judged=seen.judged,
        abstained=seen.abstained,
        failures=seen.failures,
        left_alone=seen.comments - len({row.comment.ap_id for row in rows if row.call.gravity >= 2}),
        model=model.name,
        report_at=own.report_at,
        note_at=own.note_at,
        rows=tuple(report_row(row) for row in rows),
    )


def report_row(row: storage.FindingRow) -> report.Row:
    """One finding as a person reads it."""
    text = row.comment.text if row.text_kept else None
    shown = evidence.shown(row.reasons)
    of_edits = evidence.is_of_edits(row.findings)
    already = "; already reported, or its author in this thread today" if row.demoted else ""
    return report.Row(
        call="note" if row.demoted else row.call,
        finding=evidence.name_of(row.findings, answers_somebody=row.comment.parent_local_id is not None),
        attention=row.edits.churn if of_edits and row.edits else row.attention,
        text=text,
        spans=tuple((reason.start, reason.end) for reason in shown),
        words=tuple(evidence.words_of(text, row.reasons)) if text is not None else (),
        author=row.comment.author.name,
        community=row.comment.community.name,
        thread=row.comment.post.title,
        link=row.comment.ap_id,
        published=row.comment.published,
        edited=row.revision > 1,
        status=row.status + already,
        why=row.why,
        earlier_text=row.earlier_text,
        changes=_shown_changes(row) if of_edits else (),
        habit=_habit_words(row.habit) if row.habit is not None and of_edits else "",
        left_behind=len(row.edits.stranded) if row.edits else 0,
        measures=tuple((reason.words, reason.weight) for reason in row.edits.reasons) if of_edits and row.edits else (),
    )


def _habit_words(habit: person.Habit) -> str:
    """Context for a case that stands by itself; nothing where the author does not surely stand out."""
    if not person.stands_out(habit):
        return ""
    return (
        f"Of {habit.comments} comments of this author here in 30 days, {habit.changed} were changed like this;"
        f" in the community it is {habit.rate:.1%}."
    )


def _shown_changes(row: storage.FindingRow) -> tuple[report.Shown, ...]:
    """The newest edits that stood out, with their texts where those are kept."""
    found = row.edits.evidence[-MOST_CHANGES_SHOWN:] if row.edits else ()
    return tuple(
        report.Shown(
            why=one.why,
            before=row.texts.get(one.earlier),
            after=row.texts.get(one.later),
            gone=one.gone,
            come=one.come,
        )
        for one in found
    )


def summary_of(settings: Settings, home: Path) -> report.Summary:
    """The report of an existing store."""
    store = storage.open_for_reading(store_url(settings, home))
    try:
        return summarise(
            store,
            load_model(settings, home),
            dry_run=not settings.acts,
            communities=tuple(community.name for community in settings.communities),
            now=SystemClock().now(),
        )
    finally:
        store.close()


def login(settings: Settings, home: Path, *, password: str, totp: str | None) -> None:
    """Sign in once and keep the token."""
    gateway = connect(settings, home, clock=SystemClock(), stop=threading.Event(), read_only=True)
    try:
        gateway.login(password, totp)
    finally:
        gateway.close()


def check(settings: Settings, home: Path) -> Iterator[tuple[bool, str]]:
    """(all right, line) about everything that `evenkeel check` looks at."""
    models = load_models(settings, home)
    tone_at, churn_at = models.tone.thresholds.report_at, models.churn.report_at
    yield True, f"the model {models.name} reports words from {tone_at:.0%} and edits from {churn_at:.0%}"
    gateway = connect(settings, home, clock=SystemClock(), stop=threading.Event(), read_only=True)
    try:
        site = gateway.site(within=timedelta(0))
        yield from account_lines(site)
        for community in settings.communities:
            yield from community_lines(_preview(community, models=models, site=site, gateway=gateway), site)
    finally:
        gateway.close()


def _preview(community: CommunitySettings, *, models: Models, site: Site, gateway: lemmy.Gateway) -> Preview:
    """The newest page of a community, judged."""
    facts = find_community(gateway, community.name, host=site.host)
    window = Window(feed=FeedKey(scope=Scope.COMMUNITY, community=facts.community.name), page=1)
    page = gateway.read(window)
    own = site.account.person.actor_id if site.account else ActorId("")
    rules = rules_of(models, community, own=own, host=site.host)
    readable = [comment for comment in page.comments if comment.readable]
    batch = [ToJudge(comment=comment, revision=1, observed_at=page.observed_at) for comment in readable]
    results = scoring.judge_many(batch, models, lambda _community: rules)
    return Preview(facts=facts, mode=community.mode, comments=page.comments, results=tuple(results))


def status_lines(settings: Settings, home: Path) -> Iterator[str]:
    """The store in plain words."""
    store = storage.open_for_reading(store_url(settings, home))
    try:
        seen = store.overview()
        yield f"{seen.account}: {health.of_heartbeat(store.heartbeat(), SystemClock().now())[1]}"
        yield f"comments {seen.comments}, edits {seen.edited}, waiting to be judged {seen.waiting}"
        yield f"judged {seen.judged}, not judged for language or want of text {seen.abstained}, failed {seen.failures}"
        yield f"rows set aside {seen.set_aside}, acts of moderators known {seen.verdicts}"
        for call, number in sorted(seen.calls.items(), key=lambda item: -item[0].gravity):
            yield f"decisions: {call} {number}"
        for (mode, kind, state), number in sorted(seen.actions.items()):
            yield f"actions ({mode}): {kind} {_state_words(mode, kind, state)} {number}"
        yield "comment by comment, with reasons: evenkeel report"
        for place in store.communities():
            held = f", {place.state}: {place.why}" if place.state != "active" else ""
            yield f"community {place.name}: {place.mode}{held}"
        yield from coverage.lines(store.coverage())
    finally:
        store.close()


def _state_words(mode: str, kind: str, state: str) -> str:
    """What dry run calls done was not sent."""
    if (mode, state) != (Mode.DRY_RUN, "done"):
        return state
    return "would have been written" if kind == Kind.LEDGER else "would have been sent"


def health_line(settings: Settings, home: Path) -> tuple[bool, str]:
    """Whether the daemon works, and one line why (not)."""
    try:
        store = storage.open_for_reading(store_url(settings, home))
    except StoreError as error:
        return False, str(error)
    try:
        return health.of_heartbeat(store.heartbeat(), SystemClock().now())
    finally:
        store.close()


def _models_and_rules(settings: Settings | None, home: Path, community: str | None = None) -> tuple[Models, Rules]:
    """What bare texts are judged with: a community's settings where one is named, else the model's own."""
    models = load_models(settings, home)
    named = [c for c in settings.communities if c.name == community] if settings else []
    if community is not None and not named:
        raise SettingsError(f"There is no community named {community} in the configuration.")
    host = host_of(settings) if settings else ""
    return models, rules_of(models, named[0] if named else None, own=ActorId(""), host=host)


def text_judge(settings: Settings | None, home: Path) -> Callable[[list[tuple[str, str | None]]], list[dict[str, Any]]]:
    """For `evenkeel score`: texts and parents in, rows out."""
    models, rules = _models_and_rules(settings, home)

    def judge(batch: list[tuple[str, str | None]]) -> list[dict[str, Any]]:
        texts = [text for text, _ in batch]
        parents = [parent for _, parent in batch]
        scores = tone.judge_many(models.tone, texts, parents=parents, explain_from=rules.thresholds.log_at)
        return [_score_row(text, score, rules) for text, score in zip(texts, scores, strict=True)]

    return judge


def edit_judge(settings: Settings | None, home: Path) -> Callable[[list[churn.History]], list[dict[str, Any]]]:
    """For `evenkeel churn`: histories in, rows out. The decision is that of the edits alone."""
    models, rules = _models_and_rules(settings, home)

    def judge(batch: list[churn.History]) -> list[dict[str, Any]]:
        cases = [churn.case_of(history) for history in batch]
        scores = scoring.edit_scores(cases, models)
        return [
            {**churn.row_of(case, score), "decision": policy.call_for_edits(score, rules) if score else Call.NONE}
            for case, score in zip(cases, scores, strict=True)
        ]

    return judge


def _score_row(text: str, score: Score, rules: Rules) -> dict[str, Any]:
    return {
        "attention": round(score.attention, 4),
        "heads": {head: round(chance, 4) for head, chance in score.heads.items()},
        "decision": scoring.call_of(score, rules),
        "language": score.language,
        "abstained": score.abstained or False,
        "reasons": [
            {
                "words": text[reason.start : reason.end],
                "start": reason.start,
                "end": reason.end,
                "head": reason.head,
                "weight": round(reason.weight, 3),
            }
            for reason in score.reasons
        ],
    }


def fetch_text(address: str) -> str:
    """The text of a public comment; GoneError when it is deleted or removed, so that there is none."""
    comment = lemmy.read_comment(address, clock=SystemClock(), version=__version__)
    if comment.readable:
        return comment.text
    raise GoneError(f"{address} {'was deleted by its author' if comment.deleted else 'was removed by a moderator'}.")


def explain_lines(settings: Settings | None, home: Path, text: str, *, community: str | None) -> Iterator[str]:
    """For `evenkeel explain`: the score, taken apart."""
    models, rules = _models_and_rules(settings, home, community)
    found = tone.explanation(models.tone, text, ignore_words=rules.ignore_words)
    score = found.score
    if score.abstained:
        yield f"Not judged: {score.abstained}."
        return
    at = rules.thresholds
    limits = f"reported from {at.report_at:.1%}, noted from {at.note_at:.1%}"
    yield f"{scoring.call_of(score, rules).upper()}: attention {score.attention:.1%} ({limits})"
    yield "Heads: " + ", ".join(f"{head} {chance:.0%}" for head, chance in score.heads.items())
    yield f"The sentence that counts twice: {found.sentence}"
    yield f"{'intercept':24} {found.intercept:+8.3f}"
    for share in sorted(found.shares, key=lambda share: -abs(share.log_odds)):
        without = f"   without it: {share.without:.1%}" if share.without is not None else ""
        ignored = "   ignored in this community" if share.ignored else ""
        yield f"{share.written[:24]:24} {share.log_odds:+8.3f}{without}{ignored}"
    yield f"{'sum (log-odds)':24} {found.log_odds:+8.3f}"
