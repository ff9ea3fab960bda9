"""The first schema."""

from alembic import op

from bot.storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table; later revisions spell their changes out, and this one is then frozen."""
    metadata.create_all(op.get_bind())
