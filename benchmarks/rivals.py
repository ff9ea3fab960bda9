"""What others do, or might: the newest page alone, a fixed stretch of pages in turn, the page that waited longest."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.bounds import HORIZON_S
from benchmarks.crowd import Array, Crowd
from benchmarks.place import Clock, Log, Server
from bot.lemmy.budget import Budget

TICK_S = 30.0
ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a rival knows when it picks its next pages; arrays over listed comments, newest first, times in seconds."""

    at: float
    turn: int
    """Pages picked so far."""
    count: int
    """Pages to pick now."""
    published: Array
    read_at: Array
    """When each was last read; now for one never seen, since nobody knows that it waits."""

    @property
    def pages(self) -> int:
        """How many there are."""
        return -(-len(self.published) // ROWS)


Rival = Callable[[Sight], list[int]]
"""Pages to read now, from 0."""


def drive(crowd: Crowd, rival: Rival, *, per_minute: int) -> Log:
    """Let a rival read with the same budget: the newest page once a minute, the rest as it likes."""
    clock = Clock()
    budget = Budget(per_minute, monotonic=clock.monotonic, stop=clock, tick_s=TICK_S)
    server = Server(crowd, clock, budget, last_page=None)
    read_at = np.full(crowd.size, np.nan)
    turn = 0
    for tick in range(int(crowd.seconds / TICK_S)):
        clock.seconds = max(clock.seconds, tick * TICK_S)
        if tick % 2 == 0:
            read_at[server.glance(0, ROWS)] = clock.seconds
        listed, count = server.listed, budget.spare()
        seen = read_at[listed]
        seen[np.isnan(seen)] = clock.seconds
        sight = Sight(at=clock.seconds, turn=turn, count=count, published=crowd.published[listed], read_at=seen)
        for page in rival(sight):
            read_at[server.glance(page * ROWS, (page + 1) * ROWS)] = clock.seconds
        turn += count
    return server.log


def newest(sight: Sight) -> list[int]:
    """The newest page at every tick, as bots that poll do, if they compared texts at all."""
    return [0] if sight.at % (2 * TICK_S) else []


def window(pages: int) -> Rival:
    """The newest ``pages`` pages in turn."""

    def pick(sight: Sight) -> list[int]:
        within = min(pages, sight.pages)
        return [(sight.turn + step) % within for step in range(sight.count)] if within else []

    return pick


def sweep(plus_s: float) -> Rival:
    """The pages where the time since the last reading is longest, as a share of the age and ``plus_s``."""

    def pick(sight: Sight) -> list[int]:
        age = sight.at - sight.published
        waited = np.where(age < HORIZON_S, (sight.at - sight.read_at) / (age + plus_s), 0.0)
        by_page = np.add.reduceat(waited, np.arange(0, len(waited), ROWS)) if len(waited) else waited
        best: list[int] = np.argsort(-by_page)[: sight.count].tolist()
        return [page for page in best if by_page[page] > 0]

    return pick
