"""One open store: its engine, the site that every row hangs from, the key of its hashes, and the lease to write."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.errors import LeaseLostError
from bot.storage import engine as engines
from bot.storage import tables


def put(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    first: Mapping[str, Any] | None = None,
) -> None:
    """Change the row that ``key`` names, or make it; ``first``: values of a new row where those of an old one grow."""
    here = and_(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(update(table).where(here).values(**values)).rowcount:
        connection.execute(insert(table).values(**{**key, **values, **(first or {})}))


@dataclass(slots=True, kw_only=True)
class Session:
    """What every part of the store works with. ``fencing`` is None while this process may only read."""

    engine: Engine
    site_id: int
    host: str
    account: str
    key: bytes
    fencing: int | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short transaction that reads."""
        with self._begin() as connection:
            yield connection

    @contextmanager
    def writing(self, *, leased: bool = True) -> Iterator[Connection]:
        """A transaction that writes; with ``leased`` only while the lease is ours, else LeaseLostError."""
        with self._begin() as connection:
            if leased:
                self._check_lease(connection)
            yield connection

    def digest(self, text: str) -> bytes:
        """Keyed hash of a text: a short comment could be guessed from a plain one."""
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self.key, digest_size=16).digest()

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise engines.explain(error, self.engine) from error

    def _check_lease(self, connection: Connection) -> None:
        # Locked until commit, so that a take-over on PostgreSQL waits for this transaction.
        row = connection.execute(
            select(tables.lease.c.fencing).where(tables.lease.c.site_id == self.site_id).with_for_update()
        ).first()
        if self.fencing is None or row is None or row.fencing != self.fencing:
            raise LeaseLostError("Another daemon works with this store now; this one stops.")


def take_lease(session: Session, owner: str, now: datetime, ttl_s: float, *, gone: Callable[[str], bool]) -> int | None:
    """Take the lease when it is free, run out, ours, or its owner is gone; the fencing number, else None."""
    table = tables.lease
    expires_at = now + timedelta(seconds=ttl_s)
    with session.writing(leased=False) as connection:
        connection.execute(
            select(tables.sites.c.id).where(tables.sites.c.id == session.site_id).with_for_update()
        ).one()
        row = connection.execute(select(table).where(table.c.site_id == session.site_id)).first()
        if row is not None and row.expires_at > now and row.owner != owner and not gone(row.owner):
            return None
        fencing = row.fencing + 1 if row else 1
        values = {"owner": owner, "fencing": fencing, "expires_at": expires_at}
        if row is None:
            connection.execute(insert(table).values(site_id=session.site_id, **values))
        else:
            connection.execute(update(table).where(table.c.site_id == session.site_id).values(**values))
    session.fencing = fencing
    return fencing


def renew_lease(session: Session, now: datetime, ttl_s: float) -> None:
    """Keep the lease for another while; LeaseLostError when another daemon took it."""
    with session.writing() as connection:
        connection.execute(
            update(tables.lease)
            .where(tables.lease.c.site_id == session.site_id)
            .values(expires_at=now + timedelta(seconds=ttl_s))
        )


def release_lease(session: Session) -> None:
    """Let another daemon take over at once; does nothing when the lease was lost."""
    if session.fencing is None:
        return
    with session.writing(leased=False) as connection:
        connection.execute(
            update(tables.lease)
            .where(tables.lease.c.site_id == session.site_id, tables.lease.c.fencing == session.fencing)
            .values(expires_at=datetime.fromtimestamp(0, tz=UTC))
        )
    session.fencing = None
