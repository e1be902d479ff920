"""Tables of the knowledge base."""

from knowledge.models.articles import Article, ArticleRevision, ArticleSource, Confidence
from knowledge.models.suggestions import Suggestion, SuggestionState

__all__ = ["Article", "ArticleRevision", "ArticleSource", "Confidence", "Suggestion", "SuggestionState"]
