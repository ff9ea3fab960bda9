"""`python -m benchmarks.edits`: how soon edits are seen, in simulated days of a fixed seed, beside rivals and bounds.

The real discover, revisit and reading code reads a server in memory (place.py) in which people comment, edit and switch
(crowd.py). Policies were tuned on seeds of 200 and above, never on the ones that are reported. Nobody types a figure:
the table goes where ``--out`` says, after each seed, with the number of seeds that it rests on.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import bounds, crowd, place, rivals
from benchmarks.bounds import GRACE_S
from benchmarks.crowd import DAY_S, FADE_S, Array, Crowd, Switches
from benchmarks.place import Log, Readings
from benchmarks.rivals import TICK_S
from bot import reading, revisit
from bot.comments import ActorId
from bot.lemmy.budget import Budget
from bot.revisit import Counted, Curves, Reach

SEEDS = (11, 12, 13, 14, 15)
SOON_S = 300.0
MOST_DELAY_S = 12 * 3600.0
MOST_EXPOSURE_S = 6 * 3600.0
MISSED_AFTER_S = 7200.0
"""A comment that was not seen so long after its arrival counts as missed."""
WINDOWS = (25, 50, 75, 100, 150, 288)
"""Fixed windows that are tried, in pages."""
MIDDLE_AGE_S = (3600.0, 7200.0)
"""Of comments by whose readings it is told how much intervals vary."""
LOOKS_A_MINUTE = 1.0
"""What finding new comments costs of the budget; the bounds that are named `after looks` leave it out."""
_PARTS = 16
NO_WALL = Reach(last_page=None, whole_threads=False)
"""Every page can be read, as with cursors, and no request shows more than 50."""
Measured = dict[str, float]
NOTES = """\
- **Exposure**: minutes that switched text stands before it is read again, weighed by how many people come by
  (exp(-age of the thread / 16 h)), cut when the harmless text is back, and at six hours.
- **Relaxed bound**: any 50 comments a request, whatever page they stand on, with what one look a minute leaves of the
  budget; the rate of switches follows age, marks of the author, and whether there is an answer.
- **Strict bound**: the same with the whole budget, and with the time of the first answer known to the second.
- **Bound of pages**: as the strict one after looks, but a request shows 50 neighbours of the list; pages of people,
  which Evenkeel reads too, can do better.
- **Switches** that are measured are drawn for every comment, weighed by how likely its author is to switch, beside the
  ones that happen in the world: readings do not depend on them, and the mean is that much steadier.
