"""Named points of the code that do nothing unless a test has armed them.

The core knows nothing of them; edges call ``reach("store.claimed")`` at lines where a crash must lose nothing.
"""

from collections.abc import Callable

_armed: dict[str, Callable[[], None]] = {}


def arm(name: str, action: Callable[[], None]) -> None:
    """Run ``action`` each time that ``name`` is reached."""
    _armed[name] = action


def disarm() -> None:
    """Forget every armed point."""
    _armed.clear()


def reach(name: str) -> None:
    """Do nothing, or what a test has armed here."""
    action = _armed.get(name)
    if action is not None:
        action()
