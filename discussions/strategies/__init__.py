"""Replies that colleagues can follow as a whole: marked with a title, voted for, commented on."""

from discussions.strategies.commenting import comment, delete_comment
from discussions.strategies.marking import mark, unmark
from discussions.strategies.voting import unvote, vote

__all__ = ["comment", "delete_comment", "mark", "unmark", "unvote", "vote"]
