"""What can be wrong with a SQLite file, and that times keep their microseconds."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, inspect
from sqlalchemy.exc import StatementError

from bot.comments import ActorId
from bot.errors import StoreBusyError, StoreError
from bot.storage import engine, open_store, tables
from tests.builders import NOW
from tests.contract.conftest import make_first_schema

ACCOUNT = ActorId("evenkeel@here.example")


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this is a shopping list, not a database" * 50)

    with pytest.raises(StoreError, match="damaged or is no Evenkeel store"):
        open_store(f"sqlite:///{path}", host="h", account=ACCOUNT, now=NOW)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_store(f"sqlite:///{tmp_path / 'none' / 'store.db'}", host="h", account=ACCOUNT, now=NOW)


def test_an_unknown_database_is_named() -> None:
    with pytest.raises(StoreError, match="not supported"):
        open_store("mysql://u@h/d", host="h", account=ACCOUNT, now=NOW)


def test_a_store_in_use_by_another_process_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}", host="h", account=ACCOUNT, now=NOW)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    # The store waits 10 s for a lock; the test need not.
    event.listen(
        store._session.engine, "connect", lambda connection, _record: connection.execute("pragma busy_timeout=10")
    )
    with pytest.raises(StoreBusyError, match="in use by another process"):
        store.take_lease("x", NOW, 60)
    other.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
    ],
)
def test_wal_is_used_only_where_it_is_safe(version: tuple[int, int, int], safe: bool) -> None:
    assert engine.wal_is_safe(version) is safe


def test_times_keep_their_microseconds_and_a_naive_one_is_refused(tmp_path: Path) -> None:
    opened = engine.open_engine(f"sqlite:///{tmp_path / 'store.db'}")
    tables.metadata.create_all(opened)
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    with opened.begin() as connection:
        connection.execute(tables.sites.insert().values(host="h", account="a", created_at=moment))
        assert connection.execute(tables.sites.select()).one().created_at == moment
        with pytest.raises(StatementError, match="without a zone"):
            connection.execute(
                tables.sites.insert().values(host="h", account="b", created_at=moment.replace(tzinfo=None))
            )


def test_a_copy_is_kept_before_an_older_schema_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    make_first_schema(url)
    open_store(url, host="h", account=ACCOUNT, now=NOW).close()

    (copy,) = tmp_path.glob("store.db.before-0001-*")
    older, newer = (inspect(engine.open_engine(f"sqlite:///{path}")) for path in (copy, tmp_path / "store.db"))
    assert (older.has_table("threads"), newer.has_table("threads")) == (False, True)
