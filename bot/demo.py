"""The demonstration: a sandbox Lemmy with a living community, and the real daemon in dry run against it."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot import bootstrap, report
from bot.sandbox import Community, Sandbox
from bot.settings import CommunitySettings, LemmySettings, PollingSettings, Settings
from bot.watch import Tick

USERNAME = "evenkeel"
PASSWORD = "only-good-in-the-sandbox"  # noqa: S105  the sandbox lives and dies with this process
COMMUNITIES = ("worldnews", "workshop", "kitchen")
INTERVAL_S = 3.0
REQUESTS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What a demonstration leaves."""

    lines: tuple[str, ...]
    page: str
    code: int


def play(folder: Path, *, stop: threading.Event, limit_s: float | None, tell: Callable[[Tick], None]) -> Played:
    """Run until ``limit_s`` seconds have passed or ``stop`` is set; ``folder`` is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with Sandbox(name="sandbox.example") as sandbox:
        community = Community(sandbox.state)
        community.found(bot=USERNAME, password=PASSWORD)
        settings = _settings(sandbox.url)
        talking = threading.Thread(target=community.play, args=(stop,), name="community", daemon=True)
        daemon = bootstrap.build_daemon(settings, folder, stop=stop, tell=tell, environ={})
        end = threading.Timer(limit_s, stop.set) if limit_s is not None else None
        if end is not None:
            end.daemon = True
            end.start()
        talking.start()
        code = daemon.run()
        talking.join(5)
        if end is not None:
            end.cancel()
        sent = len(sandbox.writes())
    summary = bootstrap.summary_of(settings, folder)
    lines = (*report.lines(summary), "", f"Sent to the server: {sent} reports or messages (dry run).")
    return Played(lines=lines, page=report.render(summary), code=code)


def _settings(url: str) -> Settings:
    return Settings.model_validate(
        {
            "lemmy": LemmySettings.model_validate({"url": url, "username": USERNAME, "password": PASSWORD}),
            "communities": [CommunitySettings(name=name) for name in COMMUNITIES],
            "polling": PollingSettings(interval_s=INTERVAL_S, requests_per_minute=REQUESTS_PER_MINUTE),
        }
    )
