"""An hour of a community in seconds: the whole daemon against the sandbox, on one clock that waiting moves.

What is found must not depend on when the daemon was restarted or died.
"""

import random
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import pytest

from bot import bootstrap, failpoints
from bot.lemmy.budget import BURST_PER_MINUTE
from bot.reading import Reader
from bot.revisit import Reach
from bot.sandbox.state import Comment
from tests.integration.running import PER_MINUTE, Run, Texts, a_run, most_within


class CrashError(Exception):
    """The process died here."""


def script(run: Run, expected: Texts) -> dict[int, Callable[[], None]]:
    """What people do in which tick; ``expected`` fills with every text that a daemon should have seen."""
    noise = random.Random(7)
    written: list[Comment] = []

    def write(text: str, **more: object) -> Comment:
        made = run.write(text, **more)  # type: ignore[arg-type]
        expected[made.ap_id] = [text]
        written.append(made)
        return made

    def edit(index: int, text: str) -> None:
        run.edit(written[index], text)
        expected[written[index].ap_id].append(text)

    def late() -> None:
        write("I am from elsewhere and came late", who=3, post=4, minutes_ago=300)

    def deep_late() -> None:
        write("I came later still, into an old thread", who=3, post=5, minutes_ago=20 * 60)

    for n in range(60):
        write(f"an old comment, number {n}", who=n % 3, post=n % 6, minutes_ago=10 + n * 21)
    steps: dict[int, Callable[[], None]] = {
        tick: (lambda tick=tick: write(f"a new comment in tick {tick}", who=tick % 3, post=noise.randrange(4)))
        for tick in range(3, 80, 3)
    }
    steps |= {
        10: lambda: edit(0, "a young comment, edited"),
        13: lambda: edit(25, "a comment of nine hours ago, edited"),
        16: lambda: edit(56, "a comment of twenty hours ago, edited"),
        20: late,
        31: lambda: write("an answer", who=1, parent=written[2]),
        34: lambda: edit(2, "edited after an answer"),
        40: deep_late,
        52: lambda: edit(61, "a comment of half an hour ago, edited"),
        70: lambda: edit(0, "a young comment, edited again half an hour later"),
    }
    return steps


def play(home: Path, *, restarts: Collection[int] = (), crashes: Collection[int] = ()) -> tuple[Run, Texts, Texts]:
    """An hour; what was found, and what should have been."""
    expected: Texts = {}
    died = 0
    with a_run(home) as run:
        steps = script(run, expected)
        for tick in range(110):
            steps.get(tick, lambda: None)()
            if tick in restarts:
                run.end()
            if tick in crashes:
                failpoints.arm("store.keep", _die)
            try:
                run.tick()
            except CrashError:
                died += 1
                failpoints.disarm()
                run.end()
                run.tick()
        failpoints.disarm()
        assert died == len(crashes)
        return run, run.found(), expected


def _die() -> None:
    """The next page that is stored is the last thing that this process does."""
    raise CrashError


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Texts, Texts]:
    return play(tmp_path_factory.mktemp("undisturbed") / "home")


def test_every_comment_and_every_edit_is_found_late_ones_too(undisturbed: tuple[Run, Texts, Texts]) -> None:
    _, found, expected = undisturbed

    assert found == expected


def test_no_sixty_seconds_hold_more_requests_than_the_budget(undisturbed: tuple[Run, Texts, Texts]) -> None:
    """The burst of thirty is for the backlog of the first pass alone."""
    run, _, _ = undisturbed
    after_the_first_pass = [at for at in run.asked if at > 60]

    assert most_within(run.asked) <= BURST_PER_MINUTE
    assert most_within(after_the_first_pass) <= PER_MINUTE


def test_a_restart_in_mid_run_changes_nothing_that_is_found(
    undisturbed: tuple[Run, Texts, Texts], tmp_path: Path
) -> None:
    """Some ends are orderly; at others the process dies while it stores a page, the first pass included."""
    run, found, expected = play(tmp_path / "home", restarts={1, 12, 21, 33, 90}, crashes={0, 2, 15, 20, 35, 40, 71})

    assert found == undisturbed[1] == expected
    assert most_within(run.asked) <= BURST_PER_MINUTE
    assert most_within([at for at in run.asked if at > 180]) <= PER_MINUTE


def test_what_an_outage_pushed_behind_the_last_page_is_fetched_by_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "Reader", partial(Reader, reach=Reach(last_page=1)))
    with a_run(tmp_path / "home") as run:
        before = [run.write(f"before the outage, {n}", post=n % 6, minutes_ago=10 + n) for n in range(20)]
        for _ in range(3):
            run.tick()
        run.end()
        run.clock.seconds += 3 * 3600
        news = run.posts[0].community
        run.posts += [run.sandbox.state.post(run.people[0], news, f"A thread nobody saw begin, {n}") for n in range(3)]
        missed = [run.write(f"while nobody looked, {n}", post=n % 9, minutes_ago=n + 0.5) for n in range(100)]
        run.busy_elsewhere(60)
        run.tick()
        assert "are being fetched" in run.status()
        assert len(run.found()) < 120
        for _ in range(36):
            run.tick()

        assert run.found() == {comment.ap_id: [comment.text] for comment in before + missed}
        assert "2026-11-24" not in run.status()