- **Missed**: not seen two hours after it arrived.
- **The wall**: 100 pages of 50, older comments by thread, up to 300 of one thread where a depth is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How much is simulated; days since the start."""

    per_hour: float
    days: float
    begin: float
    """What happens from here..."""
    end: float
    """...up to here is measured; the rest is for coming to an even pace, and for seeing what happened late."""
    draws: int = 2
    """How often every comment is switched in thought."""


BIG = World(per_hour=600, days=2, begin=1, end=1.75)
SMALL = World(per_hour=60, days=3, begin=1, end=2.5, draws=8)
LONG_BIG = World(per_hour=600, days=5, begin=2, end=4.5)
QUICK_BIG = World(per_hour=200, days=1, begin=0.4, end=0.8)
QUICK_SMALL = World(per_hour=60, days=1, begin=0.4, end=0.8)


class Row(NamedTuple):
    """One line of the table of figures."""

    name: str
    value: str
    """Key of what is measured."""
    minutes: str
    """Key of the minutes beside it; empty without."""
    must: str
    aim: str
    percent: bool = False


ROWS = (
    Row("exposure of a bait-and-switch, times the relaxed bound", "harm: times bound", "harm: exposure", "1.5", "1.2"),
    Row("the same, times the strict bound", "harm: times strict bound", "strict bound: exposure", "-", "-"),
    Row("the same, times the bound of pages", "harm: times page bound", "page bound: exposure", "-", "-"),
    Row("the same, times the best fixed window", "harm: times window", "best window: exposure", ".65", ".5"),
    Row("mean delay of an edit after the grace, times the bound", "equal: times bound", "equal: delay", "1.2", "1.08"),
    Row("behind the wall of 100 pages: exposure, times the bound", "wall: times bound", "wall: exposure", "1.8", "1.5"),
    Row(
        "60/h, 6 requests a minute: switches seen in 5 min", "small 6: soon", "small 6: exposure", "95 %", "98 %", True
    ),
    Row(
        "60/h, 2 requests a minute: switches seen in 5 min", "small 2: soon", "small 2: exposure", "85 %", "92 %", True
    ),
    Row(
        "minutes between readings of comments 1 to 2 hours old: a twentieth is shorter than",
        "harm: shortest",
        "",
        "-",
        "-",
    ),
    Row("the same: a twentieth is longer than", "harm: longest", "", "-", "-"),
    Row("600/h: new comments missed", "wall: missed", "", ".5 %", ".3 %", True),
    Row("60/h: new comments missed, 6 requests a minute", "small 6: missed", "", "0", "0", True),
    Row("60/h: new comments missed, 2 requests a minute", "small 2: missed", "", "0", "0", True),
)
POLICIES = {
    "naive: the newest page every 30 s": "naive",
    "the best fixed window": "best window",
    "geometric sweep, since / age": "sweep",
    "sweep, since / (age + 40 min)": "plain sweep",
    "Evenkeel": "harm",
    "Evenkeel, all edits alike": "equal",
    "Evenkeel behind the wall of 100 pages": "wall",
    "relaxed bound": "bound",
    "strict bound": "strict bound",
    "bound of pages": "page bound",
    "relaxed bound, all edits alike": "equal bound",
}

COLUMNS = {
    "exposure": ("exposure of a switch, min", ".2f"),
    "soon": ("seen in 5 min", ".1%"),
    "delay": ("mean delay of an edit, min", ".1f"),
    "missed": ("new comments missed", ".2%"),
    "an hour": ("requests an hour", ".0f"),
    "most in 60 s": ("most in 60 s", ".0f"),
}


def main() -> int:
    """Measure seed by seed, write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edits", description=__doc__)
    parser.add_argument("--out", type=Path, help="where the tables go; without it they are printed only")
    parser.add_argument("--quick", action="store_true", help="one seed of one smaller day: shows that all of it runs")
    parser.add_argument("--long", action="store_true", help="five days of the instance: a quarter of an hour a seed")
    given = parser.parse_args()
    big, small = (QUICK_BIG, QUICK_SMALL) if given.quick else (LONG_BIG if given.long else BIG, SMALL)
    seeds = SEEDS[:1] if given.quick else SEEDS
    found: list[Measured] = []
    for seed in seeds:
        began = time.process_time()
        found.append(measure_big(big, seed) | measure_small(small, seed))
        print(f"seed {seed}: {time.process_time() - began:.0f} s of one core", file=sys.stderr, flush=True)
        if given.out:
            given.out.write_text(page(found, big, small), encoding="utf-8")
    print(page(found, big, small), end="")
    return 0


def measure_big(world: World, seed: int) -> Measured:
    """One seed of a whole instance."""
    people = crowd.grow(per_hour=world.per_hour, days=world.days, seed=seed)
    scene = Scene(world, people, seed)
    budget = 12
    found: Measured = {}
    for name, log in _logs(people, per_minute=budget):
        found |= {f"{name}: {what}": value for what, value in scene.score(log).items()}
    windows = {pages: found.pop(f"window {pages}: exposure") for pages in WINDOWS}
    best = min(windows, key=lambda pages: windows[pages])
    for key in [key for key in found if key.startswith("window ")]:
        value = found.pop(key)
        if key.startswith(f"window {best}: "):
            found[key.replace(f"window {best}", "best window")] = value
    found["best window: exposure"], found["best window: pages"] = windows[best], best
    found |= scene.bounds(per_minute=budget)
    found["harm: times bound"] = found["harm: exposure"] / found["bound: exposure"]
    found["harm: times strict bound"] = found["harm: exposure"] / found["strict bound: exposure"]
    found["harm: times page bound"] = found["harm: exposure"] / found["page bound: exposure"]
    found["harm: times window"] = found["harm: exposure"] / found["best window: exposure"]
    found["equal: times bound"] = found["equal: delay"] / found["equal bound: delay"]
    found["wall: times bound"] = found["wall: exposure"] / found["bound: exposure"]
    return found


def _logs(people: Crowd, *, per_minute: int) -> list[tuple[str, Log]]:
    """What each policy was shown."""
    plain: dict[str, rivals.Rival] = {
        "naive": rivals.newest,
        "sweep": rivals.sweep(1.0),
        "plain sweep": rivals.sweep(2400.0),
        **{f"window {pages}": rivals.window(pages) for pages in WINDOWS},
    }
    alike = watch(people, per_minute=per_minute, reach=NO_WALL, curves_of=revisit.every_edit, marked=frozenset())
    return [
        *((name, rivals.drive(people, rival, per_minute=per_minute)) for name, rival in plain.items()),
        ("harm", watch(people, per_minute=per_minute, reach=NO_WALL)),
        ("equal", alike),
        ("wall", watch(people, per_minute=per_minute, reach=Reach())),
    ]


