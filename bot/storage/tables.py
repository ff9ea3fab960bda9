"""The schema. Times are UTC microseconds in BIGINT; lists and maps are JSON text that SQL never looks into."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros_of(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def time_of(micros: int) -> datetime:
    """Aware UTC."""
    return _EPOCH + timedelta(microseconds=micros)


class UtcMicros(TypeDecorator[datetime]):
    """Aware UTC datetime as microseconds since 1970; a naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return micros_of(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else time_of(value)


# SQLite counts rows up by itself only for INTEGER keys.
Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _site() -> Column[int]:
    return Column("site_id", Id, ForeignKey("sites.id"), nullable=False)


meta = Table(
    "meta", metadata, Column("name", String(40), primary_key=True), Column("value", LargeBinary, nullable=False)
)

sites = Table(
    "sites",
    metadata,
    _key(),
    Column("host", String(255), nullable=False),
    Column("account", String(512), nullable=False),
    Column("created_at", UtcMicros, nullable=False),
    UniqueConstraint("host", "account"),
)

texts = Table(
    "texts",
    metadata,
    _key(),
    Column("content", Text, nullable=False),
    Column("stored_at", UtcMicros, nullable=False, index=True),
)

comments = Table(
    "comments",
    metadata,
    _key(),
    _site(),
    Column("ap_id", String(2048), nullable=False),
    Column("local_id", BigInteger, nullable=False, index=True),
    Column("parent_local_id", BigInteger),
    Column("community", String(2048), nullable=False),
    Column("community_name", String(512), nullable=False),
    Column("community_local_id", BigInteger, nullable=False),
    Column("post", String(2048), nullable=False),
    Column("post_local_id", BigInteger, nullable=False),
    Column("post_title", Text, nullable=False),
    Column("post_removed", Boolean, nullable=False),
    Column("post_deleted", Boolean, nullable=False),
    Column("post_locked", Boolean, nullable=False),
    Column("author", String(2048), nullable=False),
    Column("author_name", String(512), nullable=False),
    Column("author_local_id", BigInteger, nullable=False),
    Column("author_is_moderator", Boolean, nullable=False),
    Column("author_is_admin", Boolean, nullable=False),
    Column("author_banned", Boolean, nullable=False),
    Column("author_banned_here", Boolean, nullable=False),
    Column("bot_account", Boolean, nullable=False),
    Column("published", UtcMicros, nullable=False),
    Column("updated", UtcMicros),
    Column("removed", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("distinguished", Boolean, nullable=False),
    Column("local", Boolean, nullable=False),
    Column("language", String(20), nullable=False),
    Column("replies", Integer, nullable=False),
    Column("history_known", Boolean, nullable=False),
    Column("times_edited", Integer, nullable=False),
    Column("touches", Integer, nullable=False),
    Column("first_seen", UtcMicros, nullable=False),
    Column("last_seen", UtcMicros, nullable=False),
    Column("reported_at", UtcMicros),
    UniqueConstraint("site_id", "ap_id"),
    Index(None, "site_id", "author", "post"),
    Index(None, "site_id", "post_local_id"),
    Index(None, "site_id", "published"),
)

revisions = Table(
    "revisions",
    metadata,
    _key(),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("text_id", Id, ForeignKey("texts.id", ondelete="SET NULL"), index=True),
    Column("parent_text_id", Id, ForeignKey("texts.id", ondelete="SET NULL"), index=True),
    Column("observed_at", UtcMicros, nullable=False),
    Column("updated", UtcMicros),
    Column("state", String(10), nullable=False),
    Column("error", String(80)),
    Column("model", String(80)),
    UniqueConstraint("comment_id", "n"),
    Index(None, "state", "id"),
)

actions = Table(
    "actions",
    metadata,
    _key(),
    _site(),
    Column("mode", String(10), nullable=False),
    Column("key", String(4096), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("community", String(2048), nullable=False),
    Column("body", Text, nullable=False),
    Column("short_body", Text, nullable=False),
    Column("reports_count_from", UtcMicros),
    Column("comment_id", Id, ForeignKey("comments.id"), index=True),
    Column("revision", Integer),
    Column("recipient", String(512), nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("planned_at", UtcMicros, nullable=False),
    Column("sent_at", UtcMicros),
    Column("settled_at", UtcMicros),
    Column("outcome", String(10)),
    Column("detail", Text, nullable=False),
    Column("server_ref", String(80), nullable=False),
    Column("fencing", Integer, nullable=False),
    UniqueConstraint("site_id", "mode", "key"),
    Index(None, "site_id", "state", "id"),
    Index(None, "site_id", "mode", "planned_at"),
)

decisions = Table(
    "decisions",
    metadata,
    _key(),
    Column("revision_id", Id, ForeignKey("revisions.id"), nullable=False),
    Column("call", String(10), nullable=False),
    Column("gravity", Integer, nullable=False),
    Column("attention", Float, nullable=False),
    Column("churn", Float, nullable=False, server_default="0"),
    Column("edits", Text, nullable=False, server_default=""),
    Column("heads", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("abstained", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("exempt", Boolean, nullable=False),
    Column("model", String(80), nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("judged_at", UtcMicros, nullable=False),
    Column("backlog", Boolean, nullable=False),
    Column("status", String(12), nullable=False),
    Column("status_why", Text, nullable=False),
    Column("action_id", Id, ForeignKey("actions.id"), index=True),
    Column("told", Boolean, nullable=False),
    UniqueConstraint("revision_id", "model", "policy_version"),
    Index(None, "status", "gravity"),
)

verdicts = Table(
    "verdicts",
    metadata,
    _key(),
    _site(),
    Column("key", String(200), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("comment", String(2048), nullable=False),
    Column("community", String(2048), nullable=False),
    Column("moderator", String(2048)),
    Column("at", UtcMicros, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("site_id", "key"),
    Index(None, "site_id", "comment"),
)

community_states = Table(
    "community_states",
    metadata,
    _key(),
    _site(),
    Column("community", String(2048), nullable=False),
    Column("name", String(512), nullable=False),
    Column("state", String(10), nullable=False),
    Column("why", Text, nullable=False),
    Column("until", UtcMicros),
    Column("mode", String(10), nullable=False),
    Column("acting_since", UtcMicros),
    Column("watching_since", UtcMicros),
    UniqueConstraint("site_id", "community"),
)

feeds = Table(
    "feeds",
    metadata,
    _key(),
    _site(),
    Column("scope", String(12), nullable=False),
    Column("community", String(512), nullable=False),
    Column("high_water", UtcMicros),
    Column("next_page", Integer, nullable=False),
    Column("floor", UtcMicros),
    Column("candidate", UtcMicros),
    Column("last_pass_at", UtcMicros),
    Column("gap_since", UtcMicros),
    Column("gap_until", UtcMicros),
    Column("set_aside", Integer, nullable=False),
    Column("watched_since", UtcMicros),
    Column("rate_per_h", Float, nullable=False),
    Column("catch_page", Integer, nullable=False),
    Column("gaps", Text, nullable=False),
    Column("round_at", UtcMicros),
    Column("list_step", Integer, nullable=False),
    Column("list_page", Integer, nullable=False),
    Column("audited_at", UtcMicros),
    Column("audited", Integer, nullable=False),
    Column("audit_missed", Integer, nullable=False),
    Column("others", Integer, nullable=False),
    Column("unseen", Text, nullable=False),
    UniqueConstraint("site_id", "scope", "community"),
)

threads = Table(
    "threads",
    metadata,
    _key(),
    _site(),
    Column("post_local_id", BigInteger, nullable=False),
    Column("post", String(2048), nullable=False),
    Column("scope", String(12), nullable=False),
    Column("community", String(512), nullable=False),
    Column("comments", Integer, nullable=False),
    Column("listed_at", UtcMicros, nullable=False),
    Column("settled", Integer),
    Column("next_page", Integer, nullable=False),
    UniqueConstraint("site_id", "post_local_id"),
)

rereads = Table(
    "rereads",
    metadata,
    _key(),
    _site(),
    Column("local_id", BigInteger, nullable=False),
    Column("due_at", UtcMicros, nullable=False),
    Column("why", String(10), nullable=False),
    UniqueConstraint("site_id", "local_id", "why", "due_at"),
    Index(None, "site_id", "due_at"),
)

edit_counts = Table(
    "edit_counts",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True),
    Column("bin", Integer, primary_key=True, autoincrement=False),
    Column("hours", Float, nullable=False),
    Column("edits", Float, nullable=False),
    Column("fresh", Float, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True),
    Column("owner", String(300), nullable=False),
    Column("fencing", Integer, nullable=False),
    Column("expires_at", UtcMicros, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True),
    Column("at", UtcMicros, nullable=False),
    Column("healthy", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("last_pass_at", UtcMicros),
    Column("passes", Integer, nullable=False),
    Column("interval_s", Float, nullable=False),
)
