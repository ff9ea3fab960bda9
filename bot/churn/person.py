"""Whether one author changes comments under others more than a community does: context for a case, never a case."""

import math
from dataclasses import dataclass

PRIOR_COMMENTS = 30.0
"""So many comments at the community's rate are added to each author's own."""
_TIMES = 2.0
_LOWER = -1.645
"""Normal quantile of 5 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Counts over the last weeks, of comments that were watched for a day at least."""

    changed: int
    """Comments of the author whose edits stood out."""
    comments: int
    rate: float
    """The same share in the community, 0 to 1."""


def stands_out(habit: Habit) -> bool:
    """Whether the author's share is surely more than twice the community's.

    The lower 5 % point of Gamma(changed + m p, comments + m), by Wilson and Hilferty's cube (1931).
    """
    shape = habit.changed + PRIOR_COMMENTS * habit.rate
    if habit.changed == 0 or shape <= 0.0:
        return False
    root = 1 - 1 / (9 * shape) + _LOWER / (3 * math.sqrt(shape))
    lower = shape * max(root, 0.0) ** 3 / (habit.comments + PRIOR_COMMENTS)
    return lower > _TIMES * habit.rate
