"""The store: one SQL schema for SQLite (default) and PostgreSQL. Inbox, Lookout, Outbox and Archive."""

from bot.storage.archive import FindingRow, Overview
from bot.storage.store import Store, open_for_reading, open_store

__all__ = ["FindingRow", "Overview", "Store", "open_for_reading", "open_store"]
