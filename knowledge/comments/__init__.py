"""Comments on passages of articles: they hang on words, and stay with them when the text around is edited."""

from knowledge.comments.commenting import annotate, answer, delete_comment, reopen, resolve

__all__ = ["annotate", "answer", "delete_comment", "reopen", "resolve"]
