"""Topics: a product team asks for opinions. All who see one contribute; the team alone reads them unless it opens."""

from knowledge.defects.topics.giving import give, share
from knowledge.defects.topics.publishing import Words, edit, publish
from knowledge.defects.topics.steering import close, keep_to_team, open_to_readers, reopen

__all__ = [
    "Words",
    "close",
    "edit",
    "give",
    "keep_to_team",
    "open_to_readers",
    "publish",
    "reopen",
    "share",
]
