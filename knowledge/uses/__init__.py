"""Where articles have helped, and what came of it."""

from knowledge.uses.using import use, withdraw

__all__ = ["use", "withdraw"]
