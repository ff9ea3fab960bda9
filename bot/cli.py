"""The command line: parse, call, print, exit code."""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot import __version__
from bot.errors import EvenkeelError, InputError

app = typer.Typer(
    name="evenkeel",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Watches the comments of a Lemmy community and tells its moderators which need a look, and why."
    " Dry run unless told to act.",
    epilog="Begin with: evenkeel demo",
)
Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Configuration; else EVENKEEL_CONFIG, else config/evenkeel.toml."),
]
models = typer.Typer(no_args_is_help=True, help="List, show, activate trained models, or go back to the one before.")
app.add_typer(models, name="models")
CHUNK = 500
KILL_AFTER_S = 7.5


def main() -> None:
    """The `evenkeel` command: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except EvenkeelError as error:
        Console(stderr=True, soft_wrap=True).print(f"[red]evenkeel:[/] {_plain(str(error))}", highlight=False)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"evenkeel: {place}{error.strerror or type(error).__name__}. Check who may write there.\n")
        sys.exit(1)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


@app.command(epilog="Example: evenkeel version")
def version() -> None:
    """Print the version."""
    print(f"evenkeel {__version__}")


@app.command(epilog="Example: evenkeel run --passes 1")
def run(
    config: Config = None,
    passes: Annotated[int | None, typer.Option(min=1, help="End after so many passes.")] = None,
) -> None:
    """Watch the configured communities until stopped: dry run, or act where the configuration says so."""
    from bot import bootstrap, logs
    from bot.events import Event

    settings = _settings(config)
    password = settings.lemmy.password
    logs.set_up(secrets=[password.get_secret_value()] if password else [])
    log = logs.get()
    stop = _stop_on_signals()
    daemon = bootstrap.build_daemon(settings, _home(), stop=stop, tell=_log_tick)
    log.info(Event.DAEMON_STARTED, version=__version__, acts=settings.acts, communities=len(settings.communities))
    try:
        code = daemon.run(passes)
    except EvenkeelError as error:
        log.info(Event.DAEMON_STOPPED, code=error.exit_code)
        raise
    if code == 0 and passes is not None:
        code = daemon.watch.exit_code
    log.info(Event.DAEMON_STOPPED, code=code)
    _leave(code)


@app.command(epilog="Example: evenkeel demo --seconds 60 --out report.html")
def demo(
    seconds: Annotated[
        float | None, typer.Option(min=5, help="End after so long; else 60, and on a terminal with Ctrl-C.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the page; else under EVENKEEL_HOME.")] = None,
) -> None:
    """Show the daemon in dry run beside a sandbox Lemmy with a living community, and write a report."""
    from bot import demo as demonstration
    from bot import logs

    logs.set_up(level=logging.WARNING)
    stop = _stop_on_signals()
    terminal = sys.stdout.isatty()
    folder = _home() / "demo"
    page = out or folder / "report.html"
    limit_s = seconds if seconds is not None else (None if terminal else 60.0)
    console = Console(stderr=True)
    if terminal and limit_s is None:
        console.print("Press Ctrl-C to end and see the report.", style="dim")
    with _Ticker(console, limit_s) as ticker:
        result = demonstration.play(folder, stop=stop, limit_s=limit_s, tell=ticker.tell)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(result.page, encoding="utf-8")
    for line in result.lines:
        print(line)
    print(f"\nThe whole report: {page}")
    _leave(result.code)


@app.command(epilog="Example: evenkeel check --config config/evenkeel.toml")
def check(config: Config = None) -> None:
    """Check configuration, sign-in and rights, and preview each community. Sends nothing but reads."""
    from bot import bootstrap

    settings = _settings(config)
    console = Console(soft_wrap=True, highlight=False)
    console.print("[green]ok[/]  the configuration is valid")
    troubles = 0
    for good, line in bootstrap.check(settings, _home()):
        troubles += not good
        console.print(f"{'[green]ok[/]' if good else '[red]!![/]'}  {_plain(line)}")
    raise typer.Exit(1 if troubles else 0)


@app.command(epilog="Example: evenkeel login")
def login(config: Config = None) -> None:
    """Sign the bot's account in once; asks for password and second factor, and keeps only a token."""
    from bot import bootstrap
    from bot.errors import SignInError

    settings = _settings(config)
    configured = settings.lemmy.password
    typed = configured.get_secret_value() if configured else typer.prompt("Password", hide_input=True)
    code: str | None = None
    while True:
        try:
            bootstrap.login(settings, _home(), password=typed, totp=code)
            break
        except SignInError as error:
            if error.code != "missing_totp_token" or code is not None:
                raise
            code = typer.prompt("Second-factor code")
    print(f"Signed in as {settings.lemmy.username}. Next: evenkeel check")


