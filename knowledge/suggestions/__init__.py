"""Suggested changes: what readers would have an article say, for those who answer for it to decide."""

from knowledge.suggestions.reviewing import Change, approve, decline
from knowledge.suggestions.suggesting import suggest, withdraw

__all__ = ["Change", "approve", "decline", "suggest", "withdraw"]
