"""When known comments are read again: which window of which list promises most, within one budget. Pure.

hazard: how likely a comment is to be changed at some age, learned from what re-reading showed.
view: what is known of a listing's comments, compactly. plan: the windows to read next.
"""

from bot.revisit.hazard import (
    BINS,
    HORIZON,
    Counted,
    Curves,
    Watched,
    bin_of,
    count,
    every_edit,
    hours_between,
    learned,
    watched,
)
from bot.revisit.plan import ROWS, Choice, Reach, around, plan
from bot.revisit.urgent import Reread, after_answer, after_decision, after_report
from bot.revisit.view import MARKED_FOR, Known, Noticed, View, harm_of

__all__ = [
    "BINS",
    "HORIZON",
    "MARKED_FOR",
    "ROWS",
    "Choice",
    "Counted",
    "Curves",
    "Known",
    "Noticed",
    "Reach",
    "Reread",
    "View",
    "Watched",
    "after_answer",
    "after_decision",
    "after_report",
    "around",
    "bin_of",
    "count",
    "every_edit",
    "harm_of",
    "hours_between",
    "learned",
    "plan",
    "watched",
]
