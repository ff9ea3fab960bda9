"""Tone of one text: log-odds per head with the words that drove them. Arrays and JSON; no scikit-learn."""

from bot.tone.explain import Explanation, Share, explanation
from bot.tone.judge import judge, judge_many
from bot.tone.model import Model, load

__all__ = ["Explanation", "Model", "Share", "explanation", "judge", "judge_many", "load"]
