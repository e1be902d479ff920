"""What can go wrong with reviews, told to people."""

from hub.errors import Conflict
from hub.i18n import _
from knowledge.models import Review


class StaleReview(Conflict):
    """Somebody corrected the review since the editor began; `review` is as it stands now."""

    code = "stale_review"

    def __init__(self, review: Review) -> None:
        super().__init__(review.id)
        self.review = review

    def message(self) -> str:
        return _("Somebody else corrected this review in the meantime. Look at it, then save yours again.")

    def details(self) -> dict[str, object]:
        return {"version": self.review.version}
