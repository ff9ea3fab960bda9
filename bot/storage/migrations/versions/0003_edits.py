"""What edits come to stands in decisions; when a comment was first reported stands with it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Decisions from before judged no edits."""
    op.add_column("decisions", sa.Column("churn", sa.Float(), nullable=False, server_default="0"))
    op.add_column("decisions", sa.Column("edits", sa.Text(), nullable=False, server_default=""))
    op.add_column("comments", sa.Column("reported_at", sa.BigInteger(), nullable=True))
