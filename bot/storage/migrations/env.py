"""Run by Alembic with the connection, and so the transaction, of bot.storage.engine."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
context.run_migrations()
