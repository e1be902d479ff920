"""Tables of the knowledge base."""

from knowledge.models.articles import Article, ArticleRevision, ArticleSource, Confidence

__all__ = ["Article", "ArticleRevision", "ArticleSource", "Confidence"]
