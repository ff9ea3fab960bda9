"""The Lemmy server, API v3: pythorhead's calls over our own requestor, JSON to values, performers of actions."""

from bot.lemmy.gateway import Gateway, connect, read_comment
from bot.lemmy.performers import (
    DryRunPerformer,
    LedgerPerformer,
    MessagePerformer,
    ModlogNotePerformer,
    ReportPerformer,
)

__all__ = [
    "DryRunPerformer",
    "Gateway",
    "LedgerPerformer",
    "MessagePerformer",
    "ModlogNotePerformer",
    "ReportPerformer",
    "connect",
    "read_comment",
]