def measure_small(world: World, seed: int) -> Measured:
    """One seed of one community, as shipped."""
    people = crowd.grow(per_hour=world.per_hour, days=world.days, seed=seed)
    scene = Scene(world, people, seed)
    return {
        f"small {budget}: {what}": value
        for budget in (6, 2)
        for what, value in scene.score(watch(people, per_minute=budget, reach=Reach())).items()
    }


def watch(
    people: Crowd,
    *,
    per_minute: int,
    reach: Reach,
    curves_of: Callable[[Counted], Curves | None] = revisit.learned,
    marked: frozenset[ActorId] | None = None,
    restart_at_s: float | None = None,
) -> Log:
    """Let Evenkeel read. ``marked`` None: those whom the bot has marked. ``restart_at_s``: the store alone lives on."""
    clock = place.Clock()
    server = place.Server(people, clock, budget_of(clock, per_minute), last_page=reach.last_page)
    notebook = place.Notebook(marked=place.authors_marked(people) if marked is None else marked, size=people.size)
    reader = reader_of(server, notebook, clock, per_minute=per_minute, reach=reach, curves_of=curves_of)
    for tick in range(int(people.seconds / TICK_S)):
        clock.seconds = max(clock.seconds, tick * TICK_S)
        if restart_at_s is not None and tick == int(restart_at_s / TICK_S):
            server.budget = budget_of(clock, per_minute)
            reader = reader_of(server, notebook, clock, per_minute=per_minute, reach=reach, curves_of=curves_of)
        read = reading.Read()
        reading.read_new(reader, read)
        reading.read_again(reader, read)
        assert read.trouble is None, read.trouble
    return server.log


def budget_of(clock: place.Clock, per_minute: int) -> Budget:
    """A budget that starts now."""
    return Budget(per_minute, monotonic=clock.monotonic, stop=clock, tick_s=TICK_S)


def reader_of(
    server: place.Server,
    notebook: place.Notebook,
    clock: place.Clock,
    *,
    per_minute: int,
    reach: Reach,
    curves_of: Callable[[Counted], Curves | None] = revisit.learned,
) -> reading.Reader:
    """A reader that has just started."""
    return reading.Reader(
        feed=server,
        inbox=notebook,
        lookout=notebook,
        clock=clock,
        homes={place.FEED: frozenset({place.PLACE.actor_id})},
        memory=reading.Memory(),
        pace=reading.Pace(interval_s=TICK_S, requests_per_minute=per_minute),
        spare=server.budget.spare,
        hurry=server.budget.hurry,
        tend=lambda: None,
        stopping=lambda: False,
        reach=reach,
        curves_of=curves_of,
    )


