"""Every store, opened afresh: SQLite in a file, PostgreSQL in a database of its own."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import column, create_engine, insert, make_url, table, text

from bot.comments import ActorId
from bot.storage import Store, engine, open_store
from tests.builders import NOW

_numbers = itertools.count()
Opener = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server: str = request.getfixturevalue("postgres")
    name = f"t{next(_numbers)}"
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def opener(url: str) -> Iterator[Opener]:
    """Opens the same store again and again, as processes after each other or beside each other do."""
    opened: list[Store] = []

    def make() -> Store:
        opened.append(open_store(url, host="here.example", account=ActorId("evenkeel@here.example"), now=NOW))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """A store with the lease."""
    made = opener()
    assert made.take_lease("test", NOW, 3600) == 1
    return made


def make_first_schema(url: str, rows: Sequence[tuple[str, dict[str, Any]]] = ()) -> None:
    """Make a store with the first schema, and insert ``rows``: (table, values)."""
    opened = engine.open_engine(url)
    config = engine._migrations()
    with opened.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for name, values in rows:
            connection.execute(insert(table(name, *map(column, values))).values(values))
    opened.dispose()
