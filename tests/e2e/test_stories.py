"""Whole stories against the sandbox: what a moderator would see on the server, and what must never happen there."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SettingsError, StoreError
from bot.sandbox.server import Fault
from tests.e2e.world import INSULT, NOTE_ONLY, NOTED, World


def test_dry_run_sends_nothing_and_says_what_it_would_have_done(here: World) -> None:
    here.say(INSULT)

    assert here.run(2, mode="dry-run") == 0

    assert here.sandbox.writes() == []
    (finding,) = here.findings()
    assert (finding.call, finding.status) == ("report", "dry run: a report, not sent")


def test_acting_files_one_report_with_its_reason(here: World) -> None:
    here.run(1)
    insult = here.say(INSULT)
    here.say("What a lovely day.")

    here.run(1)
    here.run(2)

    ((number, reason),) = here.reports()
    assert number == insult.id
    assert reason.startswith("Evenkeel (automatic): likely insult, ")
    assert "worthless" in reason
    assert "Wrong? Resolve without removing" in reason


@pytest.mark.parametrize("first", ["dry-run", "act"])
def test_the_past_is_judged_and_never_sent(here: World, first: str) -> None:
    here.say(INSULT)
    here.run(2, mode=first)
    here.run(2, mode="act")

    assert here.reports() == []


def test_the_model_case_is_left_alone(here: World) -> None:
    """A heated subject, an announced correction, mild swearing at oneself: both revisions are kept, nobody is touched."""
    here.run(1)
    state = here.sandbox.state
    news = "Two dictators signed a pact. Thousands cheered, because they had to."
    here.say(news, here.alice)
    names = here.say("Three countries left that pact, ~~the western one~~ the eastern one just this year.", here.remote)
    here.run(1)
    state.federate_edit(
        names,
        "Three countries left that pact, ~~the eastern one~~ the western one just this year.\n\n"
        "Edit: Flipped the names. They are now correct.",
        state.clock(),
    )
    here.say(
        "Ah, crap, that I do. I should look at a map before I write about them.",
        here.remote,
        parent=names,
        updated=state.clock(),
    )
    elsewhere = state.person("wren", host="harbour.example")
    here.say(
        "> the same as our alliance\n\nThey never did honour the pact. Sounds about right.", elsewhere, parent=names
    )

    here.run(2)

    assert here.sandbox.writes() == []
    assert [finding for finding in here.findings() if finding.call in ("note", "report")] == []
    with here.store() as store:
        seen = store.overview()
    assert (seen.comments, seen.edited, seen.waiting, seen.failures) == (4, 1, 0, 0)


def test_an_edit_that_turns_nasty_is_judged_anew(here: World) -> None:
    here.run(1)
    question = here.say("Does anybody know whether the school is open?")
    here.run(1)
    here.sandbox.state.edit(here.bob, question, INSULT)
    here.run(1)

    ((number, reason),) = here.reports()
    assert number == question.id
    assert "in an edited text" in reason


def test_a_text_that_changes_between_judgement_and_report_is_judged_anew(here: World) -> None:
    here.run(1)
    insult = here.say(INSULT)
    state = here.sandbox.state
    once: list[bool] = []

    def soften(method: str, path: str) -> bool:
        if path == "/comment/report/list" and not once:  # asked right before the report is filed
            once.append(True)
        if path == "/comment" and method == "GET" and insult.updated is None:
            state.edit(here.bob, insult, "I was rude, sorry. I take it back.")
        return False

    here.sandbox.faults.add(Fault(matches=soften))
    here.run(2)

    assert once
    assert here.reports() == []


@pytest.mark.parametrize("what", ["deleted", "removed", "locked", "banned", "reported", "resolved", "post-removed"])
def test_what_was_dealt_with_meanwhile_is_left_alone(here: World, what: str) -> None:
    here.run(1)
    insult = here.say(INSULT)
    state = here.sandbox.state

    def meanwhile(method: str, path: str) -> bool:
        if (method, path) != ("GET", "/comment"):
            return False
        if what == "deleted":
            insult.deleted = True
        elif what == "removed":
            insult.removed = True
        elif what == "locked":
            here.post.locked = True
        elif what == "post-removed":
            here.post.removed = True
        elif what == "banned":
            here.news.banned.add(here.bob.id)
        elif not state.reports:
            filed = state.report(here.alice, insult, "rude")
            filed.resolved = what == "resolved"
        return False

    here.sandbox.faults.add(Fault(matches=meanwhile))
    here.run(2)

    assert here.reports() == []


def test_rights_withdrawn_hold_the_community_until_they_are_back(here: World) -> None:
    here.run(1)
    here.news.moderators.remove(here.bot)
    here.say(INSULT)
    assert here.run(1, mode="dry-run") == 0
    with pytest.raises(SettingsError, match="does not moderate"):
        here.run(1, mode="act")
    assert here.reports() == []


def test_a_community_that_we_do_not_moderate_is_read_by_name_in_dry_run(here: World) -> None:
    here.news.moderators.remove(here.bot)
    here.say(INSULT)

    assert here.run(1, mode="dry-run") == 0
    assert [finding.call for finding in here.findings()] == ["report"]


def test_rights_withdrawn_in_mid_run_hold_and_their_return_releases(here: World) -> None:
    import threading

    from bot import bootstrap

    settings, stop = here.settings(mode="act"), threading.Event()
    other = here.sandbox.state.community("other", "Other", [here.bot])
    assert other.moderators

    def script(tick: object) -> None:
        here.ticks.append(tick)  # type: ignore[arg-type]
        if len(here.ticks) == 1:
            here.news.moderators.remove(here.bot)
            daemon.gateway._site_at = None
            here.say(INSULT)
        if len(here.ticks) == 2:
            here.news.moderators.append(here.bot)
            daemon.gateway._site_at = None
        if len(here.ticks) == 3:
            here.say(INSULT, here.alice)

    daemon = bootstrap.build_daemon(settings, here.home, stop=stop, tell=script, environ={})
    daemon.run(6)

    assert [tick.healthy for tick in here.ticks][:4] == [True, False, True, True]
    assert "does not moderate" in here.ticks[1].why
    assert len(here.reports()) == 1


def test_rights_that_go_while_the_comment_is_looked_at_hold_the_community(here: World) -> None:
    here.run(1)
    here.say(INSULT)

    def withdraw(method: str, path: str) -> bool:
        if (method, path) == ("GET", "/comment") and here.bot in here.news.moderators:
            here.news.moderators.remove(here.bot)
        return False

    here.sandbox.faults.add(Fault(matches=withdraw))
    here.run(1)

    assert here.reports() == []
    assert "does not moderate" in here.ticks[-1].why


def test_a_ban_of_the_bot_holds_the_community_and_is_said(here: World) -> None:
    here.run(1)
    here.say(INSULT)
    here.news.banned.add(here.bot.id)
    here.run(1)

    assert here.reports() == []
    assert "our account is banned from it" in here.ticks[-1].why


def test_an_outage_uses_up_no_attempts(here: World) -> None:
    here.run(1)
    here.say(INSULT)
    here.sandbox.faults.add(Fault(matches=lambda _m, path: path == "/comment", raw=b"x", status=503, times=3))
    here.run(1)
    assert here.reports() == []
    here.run(1)

    assert len(here.reports()) == 1


def test_one_listings_trouble_is_not_the_next_ones(here: World) -> None:
    """Two communities read by name; the first is refused, the second is read, late comments on its deeper page too."""
    state = here.sandbox.state
    other = state.community("other", "Other", [])
    thread = state.post(here.alice, other, "Elsewhere")
    for number in range(60):
        state.write(here.bob, thread, f"number {number}")
    here.news.moderators.remove(here.bot)
    settings = here.settings(mode="dry-run")
    both = (*settings.communities, settings.communities[0].model_copy(update={"name": "other"}))
    refused = Fault(matches=lambda _m, path: path == "/comment/list", raw=b'{"error":"not_a_mod_or_admin"}', status=400)
    here.sandbox.faults.add(refused)
    here.run(2, settings=settings.model_copy(update={"communities": both}))

    assert not here.ticks[0].healthy
    assert here.ticks[1].healthy
    with here.store() as store:
        assert store.overview().comments == 60
    pages = [
        entry.query.get("page") for entry in here.sandbox.journal if "other" in entry.query.get("community_name", "")
    ]
    assert pages[:2] == ["1", None]  # a backlog is read 300 at a time, which knows no pages


def test_a_slur_filter_gets_the_reason_without_the_words(here: World) -> None:
    import re

    here.run(1)
    here.say(INSULT)
    here.sandbox.state.slur = re.compile("worthless")
    here.run(1)

    ((_, reason),) = here.reports()
    assert "Words:" not in reason


def test_two_reports_an_author_and_thread_become_one_and_a_note(here: World) -> None:
    here.run(1)
    here.say(INSULT)
    here.say("You stupid fucking idiots, everybody who answered here is a moron.")
    here.run(1)

    assert len(here.reports()) == 1
    assert sorted(finding.status.split(",")[0] for finding in here.findings()) == [
        "a line in Evenkeel's records",
        "a report",
    ]


def test_caps_hold_across_restarts(here: World) -> None:
    here.run(1)
    for number in range(6):
        here.say(INSULT, here.sandbox.state.person(f"angry{number}"))
    for _ in range(4):
        here.run(1, per_hour=3)

    assert len(here.reports()) == 3
    assert sum("the cap of 3 an hour" in finding.status for finding in here.findings()) == 3


@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_report_whose_answer_is_lost_is_looked_up_and_never_doubled(here: World, drop: str) -> None:
    from bot import cycle

    here.run(1)
    here.say(INSULT)
    here.sandbox.faults.add(
        Fault(matches=lambda method, path: (method, path) == ("POST", "/comment/report"), drop=drop)
    )
    grace = cycle.DOUBT_GRACE_S
    cycle.DOUBT_GRACE_S = 0.0
    try:
        here.run(1)
        here.run(2)
    finally:
        cycle.DOUBT_GRACE_S = grace

    assert len(here.reports()) == 1
    assert [finding.status.split(" (")[0] for finding in here.findings()] == ["a report, done"]


def test_seven_hundred_new_comments_are_all_judged_in_one_cycle(here: World) -> None:
    here.run(1)
    for number in range(700):
        here.say(f"Comment number {number}, and nothing else to say.")

    assert here.run(1, polling={"requests_per_minute": 60}) == 0

    tally = here.ticks[-1].tally
    assert tally is not None
    assert (tally.kept.new, tally.judged) == (700, 700)


def test_late_and_future_comments_are_seen(here: World) -> None:
    here.run(1)
    now = here.sandbox.state.clock()
    here.say("Late to the thread.", here.remote, published=now - timedelta(hours=3))
    here.say("My clock is wrong.", here.remote, published=now + timedelta(hours=2))
    here.run(2)
    here.say("And another one.", here.alice)
    here.run(1)

    with here.store() as store:
        assert store.overview().comments == 3


def test_a_poison_row_is_set_aside_and_the_rest_goes_on(here: World) -> None:
    import json

    broken = json.dumps({"comments": [{"comment": {"id": 1}}, 7]}).encode()
    here.sandbox.faults.add(Fault(matches=lambda _m, path: path == "/comment/list", raw=broken))
    assert here.run(1) == 0
    here.say("fine")
    here.run(1)

    with here.store() as store:
        seen = store.overview()
    assert (seen.set_aside, seen.comments) == (2, 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(matches=lambda _m, path: path == "/comment/list", raw=b"<html>Bad gateway</html>", status=502, times=3),
        Fault(matches=lambda _m, path: path == "/comment/list", raw=b"<html>Welcome</html>", status=200, times=3),
        Fault(matches=lambda _m, path: path == "/comment/list", cut=30, times=3),
        Fault(
            matches=lambda _m, path: path == "/comment/list", raw=b'{"error":"rate_limit_error"}', status=400, times=1
        ),
    ],
    ids=["bad gateway", "html for json", "truncated", "rate limited"],
)
def test_a_server_in_trouble_is_said_and_nothing_is_lost(here: World, fault: Fault) -> None:
    here.run(1)
    here.say(INSULT)
    here.sandbox.faults.add(fault)
    here.run(1)
    assert not here.ticks[-1].healthy
    here.run(1)

    assert here.ticks[-1].healthy
    assert len(here.reports()) == 1


def test_a_dead_token_is_noticed_although_the_server_answers_200(here: World) -> None:
    here.run(1)
    here.sandbox.state.tokens.clear()
    here.bot.password = "changed"
    here.run(1)

    assert not here.ticks[-1].healthy
    assert "refused" in here.ticks[-1].why


def test_a_refused_password_is_not_sent_again_across_restarts(here: World) -> None:
    here.bot.password = "another"
    here.run(2)
    here.run(2)

    logins = [entry for entry in here.sandbox.journal if entry.path == "/user/login"]
    assert len(logins) == 1
    assert "not sent again before" in here.ticks[-1].why


def test_a_store_of_another_account_is_refused(here: World) -> None:
    here.run(1)
    with here.store() as store:
        assert store.overview().account == f"evenkeel@{here.sandbox.url.removeprefix('http://')}"
    other = here.settings().model_copy(
        update={"lemmy": here.settings().lemmy.model_copy(update={"username": "somebody"})}
    )

    with pytest.raises(StoreError, match="belongs to"):
        here.run(1, settings=other)


def test_notes_by_message_tell_once_a_day(here: World) -> None:
    from bot import upkeep
    from bot.comments import ActorId
    from bot.decisions import Mode
    from bot.upkeep import Audience

    notes = {"notes": "message", "tell": ["mod"]} | NOTE_ONLY
    here.run(1, **notes)
    here.say(NOTED)
    here.run(1, **notes)
    assert here.reports() == []
    with here.store() as store:
        assert store.take_lease("test", here.sandbox.state.clock(), 60) is not None
        audience = Audience(
            community=ActorId(here.news.actor_id), name="news", mode=Mode.ACT, tell=("mod@here.example",)
        )
        tomorrow = here.sandbox.state.clock() + timedelta(days=1)
        assert upkeep.plan_messages(store, [audience], tomorrow) == 1
        assert upkeep.plan_messages(store, [audience], tomorrow) == 0
        store.release_lease()
    here.run(1, **notes)
    here.run(1, **notes)

    (message,) = here.sandbox.state.messages
    assert message.recipient is here.moderator
    assert "1 comment in news may deserve a look" in message.text
    assert NOTED not in message.text


def test_a_note_in_the_mod_log_resolves_nobodys_report(here: World) -> None:
    here.run(1, notes="mod-log", **NOTE_ONLY)
    noted = here.say(NOTED)
    once: list[bool] = []

    def race(method: str, path: str) -> bool:
        if (method, path) == ("POST", "/comment/remove") and not once:
            once.append(True)
            here.sandbox.state.report(here.alice, noted, "rude")  # arrives between our look and our line
        return False

    here.sandbox.faults.add(Fault(matches=race))
    here.run(2, notes="mod-log", **NOTE_ONLY)

    (line,) = here.sandbox.state.removals
    assert line.reason is not None
    assert "idiot" not in line.reason
    assert (line.moderator, line.removed) == (here.bot, False)
    (report,) = here.sandbox.state.reports.values()
    assert not report.resolved


def test_what_moderators_do_is_kept_and_respected(here: World) -> None:
    from bot import learn, storage
    from bot.comments import ActorId, LocalId

    here.run(1)
    insult = here.say(INSULT)
    here.run(1)
    (filed,) = here.sandbox.state.reports.values()
    here.sandbox.state.resolve(here.moderator, filed, resolved=True)
    here.sandbox.state.remove(here.moderator, insult, removed=True, reason="civility")
    from bot import bootstrap

    clock = bootstrap.SystemClock()
    import threading

    gateway = bootstrap.connect(here.settings(), here.home, clock=clock, stop=threading.Event(), read_only=True)
    store = storage.open_for_reading(f"sqlite:///{here.home / 'evenkeel.db'}")
    store.take_lease("test", clock.now(), 60)
    places = {ActorId(here.news.actor_id): LocalId(here.news.id)}
    own = ActorId(here.bot.actor_id)
    for new in (2, 0):
        found = learn.collect(gateway, store, store, now=clock.now(), own=own, communities=places, moderating=True)
        assert found == new
    assert store.overview().verdicts == 2
    store.release_lease()
    store.close()
    gateway.close()


def test_idle_stays_within_the_budget_on_one_connection(here: World) -> None:
    here.run(1, polling={"requests_per_minute": 6})

    assert len(here.sandbox.journal) <= 6
    assert here.sandbox.connections == 1


def test_a_dead_mans_switch_hears_of_healthy_passes_only(here: World) -> None:
    from bot.settings import HealthSettings

    url = f"{here.sandbox.url}/ping"
    settings = here.settings(mode="dry-run").model_copy(update={"health": HealthSettings(ping_url=url)})
    here.run(2, settings=settings)
    heard = sum(entry.path == "?" for entry in here.sandbox.journal)
    here.sandbox.faults.add(Fault(matches=lambda _m, path: path == "/comment/list", raw=b"x", status=500, times=3))
    here.run(1, settings=settings)

    assert (heard, sum(entry.path == "?" for entry in here.sandbox.journal)) == (2, 2)


@pytest.mark.parametrize("moment", ["before-send", "after-send"])
@pytest.mark.parametrize("kind", ["report", "mod-log", "message"])
def test_a_crash_around_sending_neither_loses_nor_doubles(here: World, kind: str, moment: str) -> None:
    """The process dies at the named point; the next one looks up what became of it. One report, line, or message."""
    from bot import cycle, failpoints, upkeep
    from bot.comments import ActorId
    from bot.decisions import Mode
    from bot.upkeep import Audience

    notes: dict[str, Any] = {
        "message": {"notes": "message", "tell": ["mod"]} | NOTE_ONLY,
        "mod-log": {"notes": "mod-log"} | NOTE_ONLY,
        "report": {},
    }[kind]
    here.run(1, **notes)
    here.say(INSULT if kind == "report" else NOTED)
    if kind == "message":
        here.run(1, **notes)
        tomorrow = here.sandbox.state.clock() + timedelta(days=1)
        audience = Audience(
            community=ActorId(here.news.actor_id), name="news", mode=Mode.ACT, tell=("mod@here.example",)
        )
        with here.store() as store:
            store.take_lease("test", here.sandbox.state.clock(), 60)
            assert upkeep.plan_messages(store, [audience], tomorrow) == 1
            store.release_lease()
    failpoints.arm(f"{kind}.{moment}", lambda: 1 / 0)
    try:
        with pytest.raises(ZeroDivisionError):
            here.run(1, **notes)
    finally:
        failpoints.disarm()
    grace, cycle.DOUBT_GRACE_S = cycle.DOUBT_GRACE_S, 0.0
    try:
        here.run(3, **notes)
    finally:
        cycle.DOUBT_GRACE_S = grace

    state = here.sandbox.state
    counts = {"report": len(here.reports()), "mod-log": len(state.removals), "message": len(state.messages)}
    assert counts == {"report": 0, "mod-log": 0, "message": 0} | {kind: 1}