@app.command(epilog="Example: evenkeel status")
def status(config: Config = None) -> None:
    """Show what the store holds: comments seen, decisions, actions, what moderators did, and any gap."""
    from bot import bootstrap

    for line in bootstrap.status_lines(_settings(config), _home()):
        print(line)


@app.command(epilog="Example: evenkeel report --out report.html")
def report(
    out: Annotated[Path | None, typer.Option(help="Where to write the page; else under EVENKEEL_HOME.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many findings to print; the page has up to 500.")] = 20,
    config: Config = None,
) -> None:
    """Show what stood out, comment by comment: why, what changed, what became of it; and write it as a page."""
    from bot import bootstrap
    from bot import report as reports

    summary = bootstrap.summary_of(_settings(config), _home())
    for line in reports.lines(summary, most=most):
        print(line)
    page = out or _home() / "report.html"
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(reports.render(summary), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{page} cannot be written ({error.strerror}). Choose another place with --out.") from error
    print(f"\nThe whole report: {page}")


@app.command(epilog="Example: evenkeel health")
def health(config: Config = None) -> None:
    """Say in one line whether the daemon works; exit code 0 or 1."""
    from bot import bootstrap

    healthy, why = bootstrap.health_line(_settings(config), _home())
    print(why)
    raise typer.Exit(0 if healthy else 1)


@app.command(epilog='Example: echo \'{"id": 1, "text": "Nice work!"}\' | evenkeel score -')
def score(
    file: Annotated[str, typer.Argument(help="A JSONL file of {id, text, parent?}, or - for standard input.")] = "-",
    format: Annotated[Literal["jsonl"], typer.Option(help="What comes out.")] = "jsonl",  # noqa: A002, ARG001
    config: Config = None,
) -> None:
    """Score texts, one JSON object a line in, one out in the same order. Works without a configuration."""
    from bot import bootstrap

    judge = bootstrap.text_judge(_optional_settings(config), _home())
    _judge_lines(file, lambda batch: _scored(batch, judge))


@app.command(epilog="Example: evenkeel churn histories.jsonl")
def churn(
    file: Annotated[
        str,
        typer.Argument(
            help="A JSONL file of {id, published, author?, revisions: [{at, text}], replies?: [{at, author, text}],"
            " reported_at?}, or - for standard input."
        ),
    ] = "-",
    format: Annotated[Literal["jsonl"], typer.Option(help="What comes out.")] = "jsonl",  # noqa: A002, ARG001
    config: Config = None,
) -> None:
    """Judge how comments were edited, one history a line in, one result a line out in the same order."""
    from bot import bootstrap

    judge = bootstrap.edit_judge(_optional_settings(config), _home())
    _judge_lines(file, lambda batch: _churned(batch, judge))


def _judge_lines(file: str, judge: Callable[[list[bytes]], list[dict[str, Any]]]) -> None:
    """Lines in, lines out; a bad one says why in its place, and the exit code is 1."""
    bad = 0
    with _lines_of(file) as lines, _Counter(file) as counter:
        for batch in _chunks(lines):
            for row in judge(batch):
                bad += "error" in row
                sys.stdout.write(json.dumps(row) + "\n")
            counter.add(len(batch))
        sys.stdout.flush()
    if bad:
        sys.stderr.write(f"{bad} lines could not be judged; each says why in its place.\n")
        raise typer.Exit(1)


@app.command(epilog='Example: evenkeel explain "You muppet, that was brilliant."')
def explain(
    text: Annotated[str, typer.Argument(help="A text, - for standard input, or the address of a comment.")],
    config: Config = None,
    community: Annotated[str | None, typer.Option(help="Judge by this community's settings.")] = None,
) -> None:
    """Show what a text scores and which words made it so. `contributions + intercept` is what decides."""
    from bot import bootstrap

    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    elif text.lower().startswith(("https://", "http://")) and not any(map(str.isspace, text)):
        text = bootstrap.fetch_text(text)
    settings = _optional_settings(config)
    for line in bootstrap.explain_lines(settings, _home(), text, community=community):
        print(line)


@app.command(epilog="Example: evenkeel train --data labels.jsonl --out ours-1")
def train(
    out: Annotated[str, typer.Option(help="Name of the new model; with a slash, the folder to put it in.")],
    data: Annotated[
        Path | None, typer.Option(help="Labelled comments of your community: a JSONL file, or a folder of them.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Corpora to fit from the ground; without it, the active model is the start.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and data give the same model.")] = 7,
    config: Config = None,
) -> None:
    """Train a model of tone: the active one, moved towards your labels. Activates nothing: see `evenkeel models`."""
    from bot import bootstrap, tone
    from bot.training import labelled, workbench

    if data is None and base is None:
        raise InputError("Give labelled comments with --data.")
    place = bootstrap.shelf_of(_optional_settings(config), _home())
    folder = Path(out) if "/" in out else place.room_for(out)
    with _Steps() as steps:
        parts = labelled.read(data, seed=seed) if data is not None else None
        if base is None:
            prior = bootstrap.load_model(_optional_settings(config), _home())
        else:
            ground = folder if parts is None else folder.with_name(f"{folder.name}-ground")
            workbench.train_pool(ground, data=base, seed=seed, say=steps.say)
            prior = tone.load(ground)
        if parts is not None:
            workbench.train_from(prior, parts, folder, seed=seed, say=steps.say)
    print(f"Wrote {folder}. Its card: {folder / 'card.md'}")
    print(f"To use it: evenkeel models activate {folder.name}")


@app.command(epilog="Example: evenkeel evaluate --model ours-1 --data labels.jsonl")
def evaluate(
    data: Annotated[Path, typer.Option(help="Labelled comments: a JSONL file, or a folder of them.")],
    model: Annotated[str | None, typer.Option(help="Name of the model; else the active one.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the plots; else under EVENKEEL_HOME.")] = None,
    config: Config = None,
) -> None:
    """Measure a model on labelled comments: how well it ranks, what it would alarm; with plots."""
    from bot import bootstrap
    from bot.report import plots
    from bot.training import labelled, measured

    settings = _optional_settings(config)
    found = bootstrap.shelf_of(settings, _home()).load(model) if model else bootstrap.load_model(settings, _home())
    folder = out or _home() / "evaluations" / found.name
    rows = labelled.read_all(data)
    for line in measured.lines(found, rows):
        print(line)
    curve = measured.curve(found, rows)
    if curve is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    title = f"{found.name} on {len(curve.labels):,} labelled comments"
    plots.reliability(folder / "reliability.svg", curve.chances, curve.labels, title=title)
    plots.precision_recall(folder / "precision-recall.svg", curve.chances, curve.labels, marks=curve.marks, title=title)
    print(f"Plots: {folder / 'reliability.svg'}, {folder / 'precision-recall.svg'}")


@models.command("list", epilog="Example: evenkeel models list")
def models_list(config: Config = None) -> None:
    """Show every model, which one judges, and from where it reports."""
    from bot import bootstrap

    for line in bootstrap.shelf_of(_optional_settings(config), _home()).lines():
        print(line)


@models.command("show", epilog="Example: evenkeel models show tone-3")
def models_show(
    name: Annotated[str | None, typer.Argument(help="Name of the model; else the active one.")] = None,
    config: Config = None,
) -> None:
    """Print a model's card: what it is for, how good it is, what it was made from."""
    from bot import bootstrap

    place = bootstrap.shelf_of(_optional_settings(config), _home())
    print(place.card(name or place.active()))


@models.command("activate", epilog="Example: evenkeel models activate ours-1")
def models_activate(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    config: Config = None,
) -> None:
    """Let a model judge from the daemon's next start on; one that is damaged is refused."""
    from bot import bootstrap

    settings = _optional_settings(config)
    bootstrap.shelf_of(settings, _home()).activate(name)
    print(f"{name} judges from the daemon's next start on. To go back: evenkeel models rollback")
    _say_when_configured(settings)


@models.command("rollback", epilog="Example: evenkeel models rollback")
def models_rollback(config: Config = None) -> None:
    """Go back to the model that was active before."""
    from bot import bootstrap

    settings = _optional_settings(config)
    name = bootstrap.shelf_of(settings, _home()).rollback()
    print(f"{name} judges again from the daemon's next start on.")
    _say_when_configured(settings)


def _say_when_configured(settings: Any) -> None:
    if settings and settings.models.active:
        print(f"But the configuration names {settings.models.active} in [models] active, and that one judges.")


def _home() -> Path:
    from bot import settings

    return settings.home()


def _settings(config: Path | None) -> Any:
    from bot import settings

    return settings.load(settings.config_path(config))


def _optional_settings(config: Path | None) -> Any:
    """Settings where there are any: a file that was named must exist, the default one may be absent."""
    from bot import settings

    path = settings.config_path(config)
    named = config is not None or "EVENKEEL_CONFIG" in os.environ
    return settings.load(path) if named or path.exists() else None


def _stop_on_signals() -> threading.Event:
    """The first signal asks to stop, and a timer sees that it happens; a second one ends at once."""
    stop = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        if stop.is_set():
            os._exit(75)
        stop.set()
        timer = threading.Timer(KILL_AFTER_S, lambda: os._exit(75))
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop


def _leave(code: int) -> None:
    """Exit; by force where a stuck thread would keep the process."""
    sys.stdout.flush()
    sys.stderr.flush()
    if code == 75:
        os._exit(code)
    raise typer.Exit(code)


def _log_tick(tick: Any) -> None:
    """The canonical line of a pass, and a line an action."""
    from bot import logs
    from bot.events import Event

    log = logs.get()
    tally = tick.tally
    if tally is None:
        log.warning(Event.FAILED, why=tick.why)
        return
    for action, outcome in tally.settled:
        log.info(
            Event.ACTION_SETTLED, action=action.action_id, kind=action.kind, mode=action.mode, outcome=outcome.settled
        )
    if tally.kept.set_aside:
        log.warning(Event.ROWS_SET_ASIDE, rows=tally.kept.set_aside)
    level = log.info if tick.healthy else log.warning
    level(
        Event.DONE,
        healthy=tick.healthy,
        why=tick.why,
        pages=tally.pages,
        seen=tally.kept.comments,
        new=tally.kept.new,
        edited=tally.kept.edited,
        gone=tally.kept.gone,
        judged=tally.judged,
        abstained=tally.abstained,
        failures=tally.failures,
        planned=tally.planned,
        withheld=tally.withheld,
        settled=len(tally.settled),
    )


class _Ticker:
    """One living line on a terminal, plain lines elsewhere."""

    def __init__(self, console: Console, limit_s: float | None) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), console=console, disable=not console.is_terminal
        )
        of = f"of about {limit_s:.0f} s" if limit_s else ""
        self._task = self._progress.add_task(f"starting {of}")
        self._seen = self._edits = self._stood_out = 0
        self._told_at: datetime | None = None

    def __enter__(self) -> "_Ticker":
        self._progress.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._progress.stop()

    def tell(self, tick: Any) -> None:
        """Called after each pass."""
        if tick.tally is not None:
            self._seen += tick.tally.kept.new
            self._edits += tick.tally.kept.edited
            self._stood_out += tick.tally.planned
        line = f"{self._seen} comments, {self._edits} edits, {self._stood_out} stood out; {tick.why}"
        self._progress.update(self._task, description=line)
        if not self._console.is_terminal and self._due():
            self._console.print(line, highlight=False)

    def _due(self) -> bool:
        now = datetime.now().astimezone()
        if self._told_at is not None and (now - self._told_at).total_seconds() < 10:
            return False
        self._told_at = now
        return True


