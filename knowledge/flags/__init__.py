"""What readers say is wrong with articles, and what they are answered."""

from knowledge.flags.flagging import flag, resolve

__all__ = ["flag", "resolve"]