class Scene:
    """What happened in the measured time, and how soon it was seen."""

    def __init__(self, world: World, people: Crowd, seed: int) -> None:
        self._people = people
        self._begin, self._end = world.begin * DAY_S, world.end * DAY_S
        possible = crowd.possible_switches(people, seed=seed, times=world.draws)
        inside = self._inside(possible.at)
        self.switches = Switches(
            of=possible.of[inside],
            at=possible.at[inside],
            hidden_at=possible.hidden_at[inside],
            weight=possible.weight[inside],
        )
        late = people.event_at - people.published[people.event_of] > GRACE_S
        edits = self._inside(people.event_at) & (people.event_kind == 0) & late
        self.edit_of, self.edit_at = people.event_of[edits], people.event_at[edits]

    def _inside(self, at: Array) -> Array:
        return (at >= self._begin) & (at < self._end)

    def score(self, log: Log) -> Measured:
        """Exposure and delay in minutes, shares between 0 and 1."""
        readings = log.readings()
        seen_s = readings.first_after(self.switches.of, self.switches.at) - self.switches.at
        delay_s = readings.first_after(self.edit_of, self.edit_at) - self.edit_at
        arrived = self._inside(self._people.arrival)
        waited_s = readings.first()[arrived] - self._people.arrival[arrived]
        asked = np.array(log.asked)
        hours = (self._end - self._begin) / 3600
        return {
            "exposure": self._exposure(seen_s),
            "soon": self._soon(seen_s),
            "delay": _delay(delay_s),
            "missed": float((waited_s > MISSED_AFTER_S).mean()),
            "an hour": float(self._inside(asked).sum() / hours),
            "most in 60 s": float(log.most_in(60.0)),
            **dict(zip(("shortest", "longest"), self.intervals(readings), strict=True)),
        }

    def intervals(self, readings: Readings) -> tuple[float, float]:
        """Minutes between readings of comments of middle age: a twentieth is shorter, and a twentieth longer."""
        of, at, seconds = readings.intervals()
        age_s = at - self._people.published[of]
        chosen = seconds[self._inside(at) & (age_s >= MIDDLE_AGE_S[0]) & (age_s < MIDDLE_AGE_S[1])] / 60
        return (float(np.quantile(chosen, 0.05)), float(np.quantile(chosen, 0.95))) if len(chosen) else (0.0, 0.0)

    def bounds(self, *, per_minute: int) -> Measured:
        """The best that could be had. Named after what they allow; see the text of the page."""
        people, of, at = self._people, self.switches.of, self.switches.at
        whole = per_minute * rivals.ROWS / 60
        after_looks = (per_minute - LOOKS_A_MINUTE) * rivals.ROWS / 60
        clock, boost = bounds.switch_rate(people), bounds.switch_rate_by_boost(people)
        every = {
            "bound": bounds.intervals(people, boost, of, at, a_second=after_looks),
            "strict bound": bounds.intervals(people, clock, of, at, a_second=whole),
            "page bound": bounds.intervals(people, clock, of, at, a_second=after_looks, pages=True),
        }
        found = {}
        for name, interval in every.items():
            parts = [interval * (part + 0.5) / _PARTS for part in range(_PARTS)]
            found[f"{name}: exposure"] = statistics.fmean(self._exposure(part) for part in parts)
            found[f"{name}: soon"] = statistics.fmean(self._soon(part) for part in parts)
        alike = bounds.intervals(people, bounds.edit_rate(people), self.edit_of, self.edit_at, a_second=after_looks)
        found["equal bound: delay"] = statistics.fmean(_delay(alike * (part + 0.5) / _PARTS) for part in range(_PARTS))
        return found

    def _soon(self, seen_s: Array) -> float:
        """Share that was seen within five minutes, and before the harmless text was back."""
        soon = (seen_s <= SOON_S) & (seen_s < self.switches.hidden_at - self.switches.at)
        return float(np.average(soon, weights=self.switches.weight))

    def _exposure(self, seen_s: Array) -> float:
        """Minutes that a switch stands unseen by us, each weighed by how many people come by: 1 in a new thread."""
        switches, people = self.switches, self._people
        stood = np.minimum(np.minimum(seen_s, switches.hidden_at - switches.at), MOST_EXPOSURE_S)
        come_by = np.exp(-(switches.at - people.post_at[people.post[switches.of]]) / FADE_S)
        exposure_s = come_by * FADE_S * (1 - np.exp(-stood / FADE_S))
        return float(np.average(exposure_s, weights=switches.weight) / 60)


def _delay(seen_s: Array) -> float:
    """Mean minutes, each cut at twelve hours."""
    return float(np.minimum(seen_s, MOST_DELAY_S).mean() / 60)


def page(found: Sequence[Measured], big: World, small: World) -> str:
    """Both tables, and what they mean."""
    seeds = f"{len(found)} seed" + ("s" if len(found) > 1 else "")
    span = f"{big.days:g} days, {big.end - big.begin:g} of them measured"
    lines = [
        "# How soon edits are seen",
        "",
        f"Written by `python -m benchmarks.edits`; {seeds}: mean (least to most).",
        f"An instance: {big.per_hour:g} comments an hour, 0.2 requests a second, pages of 50, {span}.",
        f"One community: {small.per_hour:g} an hour, {small.days:g} days, {small.end - small.begin:g} measured.",
        "",
        "| figure | here | minutes | must | aim |",
        "|---|---|---|---|---|",
        *(_row(row, found) for row in ROWS),
        "",
        f"| at the same budget | {' | '.join(title for title, _ in COLUMNS.values())} |",
        "|---|---|---|---|---|---|---|",
        *(_policy(name, key, found) for name, key in POLICIES.items()),
        "",
        NOTES,
    ]
    return "\n".join(lines) + "\n"


def _row(row: Row, found: Sequence[Measured]) -> str:
    minutes = _spread([one[row.minutes] for one in found], ".2f") if row.minutes else ""
    value = _spread([one[row.value] for one in found], ".2%" if row.percent else ".2f")
    return f"| {row.name} | {value} | {minutes} | {row.must} | {row.aim} |"


def _policy(name: str, key: str, found: Sequence[Measured]) -> str:
    if f"{key}: pages" in found[0]:
        name += f" ({', '.join(sorted({format(one[f'{key}: pages'], '.0f') for one in found}))} pages)"
    cells = [
        _spread([one[f"{key}: {what}"] for one in found], shape) if f"{key}: {what}" in found[0] else ""
        for what, (_, shape) in COLUMNS.items()
    ]
    return f"| {name} | {' | '.join(cells)} |"


def _spread(values: Sequence[float], shape: str) -> str:
    mean = format(statistics.fmean(values), shape)
    return mean if len(values) == 1 else f"{mean} ({format(min(values), shape)} to {format(max(values), shape)})"


if __name__ == "__main__":
    sys.exit(main())
