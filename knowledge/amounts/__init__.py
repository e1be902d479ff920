"""What a quotation came to: kept apart from the article, and there only for its own readers."""

from knowledge.amounts.keeping import Offer, put_amounts
from knowledge.amounts.reading import Amounts, amounts_of, history_of, may_put

__all__ = ["Amounts", "Offer", "amounts_of", "history_of", "may_put", "put_amounts"]
