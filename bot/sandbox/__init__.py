"""A small Lemmy v3 on loopback, for the demo and for tests. What neither bot nor community calls is 404."""

from bot.sandbox.community import Community
from bot.sandbox.server import Sandbox

__all__ = ["Community", "Sandbox"]
