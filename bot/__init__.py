"""Evenkeel: watches a Lemmy community's comments and tells its moderators which need a look, and why."""

__version__ = "0.1.0"
