"""What is missing in the knowledge base, and who fills it."""

from knowledge.gaps.filling import assign, finish, give_back, reopen

__all__ = ["assign", "finish", "give_back", "reopen"]
