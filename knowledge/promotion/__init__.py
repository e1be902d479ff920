"""From a thread to an article."""

from knowledge.promotion.prefilling import Prefill, passage, prefill
from knowledge.promotion.promoting import draft_key, promote

__all__ = ["Prefill", "draft_key", "passage", "prefill", "promote"]
