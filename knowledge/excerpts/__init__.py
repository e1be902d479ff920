"""Excerpts: parts of other articles that stand in an article, as they read now, for those who may read the other."""

from knowledge.excerpts.checking import check
from knowledge.excerpts.naming import NamedPart, named_parts
from knowledge.excerpts.showing import fill

__all__ = ["NamedPart", "check", "fill", "named_parts"]
