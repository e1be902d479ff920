"""Win/loss reviews: who won a deal, and why."""

from knowledge.reviews.filing import Deal, correct, file, restore, withdraw

__all__ = ["Deal", "correct", "file", "restore", "withdraw"]
