"""How a comment was changed after it was posted: kinds of edits, whom they left behind, how grave they are."""

from bot.churn.history import Case, History, case_of, texts_of
from bot.churn.judge import REPORTABLE, TELLING, VERSION, judge
from bot.churn.model import ChurnModel, load

__all__ = ["REPORTABLE", "TELLING", "VERSION", "Case", "ChurnModel", "History", "case_of", "judge", "load", "texts_of"]
