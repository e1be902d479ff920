"""What can go wrong with the article about a report, told to people."""

from hub.errors import Conflict
from hub.i18n import _


class NotFixed(Conflict):
    """An article is written about what is fixed, and about the main report of those that are merged."""

    code = "not_fixed"

    def message(self) -> str:
        return _("An article is written when the report is fixed.")


class HasArticle(Conflict):
    """There is one already. Whoever asks may not be one of its readers, so it is not named."""

    code = "has_article"

    def message(self) -> str:
        return _("There is an article about this report already.")
