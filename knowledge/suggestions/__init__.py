"""Suggested changes: what readers would have an article say, for those who answer for it to decide."""

from knowledge.suggestions.suggesting import suggest, withdraw

__all__ = ["suggest", "withdraw"]
