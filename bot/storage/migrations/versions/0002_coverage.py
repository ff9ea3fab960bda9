"""When comments are read again, and what was missed: counters of threads, urgent readings, edits by age."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what re-reading and reconciling remember; the old sweep is gone."""
    _comments()
    _feeds()
    op.create_table(
        "threads",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("post_local_id", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.String(length=2048), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("community", sa.String(length=512), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=True),
        sa.Column("next_page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_threads_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("site_id", "post_local_id", name=op.f("uq_threads_site_id_post_local_id")),
    )
    op.create_table(
        "rereads",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("local_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_rereads_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rereads")),
        sa.UniqueConstraint(
            "site_id", "local_id", "why", "due_at", name=op.f("uq_rereads_site_id_local_id_why_due_at")
        ),
    )
    op.create_index(op.f("ix_rereads_site_id_due_at"), "rereads", ["site_id", "due_at"], unique=False)
    op.create_table(
        "edit_counts",
        sa.Column("site_id", ID, nullable=False),
        sa.Column("bin", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("edits", sa.Float(), nullable=False),
        sa.Column("fresh", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_edit_counts_site_id")),
        sa.PrimaryKeyConstraint("site_id", "bin", name=op.f("pk_edit_counts")),
    )


def _comments() -> None:
    for name in ("times_edited", "touches"):
        op.add_column("comments", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_comments_site_id_post_local_id"), "comments", ["site_id", "post_local_id"], unique=False)
    op.create_index(op.f("ix_comments_site_id_published"), "comments", ["site_id", "published"], unique=False)
    op.execute(
        "UPDATE comments SET times_edited = (SELECT count(*) FROM revisions WHERE revisions.comment_id = comments.id"
        " AND revisions.n > 1) + CASE WHEN history_known THEN 0 ELSE 1 END"
    )


def _feeds() -> None:
    with op.batch_alter_table("feeds") as feeds:
        for name in ("sweep_page", "swept_at"):
            feeds.drop_column(name)
        for name in ("watched_since", "round_at", "audited_at"):
            feeds.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for name in ("catch_page", "list_step", "audited", "audit_missed", "others"):
            feeds.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        feeds.add_column(sa.Column("rate_per_h", sa.Float(), nullable=False, server_default="0"))
        feeds.add_column(sa.Column("list_page", sa.Integer(), nullable=False, server_default="2"))
        for name in ("gaps", "unseen"):
            feeds.add_column(sa.Column(name, sa.Text(), nullable=False, server_default="[]"))
    op.execute(
        "UPDATE feeds SET watched_since = high_water, catch_page = CASE WHEN gap_since IS NULL THEN 0 ELSE 1 END"
    )
