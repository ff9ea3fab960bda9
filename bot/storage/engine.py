"""Opening a database: SQLite made safe, PostgreSQL made patient, and the schema brought up to date."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from bot.errors import StoreBusyError, StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x45564B


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug, which corrupts files (3.7.0 to 3.51.2)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def open_engine(url: str) -> Engine:
    """An engine for ``url``; nothing is read yet. Raises StoreError for an address that cannot be used."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError("[store] url is not a database address such as sqlite:///var/evenkeel.db") from None
    if address.get_backend_name() == "sqlite":
        return _sqlite(url, address.database)
    if address.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise StoreError(f"[store] url: {address.get_backend_name()} is not supported; use sqlite or postgresql.")


def _sqlite(url: str, database: str | None) -> Engine:
    if database and database != ":memory:" and not Path(database).parent.is_dir():
        raise StoreError(f"The folder {Path(database).parent} for the store does not exist; create it first.")
    engine = create_engine(url, poolclass=NullPool)
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info[:3]) else "DELETE"

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes fails at once, whatever busy_timeout says.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    options = "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    try:
        return create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"options": options, "connect_timeout": 8},
        )
    except ModuleNotFoundError:
        raise StoreError("PostgreSQL needs one more package: pip install 'evenkeel[postgres]'") from None


def migrate(engine: Engine, now: datetime) -> None:
    """Bring the schema up to date in one transaction, after keeping a copy of an older SQLite file.

    Raises StoreError for a newer schema than this program knows, or a file that is no store.
    """
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            present, known = _present(connection), _known()
            if present == max(known):
                return
            if present is not None and present not in known:
                raise StoreError(
                    f"The store is of a newer Evenkeel (schema {present}). Update Evenkeel, or put a copy back."
                )
            if present is not None:
                _keep_copy(engine, present, now)
            _upgrade(connection)
    except DBAPIError as error:
        raise explain(error, engine) from error


def refuse_other_schema(engine: Engine) -> None:
    """Raises StoreError for a schema that only the daemon brings up to date."""
    with engine.connect() as connection:
        present = _present(connection)
    if present != max(_known()):
        raise StoreError(
            "The store is of another version of Evenkeel. The next `evenkeel run` brings an older one up to date."
        )


def _present(connection: Connection) -> str | None:
    """The revision that a store's schema is of; None in an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _known() -> set[str]:
    """Revisions of the schema that this program has: how the names of their files begin."""
    return {path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")}


def _upgrade(connection: Connection) -> None:
    from alembic import command  # a quarter of a second that only a new schema costs

    config = _migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _migrations() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _keep_copy(engine: Engine, revision: str, now: datetime) -> None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    target = f"{engine.url.database}.before-{revision}-{now:%Y%m%dT%H%M%S}"
    with closing(sqlite3.connect(engine.url.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def explain(error: DBAPIError, engine: Engine) -> StoreError:
    """A database error in words that say what to do; shows no values."""
    where = engine.url.database if engine.dialect.name == "sqlite" else engine.url.render_as_string(hide_password=True)
    reason = str(error.orig).lower()
    if "locked" in reason or "busy" in reason:
        return StoreBusyError(f"The store {where} is in use by another process; try again later.")
    if "readonly" in reason or "read-only" in reason or "unable to open" in reason or "permission" in reason:
        return StoreError(f"The store {where} cannot be written. Check who owns it and its folder.")
    if "malformed" in reason or "not a database" in reason:
        return StoreError(f"The file {where} is damaged or is no Evenkeel store. Put a copy back, or move it away.")
    if "full" in reason:
        return StoreBusyError(f"The disk that holds {where} is full; free some room.")
    if isinstance(error, OperationalError) and engine.dialect.name == "postgresql":
        return StoreBusyError(f"The database {where} cannot be reached; is it running, and may this account sign in?")
    return StoreError(f"The store {where} failed: {type(error.orig).__name__}.")
