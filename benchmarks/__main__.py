"""`make bench`: measures the figures that the README states and prints them as a table.

Texts come from the labelled corpora where ``--data`` has them, else from our own cases, repeated. `--write` puts the
table into the README between its marks, so that nobody types a figure.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import readme
from bot import bootstrap, shelf, tone
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.training import evaluate
from bot.training.dataset import read_corpus
from bot.watch import Tick

ROOT = Path(__file__).parents[1]
PASSWORD = "a-password-for-the-benchmark"
Row = tuple[str, str, str]


def main() -> int:
    """Measure everything, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    given = parser.parse_args()
    texts = _texts(given.data)
    rows = [*speed(texts), *start(), *idle(), *burst()]
    table = "\n".join(["| figure | here | must |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])
    print(table)
    if given.write:
        readme.put("bench", table.splitlines())
    return 0


def _texts(data: Path) -> list[str]:
    """Sixty thousand comments as people write them, each once where the corpora are there."""
    texts = [
        e.text for corpus in ("reddit_incivility", "goemotions", "cad") for e in read_corpus(data, corpus, "train")
    ]
    if not texts:
        texts = [
            text
            for path in (ROOT / "bot" / "training" / "cases").glob("*.txt")
            for _, text, _ in evaluate.read_cases(path)
        ]
    return (texts * (60_000 // len(texts) + 1))[:60_000]


def speed(texts: list[str]) -> Iterator[Row]:
    """Text in, decision out: on one core, in process and through the command."""
    length = statistics.median(len(text) for text in texts)
    model = shelf.load()
    tone.judge_many(model, texts[:2000])
    best = min(_timed(lambda: tone.judge_many(model, texts, explain_from=model.thresholds.log_at)) for _ in range(3))
    yield f"texts judged a second, one core (median {length:.0f} characters)", f"{len(texts) / best:,.0f}", ">= 5,000"
    lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts))
    seconds = min(_timed(lambda: _evenkeel("score", "-", given=lines)) for _ in range(2))
    yield "the same through `evenkeel score`, start included", f"{len(texts) / seconds:,.0f}", ">= 5,000"
    loaded = min(_timed(shelf.load) for _ in range(3))
    yield "loading the model, s", f"{loaded:.2f}", "-"


def start() -> Iterator[Row]:
    """From exec to the first request, and how much memory a running daemon takes."""
    with tempfile.TemporaryDirectory() as folder, _sandbox() as sandbox:
        times = []
        for _ in range(3):
            sandbox.journal.clear()
            begun = time.monotonic()
            process = _daemon(sandbox, Path(folder), "--passes", "1")
            process.wait(60)
            times.append(sandbox.journal[0].at - begun)
        yield "exec to first request, s (best of 3)", f"{min(times):.2f}", "< 1.5"
        process = _daemon(sandbox, Path(folder))
        time.sleep(5)
        resident = _resident_mb(process.pid)
        process.terminate()
        begun = time.monotonic()
        code = process.wait(20)
        yield "resident with the model loaded, MB", f"{resident:.0f}", "< 150"
        yield f"SIGTERM to exit, s (exit code {code})", f"{time.monotonic() - begun:.1f}", "<= 8"


def idle() -> Iterator[Row]:
    """Requests of a daemon with nothing to do, by default settings, over two minutes."""
    with tempfile.TemporaryDirectory() as folder, _sandbox() as sandbox:
        process = _daemon(sandbox, Path(folder), interval_s=30)
        time.sleep(125)
        process.terminate()
        process.wait(20)
        times = [entry.at for entry in sandbox.journal]
        most = max(sum(at - 60 < other <= at for other in times) for at in times)
        yield "most requests in any 60 s, idle", str(most), "<= 6"
        yield "connections, idle", str(sandbox.connections), "1"


def burst() -> Iterator[Row]:
    """700 comments at once, judged in one cycle within the default budget and its burst."""
    with tempfile.TemporaryDirectory() as folder, _sandbox() as sandbox:
        state = sandbox.state
        who, post = next(p for p in state.people.values() if p.name == "ada"), next(iter(state.posts.values()))
        for number in range(700):
            state.write(who, post, f"Comment number {number}, and nothing else to say.")
        ticks: list[Tick] = []
        settings = Settings.model_validate(
            {
                "lemmy": {"url": sandbox.url, "username": "evenkeel", "password": PASSWORD},
                "communities": [{"name": "news"}],
            }
        )
        daemon = bootstrap.build_daemon(settings, Path(folder), stop=threading.Event(), tell=ticks.append, environ={})
        seconds = _timed(lambda: daemon.run(1))
        tally = ticks[0].tally
        judged = tally.judged if tally else 0
        times = [entry.at for entry in sandbox.journal]
        most = max(sum(at - 60 < other <= at for other in times) for at in times)
        yield "of 700 new comments at once, judged in one cycle", str(judged), "700"
        yield f"requests for it in any 60 s ({seconds:.0f} s in all)", str(most), "<= 30"


def _sandbox() -> Sandbox:
    sandbox = Sandbox(name="bench.example")
    state = sandbox.state
    bot, ada = state.person("evenkeel", password=PASSWORD, bot=True), state.person("ada")
    state.post(ada, state.community("news", "News", [ada, bot]), "A thread")
    state.write(ada, next(iter(state.posts.values())), "Nothing happens here.")
    return sandbox


def _daemon(sandbox: Sandbox, home: Path, *more: str, interval_s: float = 1) -> subprocess.Popen[bytes]:
    config = home / "evenkeel.toml"
    config.write_text(
        f'[lemmy]\nurl = "{sandbox.url}"\nusername = "evenkeel"\n'
        f'[[communities]]\nname = "news"\n[polling]\ninterval_s = {interval_s}\n'
    )
    environ = os.environ | {"EVENKEEL_HOME": str(home), "EVENKEEL_LEMMY__PASSWORD": PASSWORD}
    command = [str(Path(sys.executable).with_name("evenkeel")), "run", "--config", str(config), *more]
    return subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)


def _evenkeel(*arguments: str, given: str) -> None:
    command = [str(Path(sys.executable).with_name("evenkeel")), *arguments]
    subprocess.run(command, input=given.encode(), check=True, stdout=subprocess.DEVNULL)


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
