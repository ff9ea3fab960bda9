"""How a comment was changed after it was posted: kinds of edits, whom they left behind, how grave they are."""

from bot.churn.history import Case, History, case_of, texts_of
from bot.churn.judge import REPORTABLE, TELLING, judge, judge_many
from bot.churn.model import VERSION, ChurnModel, load
from bot.churn.wire import BadRowError, history_of, row_of

__all__ = [
    "REPORTABLE",
    "TELLING",
    "VERSION",
    "BadRowError",
    "Case",
    "ChurnModel",
    "History",
    "case_of",
    "history_of",
    "judge",
    "judge_many",
    "load",
    "row_of",
    "texts_of",
]
