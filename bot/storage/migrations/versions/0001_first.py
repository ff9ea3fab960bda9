"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "sites",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("account", sa.String(length=512), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("host", "account", name=op.f("uq_sites_host_account")),
    )
    op.create_table(
        "texts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_index(op.f("ix_texts_stored_at"), "texts", ["stored_at"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("ap_id", sa.String(length=2048), nullable=False),
        sa.Column("local_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_local_id", sa.BigInteger(), nullable=True),
        sa.Column("community", sa.String(length=2048), nullable=False),
        sa.Column("community_name", sa.String(length=512), nullable=False),
        sa.Column("community_local_id", sa.BigInteger(), nullable=False),
        sa.Column("post", sa.String(length=2048), nullable=False),
        sa.Column("post_local_id", sa.BigInteger(), nullable=False),
        sa.Column("post_title", sa.Text(), nullable=False),
        sa.Column("post_removed", sa.Boolean(), nullable=False),
        sa.Column("post_deleted", sa.Boolean(), nullable=False),
        sa.Column("post_locked", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(length=2048), nullable=False),
        sa.Column("author_name", sa.String(length=512), nullable=False),
        sa.Column("author_local_id", sa.BigInteger(), nullable=False),
        sa.Column("author_is_moderator", sa.Boolean(), nullable=False),
        sa.Column("author_is_admin", sa.Boolean(), nullable=False),
        sa.Column("author_banned", sa.Boolean(), nullable=False),
        sa.Column("author_banned_here", sa.Boolean(), nullable=False),
        sa.Column("bot_account", sa.Boolean(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("distinguished", sa.Boolean(), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("history_known", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_comments_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("site_id", "ap_id", name=op.f("uq_comments_site_id_ap_id")),
    )
    op.create_index(op.f("ix_comments_local_id"), "comments", ["local_id"], unique=False)
    op.create_index(op.f("ix_comments_site_id_author_post"), "comments", ["site_id", "author", "post"], unique=False)
    op.create_table(
        "community_states",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("community", sa.String(length=2048), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("acting_since", sa.BigInteger(), nullable=True),
        sa.Column("watching_since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_community_states_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_states")),
        sa.UniqueConstraint("site_id", "community", name=op.f("uq_community_states_site_id_community")),
    )
    op.create_table(
        "feeds",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("community", sa.String(length=512), nullable=False),
        sa.Column("high_water", sa.BigInteger(), nullable=True),
        sa.Column("next_page", sa.Integer(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("candidate", sa.BigInteger(), nullable=True),
        sa.Column("last_pass_at", sa.BigInteger(), nullable=True),
        sa.Column("sweep_page", sa.Integer(), nullable=False),
        sa.Column("swept_at", sa.BigInteger(), nullable=True),
        sa.Column("gap_since", sa.BigInteger(), nullable=True),
        sa.Column("gap_until", sa.BigInteger(), nullable=True),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_feeds_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("site_id", "scope", "community", name=op.f("uq_feeds_site_id_scope_community")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("site_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("healthy", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("last_pass_at", sa.BigInteger(), nullable=True),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_heartbeats_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "lease",
        sa.Column("site_id", ID, nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_lease_site_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_lease")),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.String(length=2048), nullable=False),
        sa.Column("community", sa.String(length=2048), nullable=False),
        sa.Column("moderator", sa.String(length=2048), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_verdicts_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("site_id", "key", name=op.f("uq_verdicts_site_id_key")),
    )
    op.create_index(op.f("ix_verdicts_site_id_comment"), "verdicts", ["site_id", "comment"], unique=False)
    op.create_table(
        "actions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=4096), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("community", sa.String(length=2048), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("short_body", sa.Text(), nullable=False),
        sa.Column("comment_id", ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=512), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("server_ref", sa.String(length=80), nullable=False),
        sa.Column("fencing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_actions_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_actions_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("site_id", "mode", "key", name=op.f("uq_actions_site_id_mode_key")),
    )
    op.create_index(op.f("ix_actions_comment_id"), "actions", ["comment_id"], unique=False)
    op.create_index(
        op.f("ix_actions_site_id_mode_planned_at"), "actions", ["site_id", "mode", "planned_at"], unique=False
    )
    op.create_index(op.f("ix_actions_site_id_state_id"), "actions", ["site_id", "state", "id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text_id", ID, nullable=True),
        sa.Column("parent_text_id", ID, nullable=True),
        sa.Column("observed_at", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_revisions_comment_id")),
        sa.ForeignKeyConstraint(
            ["parent_text_id"], ["texts.id"], name=op.f("fk_revisions_parent_text_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_revisions_text_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("comment_id", "n", name=op.f("uq_revisions_comment_id_n")),
    )
    op.create_index(op.f("ix_revisions_parent_text_id"), "revisions", ["parent_text_id"], unique=False)
    op.create_index(op.f("ix_revisions_state_id"), "revisions", ["state", "id"], unique=False)
    op.create_index(op.f("ix_revisions_text_id"), "revisions", ["text_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("call", sa.String(length=10), nullable=False),
        sa.Column("gravity", sa.Integer(), nullable=False),
        sa.Column("attention", sa.Float(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("abstained", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.BigInteger(), nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("status_why", sa.Text(), nullable=False),
        sa.Column("action_id", ID, nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_decisions_action_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_decisions_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "revision_id", "model", "policy_version", name=op.f("uq_decisions_revision_id_model_policy_version")
        ),
    )
    op.create_index(op.f("ix_decisions_action_id"), "decisions", ["action_id"], unique=False)
    op.create_index(op.f("ix_decisions_status_gravity"), "decisions", ["status", "gravity"], unique=False)