class _Steps:
    """The step that long work is at: one living line on a terminal, a line a step elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task("reading")

    def __enter__(self) -> "_Steps":
        self._progress.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._progress.stop()

    def say(self, step: str) -> None:
        """What is being done now."""
        self._progress.update(self._task, description=step)
        if not self._console.is_terminal:
            self._console.print(step, highlight=False)


class _Counter:
    """How many lines are done, on a terminal only, and only when the input is a file."""

    def __init__(self, file: str) -> None:
        console = Console(stderr=True)
        shown = console.is_terminal and file != "-"
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.completed} lines"), console=console, disable=not shown
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> "_Counter":
        self._progress.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._progress.stop()

    def add(self, number: int) -> None:
        """So many more."""
        self._progress.advance(self._task, number)


def _lines_of(file: str) -> IO[bytes]:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from None


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in batches; blank ones are left out. Standard input is not held back while it waits for more."""
    batch: list[bytes] = []
    for line in lines:
        if line.strip():
            batch.append(line)
        if len(batch) >= CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _scored(
    batch: list[bytes], judge: Callable[[list[tuple[str, str | None]]], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    rows = [_row(line) for line in batch]
    scored = iter(judge([(row["text"], row.get("parent")) for row in rows if "error" not in row]))
    return [row if "error" in row else {"id": row["id"], **next(scored)} for row in rows]


def _churned(batch: list[bytes], judge: Callable[[list[Any]], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    rows = [_history_row(line) for line in batch]
    judged = iter(judge([row["history"] for row in rows if "error" not in row]))
    return [row if "error" in row else {"id": row["id"], **next(judged)} for row in rows]


def _history_row(line: bytes) -> dict[str, Any]:
    """A line as an object with id and history, or what is wrong with it."""
    from bot import churn

    row = _object(line)
    if "error" in row:
        return row
    try:
        return {"id": row["id"], "history": churn.history_of(row)}
    except churn.BadRowError as error:
        return {"id": row["id"], "error": str(error)}


def _object(line: bytes) -> dict[str, Any]:
    """A line as an object with an id, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not a JSON object on a line of its own"}
    if not isinstance(row, dict):
        return {"error": "not a JSON object on a line of its own"}
    if not isinstance(row.get("id"), str | int):
        return {"error": "id is missing, or is no text or number"}
    return {key: value for key, value in row.items() if key != "error"}


def _row(line: bytes) -> dict[str, Any]:
    """A line as an object with id and text, or what is wrong with it."""
    row = _object(line)
    if "error" in row:
        return row
    known = {"id": row["id"]}
    if not isinstance(row.get("text"), str):
        return known | {"error": "text is missing, or is no text"}
    if not isinstance(row.get("parent"), str | None):
        return known | {"error": "parent is no text"}
    return known | {"text": row["text"], "parent": row.get("parent")}
