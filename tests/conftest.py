"""What several suites share: builders of values, and a private PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def _server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of an empty cluster of our own; its databases are made by those who use it."""
    programs = _server_programs()
    if programs is None:
        if os.environ.get("EVENKEEL_REQUIRE_POSTGRES"):
            pytest.fail("no PostgreSQL on this machine; `make test` installs it")
        pytest.skip("no PostgreSQL on this machine")
    folder = Path(tempfile.mkdtemp(prefix="ekpg", dir="/tmp"))
    folder.chmod(0o777)
    data = folder / "data"
    subprocess.run(
        _as_postgres([str(programs / "initdb"), "-A", "trust", "-U", "evenkeel", "-D", str(data)]),
        check=True,
        capture_output=True,
    )
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=40"
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run(_as_postgres([*control, "-o", options, "start"]), check=True, capture_output=True)
    try:
        yield f"postgresql://evenkeel@/postgres?host={folder}"
    finally:
        subprocess.run(_as_postgres([*control, "-m", "immediate", "stop"]), check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
