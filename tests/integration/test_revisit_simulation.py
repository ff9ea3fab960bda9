"""A day and a half of a lively community, read by the real code: it keeps to its budget, and beats simpler ways."""

import numpy as np
import pytest

from benchmarks import crowd, edits, place, rivals
from benchmarks.crowd import Crowd
from benchmarks.edits import NO_WALL, Scene, World
from benchmarks.place import Log
from bot import reading, revisit
from bot.revisit import Counted

WORLD = World(per_hour=150, days=1.25, begin=0.5, end=1.0, draws=30)
SEED = 7
PER_MINUTE = 3
CURVES = revisit.learned(Counted())
RESTART_S = 0.6 * crowd.DAY_S + 1000


@pytest.fixture(scope="module")
def people() -> Crowd:
    return crowd.grow(per_hour=WORLD.per_hour, days=WORLD.days, seed=SEED)


@pytest.fixture(scope="module")
def scene(people: Crowd) -> Scene:
    return Scene(WORLD, people, SEED)


@pytest.fixture(scope="module")
def log(people: Crowd) -> Log:
    return edits.watch(people, per_minute=PER_MINUTE, reach=NO_WALL)


@pytest.fixture(scope="module")
def restarted(people: Crowd) -> Log:
    return edits.watch(people, per_minute=PER_MINUTE, reach=NO_WALL, restart_at_s=RESTART_S)


def exposure(scene: Scene, log: Log) -> float:
    return scene.score(log)["exposure"]


def test_the_budget_is_never_exceeded_in_any_minute(log: Log) -> None:
    assert log.most_in(60.0) <= PER_MINUTE


def test_switches_stand_unseen_for_less_time_than_with_the_best_fixed_window(
    people: Crowd, scene: Scene, log: Log
) -> None:
    windows = [rivals.drive(people, rivals.window(pages), per_minute=PER_MINUTE) for pages in (5, 10, 15, 20, 30, 60)]

    assert exposure(scene, log) < min(exposure(scene, one) for one in windows)


@pytest.mark.parametrize("plus_s", [1.0, 2400.0])
def test_switches_stand_unseen_for_less_time_than_with_a_sweep(
    people: Crowd, scene: Scene, log: Log, plus_s: float
) -> None:
    swept = rivals.drive(people, rivals.sweep(plus_s), per_minute=PER_MINUTE)

    assert exposure(scene, log) < exposure(scene, swept)


def test_nobody_can_learn_when_a_comment_will_be_read(scene: Scene, log: Log) -> None:
    shortest, longest = scene.intervals(log.readings())

    assert longest > 2 * shortest > 0


def test_no_comment_is_missed(scene: Scene, log: Log) -> None:
    assert scene.score(log)["missed"] == 0


def test_a_restart_loses_no_comment_and_next_to_no_edit(people: Crowd, log: Log, restarted: Log) -> None:
    one, other = (read.readings() for read in (log, restarted))
    arrived = people.arrival < WORLD.end * crowd.DAY_S
    edited = people.event_at < WORLD.end * crowd.DAY_S
    seen, also_seen = (np.isfinite(read.first_after(people.event_of, people.event_at))[edited] for read in (one, other))

    assert np.isfinite(one.first())[arrived].all()
    assert np.isfinite(other.first())[arrived].all()
    assert seen.mean() > 0.98
    assert (seen != also_seen).mean() <= 0.01  # some old comments are read a little sooner or later, around the end


def test_a_restart_costs_no_more_than_a_tick_of_exposure(scene: Scene, log: Log, restarted: Log) -> None:
    assert exposure(scene, restarted) == pytest.approx(exposure(scene, log), abs=edits.TICK_S / 60)


def test_a_restart_changes_nothing_before_it_and_plans_the_same_after_it(people: Crowd) -> None:
    clock = place.Clock()
    server = place.Server(people, clock, edits.budget_of(clock, PER_MINUTE), last_page=None)
    notebook = place.Notebook(marked=place.authors_marked(people), size=people.size)
    readers = [
        edits.reader_of(server, notebook, clock, per_minute=PER_MINUTE, reach=NO_WALL, curves_of=lambda _: CURVES)
        for _ in range(2)
    ]
    for tick in range(int(RESTART_S / edits.TICK_S)):
        clock.seconds = max(clock.seconds, tick * edits.TICK_S)
        for step in (reading.read_new, reading.read_again):
            step(readers[0], reading.Read())
    clock.seconds += edits.TICK_S

    before, after = (planned(reader) for reader in readers)

    assert before
    assert [choice.window for choice in before] == [choice.window for choice in after]


def planned(reader: reading.Reader) -> list[revisit.Choice]:
    reading._remember(reader)
    return reading._planned(reader, reading.Read())
