"""What Evenkeel saw and would have done, as a page that opens in a browser and as lines for a terminal."""

from bot.report.page import render
from bot.report.summary import Row, Shown, Summary, lines

__all__ = ["Row", "Shown", "Summary", "lines", "render"]
