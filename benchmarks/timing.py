"""How long work takes."""

import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time that this process spent on ``work``: what others do meanwhile counts little."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
