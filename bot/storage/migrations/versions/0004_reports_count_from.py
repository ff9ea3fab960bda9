"""An action may heed only reports from some time on: those from before a change are not about what it reports."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Actions from before heed all reports."""
    op.add_column("actions", sa.Column("reports_count_from", sa.BigInteger(), nullable=True))
