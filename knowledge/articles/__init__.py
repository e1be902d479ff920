"""Articles: written, bettered, kept true and kept for the right readers."""

from knowledge.articles.publishing import compose, publish
from knowledge.articles.revising import edit, restore
from knowledge.articles.stewarding import change_audience, change_confidence, change_owner

__all__ = ["change_audience", "change_confidence", "change_owner", "compose", "edit", "publish", "restore"]
