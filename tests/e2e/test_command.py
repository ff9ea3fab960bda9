"""The command as people and supervisors use it: its own process, exit codes, signals, crashes, secrets."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.world import INSULT, PASSWORD, World

EVENKEEL = str(Path(sys.executable).with_name("evenkeel"))
CONFIG = '[lemmy]\nurl = "{url}"\nusername = "evenkeel"\n[[communities]]\nname = "news"\nmode = "{mode}"\n[polling]\ninterval_s = 1\nrequests_per_minute = 60\n'


def environ(here: World, mode: str = "act", **more: str) -> dict[str, str]:
    config = here.home / "evenkeel.toml"
    config.write_text(CONFIG.format(url=here.sandbox.url, mode=mode))
    own = {"EVENKEEL_HOME": str(here.home), "EVENKEEL_CONFIG": str(config), "EVENKEEL_LEMMY__PASSWORD": PASSWORD}
    return {"PATH": os.environ["PATH"], **own, **more}


def command(*arguments: str, env: dict[str, str] | None = None, given: bytes = b"", cwd: Path | None = None) -> Any:
    return subprocess.run(
        [EVENKEEL, *arguments], env=env, input=given, capture_output=True, timeout=60, cwd=cwd, check=False
    )


def start(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([EVENKEEL, "run", *arguments], env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE)


def wait_for(what: Any, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.05)


def last_said(log: bytes) -> tuple[str, int]:
    """Event and code of a log's last line."""
    line = json.loads(log.splitlines()[-1])
    return line["event"], line["code"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_eight_seconds_with_nothing_half_done(here: World, number: signal.Signals) -> None:
    process = start(environ(here))
    wait_for(lambda: any(entry.path == "/comment/list" for entry in here.sandbox.journal))
    process.send_signal(number)
    begun = time.monotonic()
    process.communicate(timeout=10)

    assert process.returncode == 0
    assert time.monotonic() - begun < 8
    with here.store() as store:
        assert store.take_lease("next", here.sandbox.state.clock(), 60) is not None


def test_a_server_that_drips_cannot_hold_the_end_up(here: World) -> None:
    from bot.sandbox.server import Fault

    here.sandbox.faults.add(Fault(matches=lambda _m, path: path == "/comment/list", drip_s=0.5, times=5))
    process = start(environ(here))
    wait_for(lambda: any(entry.path == "/comment/list" for entry in here.sandbox.journal))
    process.terminate()
    begun = time.monotonic()
    process.communicate(timeout=12)

    assert time.monotonic() - begun < 9
    assert process.returncode in (0, 75)


def test_kills_at_any_moment_lose_and_double_nothing(here: World) -> None:
    """Seven kills while reports are filed; the journal of the server has the last word."""
    env = environ(here)
    assert command("run", "--passes", "1", env=env).returncode == 0
    insults = [here.say(INSULT, here.sandbox.state.person(f"angry{number}")) for number in range(9)]
    for pause in (0.7, 0.9, 1.0, 1.1, 1.2, 1.4, 1.7):
        process = start(env)
        time.sleep(pause)
        process.kill()
        process.communicate()
    from bot import cycle

    grace, cycle.DOUBT_GRACE_S = cycle.DOUBT_GRACE_S, 0.0
    try:
        here.run(4)
    finally:
        cycle.DOUBT_GRACE_S = grace

    assert sorted(number for number, _ in here.reports()) == [insult.id for insult in insults]


def test_a_second_daemon_stands_by(here: World) -> None:
    first = start(environ(here))
    wait_for(
        lambda: (here.home / "evenkeel.db").exists() and any(e.path == "/comment/list" for e in here.sandbox.journal)
    )
    second = command("run", "--passes", "1", env=environ(here))
    first.terminate()
    first.communicate(timeout=10)

    assert second.returncode == 75
    assert b"another daemon" in second.stderr


def test_logs_are_json_without_comment_text_or_secrets(here: World) -> None:
    canary = "an unmistakable canary phrase"
    here.say(f"{INSULT} {canary}")
    env = environ(here, mode="dry-run")
    done = command("run", "--passes", "2", env=env)
    everything = done.stdout + done.stderr
    token = (here.home / "token").read_text()

    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {"pass.done", "action.settled", "daemon.started", "daemon.stopped"} <= {line["event"] for line in lines}
    for secret in (canary, "worthless", PASSWORD, token, "bob"):
        assert secret.encode() not in everything


def test_check_login_status_and_health(here: World) -> None:
    env = environ(here, mode="dry-run")
    here.say(INSULT)
    assert command("health", env=env).returncode == 1
    assert b"no store yet" in command("health", env=env).stdout
    assert command("login", env=env).returncode == 0
    checked = command("check", env=env | {"EVENKEEL_LEMMY__PASSWORD": ""})
    assert b"we moderate news@here.example" in checked.stdout
    assert b"reports go to mod@here.example, to the server's admins" in checked.stdout
    assert re.search(rb"reports words from \d+% and edits from \d+%", checked.stdout)
    assert command("run", "--passes", "1", env=env).returncode == 0
    status = command("status", env=env)
    assert status.returncode == 0
    assert b"An edit is seen when its comment is read again" in status.stdout
    assert b"actions (dry-run): report would have been sent 1" in status.stdout
    assert b"gaps: none known" in status.stdout
    healthy = command("health", env=env)
    assert (healthy.returncode, healthy.stdout.startswith(b"Working")) == (0, True)


def test_a_report_names_what_stood_out_and_writes_a_page(here: World) -> None:
    env = environ(here, mode="dry-run")
    here.say(INSULT)
    assert command("run", "--passes", "1", env=env).returncode == 0

    shown = command("report", env=env)
    page = (here.home / "report.html").read_text()

    assert shown.returncode == 0
    assert b"REPORT" in shown.stdout
    assert INSULT.encode()[:40] in shown.stdout
    assert "Worth a report (1)" in page
    assert command("report", "--out", "/proc/none/page.html", env=env).returncode == 2


def test_a_wrong_password_ends_a_login_with_77(here: World) -> None:
    env = environ(here, EVENKEEL_LEMMY__PASSWORD="wrong")
    first, second = command("login", env=env), command("login", env=env)

    assert (first.returncode, second.returncode) == (77, 77)
    assert b"not sent again before" in second.stderr
    assert sum(entry.path == "/user/login" for entry in here.sandbox.journal) == 1


def test_a_community_that_is_not_there_is_named(here: World) -> None:
    env = environ(here, mode="dry-run")
    config = Path(env["EVENKEEL_CONFIG"])
    config.write_text(config.read_text().replace('"news"', '"nws"'))
    for verb in (["check"], ["run", "--passes", "1"]):
        done = command(*verb, env=env)
        assert done.returncode == 2
        assert b"no community named nws" in done.stderr


def test_a_server_that_is_down_is_try_later(here: World, tmp_path: Path) -> None:
    env = environ(here, mode="dry-run")
    config = Path(env["EVENKEEL_CONFIG"])
    config.write_text(config.read_text().replace(here.sandbox.url, "http://127.0.0.1:9"))

    done = command("run", "--passes", "1", env=env)

    assert (done.returncode, last_said(done.stderr)) == (75, ("daemon.stopped", 75))


def test_a_run_without_a_sign_in_ends_with_77(here: World) -> None:
    env = environ(here, mode="dry-run", EVENKEEL_LEMMY__PASSWORD="")
    done = command("run", "--passes", "1", env=env)

    assert (done.returncode, last_said(done.stderr)) == (77, ("daemon.stopped", 77))
    assert b"evenkeel login" in done.stderr


def test_a_run_that_finds_something_not_as_it_should_be_ends_with_1(here: World) -> None:
    assert command("run", "--passes", "1", env=environ(here)).returncode == 0
    here.say(INSULT)
    here.news.banned.add(here.bot.id)
    done = command("run", "--passes", "1", env=environ(here))

    assert (done.returncode, last_said(done.stderr)) == (1, ("daemon.stopped", 1))


def test_a_run_that_breaks_off_says_its_code_too(here: World) -> None:
    env = environ(here)
    config = Path(env["EVENKEEL_CONFIG"])
    config.write_text(config.read_text().replace('"news"', '"nws"'))
    done = command("run", env=env)

    assert done.returncode == 2
    assert b'"event": "daemon.stopped", "code": 2' in done.stderr


def test_score_keeps_order_and_says_what_is_wrong_in_its_place(tmp_path: Path) -> None:
    lines = [
        b'{"id": 1, "text": "You are a disgusting piece of trash and everyone hates you."}',
        b"not json",
        b'{"id": "two"}',
        b'{"text": "no id"}',
        b'["a"]',
        b'{"id": 3, "text": "\\u0000 \\ud800 fine", "parent": "p"}',
        b"\xff\xfe",
        b'{"id": 4, "text": "Das ist wirklich keine gute Idee, finde ich."}',
    ]
    done = command("score", "-", "--format", "jsonl", given=b"\n".join(lines) + b"\n", cwd=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 1
    assert [row.get("id") for row in rows] == [1, None, "two", None, None, 3, None, 4]
    assert ["error" in row for row in rows] == [False, True, True, True, True, False, True, False]
    assert set(rows[0]) == {"id", "attention", "heads", "decision", "language", "abstained", "reasons"}
    assert rows[0]["decision"] == "report"
    assert rows[7]["abstained"]
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("gone", ["deleted by its author", "removed by a moderator"])
def test_explain_says_that_a_comment_is_gone(here: World, gone: str) -> None:
    insult = here.say(INSULT)
    insult.deleted, insult.removed = gone.startswith("deleted"), gone.startswith("removed")
    done = command("explain", f"{here.sandbox.url}/comment/{insult.id}")

    assert done.returncode == 1
    assert f"was {gone}" in done.stderr.decode()


def test_explain_shows_a_sum() -> None:
    done = command("explain", "You worthless muppet.")
    out = done.stdout.decode()

    assert done.returncode == 0
    assert "intercept" in out
    assert "sum (log-odds)" in out
    assert "without it:" in out


@pytest.mark.parametrize("verb", ["run", "demo", "check", "login", "score", "explain", "status", "health", "version"])
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = command(verb, "--help")

    assert done.returncode == 0
    assert b"Example: " in done.stdout


@pytest.mark.parametrize("arguments", [["run", "--config", "none.toml"], ["score", "none.jsonl"], ["nonsense"]])
def test_usage_and_configuration_errors_are_2(arguments: list[str], tmp_path: Path) -> None:
    done = command(*arguments, cwd=tmp_path, env={"PATH": os.environ["PATH"]})

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_the_demo_ends_by_itself_with_a_page(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "EVENKEEL_HOME": str(tmp_path)}
    done = command("demo", "--seconds", "12", env=env)
    page = (tmp_path / "demo" / "report.html").read_text()

    assert done.returncode == 0
    assert b"Sent to the server: 0 reports" in done.stdout
    assert "would have reported" in page
    assert "worthless" not in done.stderr.decode()


def test_a_home_that_cannot_be_written_is_said_in_one_line(here: World, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    done = command("run", "--passes", "1", env=environ(here) | {"EVENKEEL_HOME": str(in_the_way)})

    assert done.returncode == 1
    assert str(in_the_way).encode() in done.stderr
    assert b"Traceback" not in done.stderr
