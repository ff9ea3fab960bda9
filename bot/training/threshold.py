"""Where to report: thresholds from how often calm comments would be alarmed, never from frozen cases."""

from collections.abc import Mapping

import numpy as np

from bot.decisions import Thresholds
from bot.training.matrix import Floats

REPORT_ALARMS = 0.002
NOTE_ALARMS = 0.01
LOG_ALARMS = 0.05
MARGIN = 0.5
"""Log-odds kept above the highest innocent case that may be tuned on."""


def choose(calm: Mapping[str, Floats], innocent: Floats) -> Thresholds:
    """The lowest thresholds at which no group of calm comments alarms more often than it may, each by itself.

    ``calm`` and ``innocent`` hold attention, 0 to 1. No innocent case may reach the report, with a margin.
    """
    report_at = max(_share_above(calm, REPORT_ALARMS), _lift(float(innocent.max())))
    note_at = min(_share_above(calm, NOTE_ALARMS), report_at)
    log_at = min(_share_above(calm, LOG_ALARMS), note_at)
    return Thresholds(log_at=_up(log_at), note_at=_up(note_at), report_at=_up(report_at))


def _share_above(calm: Mapping[str, Floats], share: float) -> float:
    return max(float(np.quantile(values, 1 - share)) for values in calm.values())


def _lift(probability: float) -> float:
    odds = np.log(probability / (1 - probability)) + MARGIN
    return float(1 / (1 + np.exp(-odds)))


def _up(value: float) -> float:
    """Three decimals, never rounded down: the threshold is what a person reads."""
    return min(float(np.ceil(value * 1000) / 1000), 0.999)
