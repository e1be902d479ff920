"""What readers say is wrong with articles, and what they are answered."""

from knowledge.flags.flagging import answer_by_change, flag, resolve

__all__ = ["answer_by_change", "flag", "resolve"]
