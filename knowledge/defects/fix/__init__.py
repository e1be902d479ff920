"""After a fix: an article for everybody who may read it, with nothing confidential of the report in it."""

from knowledge.defects.fix.publishing import KINDS, draft_key, publish_article

__all__ = ["KINDS", "draft_key", "publish_article"]
