"""Much to report at once, within the read budget: on one clock that waiting moves."""

from itertools import pairwise
from pathlib import Path

from bot import health, worker
from bot.sandbox.server import Fault
from tests.e2e.world import INSULT
from tests.integration.running import PER_MINUTE, TICK_S, Run, a_run, most_within

TEN = 10


def insult_by_ten(run: Run) -> list[int]:
    """Ten reports are due at once; the numbers of their comments."""
    state = run.sandbox.state
    return [
        state.write(state.person(f"angry{n}"), run.posts[n % 6], INSULT, published=run.clock.now()).id
        for n in range(TEN)
    ]


def test_ten_reports_due_at_once_are_sent_one_by_one_while_reading_goes_on(tmp_path: Path) -> None:
    with a_run(tmp_path / "home") as run:
        run.start(mode="act")
        for n in range(60):
            run.write(f"an old comment, number {n}", post=n % 6, minutes_ago=10 + 10 * n)
        for _ in range(4):
            run.tick()
        assert run.daemon is not None
        store, told = run.daemon.store, list[bool]()

        def look(_method: str, _path: str) -> bool:
            told.append(health.of_heartbeat(store.heartbeat(), run.clock.now())[0])
            return False

        run.sandbox.faults.add(Fault(matches=look))
        insulted, began_s = insult_by_ten(run), run.clock.seconds
        while len(run.sandbox.state.reports) < TEN and run.clock.seconds < began_s + 1200:
            run.tick()
        ended_s = run.clock.seconds
        for _ in range(4):
            run.tick()

    assert sorted(report.comment.id for report in run.sandbox.state.reports.values()) == insulted
    filed = [at for at, method, path in run.requests if (method, path) == ("POST", "/comment/report")]
    assert len(filed) == TEN
    looks = [at for at, _, path in run.requests if path == "/comment/list" and began_s <= at <= ended_s]
    assert max(b - a for a, b in pairwise(looks)) <= 4 * TICK_S
    assert len(looks) > len(filed)  # some of them read again what is known
    assert most_within([at for at in run.asked if at > 60]) == PER_MINUTE
    assert max(run.silences_s) < worker.NUDGE_AFTER_INTERVALS * TICK_S + worker.NUDGE_SLACK_S
    assert all(told)


def test_what_is_looked_at_before_a_report_is_a_moment_old_when_it_is_sent(tmp_path: Path) -> None:
    """Waiting for the budget between look and report would let a minute pass in which a moderator may act."""
    with a_run(tmp_path / "home") as run:
        run.start(mode="act")
        for _ in range(4):
            run.tick()
        insult_by_ten(run)
        for _ in range(12):
            run.tick()

    sites = [at for at, _, path in run.requests if path == "/site"]
    looks = [at for at, method, path in run.requests if (method, path) == ("GET", "/comment")]
    filed = [at for at, method, _ in run.requests if method == "POST"][1:]  # the first is the sign-in
    assert len(filed) >= 4
    for at in filed:
        assert at - max(look for look in looks if look <= at) < 1
        assert at - max(site for site in sites if site <= at) <= 10


def test_what_is_said_right_after_rights_are_back_is_reported(tmp_path: Path) -> None:
    """What the server said of our rights is remembered for a minute; nothing is withheld for good because of that."""
    with a_run(tmp_path / "home") as run:
        run.start(mode="act")
        assert run.daemon is not None
        for _ in range(3):
            run.tick()
        news = run.posts[0].community
        bot = news.moderators.pop()
        for _ in range(4):
            run.tick()
        (held,) = run.daemon.store.communities()
        withheld = insult_by_ten(run)[0]
        run.tick()
        news.moderators.append(bot)
        run.write(INSULT, who=1)
        for _ in range(3):
            run.tick()
        (released,) = run.daemon.store.communities()

    assert (held.state, released.state) == ("held", "active")
    (report,) = run.sandbox.state.reports.values()
    assert (report.comment.creator, report.comment.id > withheld) == (run.people[1], True)
