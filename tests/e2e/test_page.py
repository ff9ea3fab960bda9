"""The page in a real browser: it opens from a file, shows what it should, and asks for nothing from outside."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot import bootstrap, report
from tests.e2e.world import INSULT, World

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --window-size=900,900"
).split()


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium")
    if found is None and os.environ.get("EVENKEEL_REQUIRE_BROWSER"):
        pytest.fail("no Chromium on this machine; `make test` installs it")
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def test_the_page_opens_in_a_browser_and_hostile_text_stays_text(here: World, chromium: str, tmp_path: Path) -> None:
    here.say(f"<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\"> {INSULT}")
    here.run(1, mode="dry-run")
    page = tmp_path / "report.html"
    page.write_text(report.render(bootstrap.summary_of(here.settings(mode="dry-run"), here.home)), encoding="utf-8")
    picture = tmp_path / "page.png"
    command = [
        chromium,
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--screenshot={picture}",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)

    assert "<title>Evenkeel on 127.0.0.1" in done.stdout
    assert "owned</title>" not in done.stdout
    assert "<mark>worthless</mark>" in done.stdout
    assert "&lt;script&gt;" in done.stdout
    assert picture.stat().st_size > 5000
