"""What can go wrong in the knowledge base, told to people."""

from collections.abc import Sequence

from hub.accounts.models import User
from hub.errors import Conflict
from hub.i18n import _
from hub.settings import get_settings
from knowledge.models import Article, Flag, Suggestion


class StaleRevision(Conflict):
    """Somebody saved another revision since the editor began; `article` is as it stands now."""

    code = "stale_revision"

    def __init__(self, article: Article, base_revision: int) -> None:
        super().__init__(article.id, base_revision)
        self.article = article
        self.base_revision = base_revision

    def message(self) -> str:
        return _("Somebody else saved this article in the meantime. Nothing of yours is lost.")

    def details(self) -> dict[str, object]:
        return {"revision": self.article.revision_number}


class AlreadyPromoted(Conflict):
    """The thread has become an article already; `article` is one that the actor may read."""

    code = "already_promoted"

    def __init__(self, article: Article) -> None:
        super().__init__(article.id)
        self.article = article

    def message(self) -> str:
        return _("This case is in the knowledge base already.")

    def details(self) -> dict[str, object]:
        return {
            "article": {
                "id": self.article.id,
                "title": self.article.title,
                "url": f"{get_settings().address}/articles/{self.article.id}",
            }
        }


class AlreadySuperseded(Conflict):
    """Another version has taken the place of the one that somebody wanted to replace."""

    code = "already_superseded"

    def message(self) -> str:
        return _("There is a newer version already. Look at it first.")


class WideningNotConfirmed(Conflict):
    """More people would read what only the readers of the source could; `gained` are those people.

    `agreement` is what a page sends back when somebody agrees to these very people.
    """

    code = "widening_not_confirmed"

    def __init__(self, gained: Sequence[User], agreement: str) -> None:
        super().__init__(len(gained))
        self.gained = list(gained)
        self.agreement = agreement

    def message(self) -> str:
        return _("More people would be able to read this. Please confirm who gains.")

    def details(self) -> dict[str, object]:
        return {"gained": [{"id": user.id, "name": user.name, "handle": user.handle} for user in self.gained]}


class SuggestionDecided(Conflict):
    """The suggestion is not open any more: it was approved, declined or withdrawn."""

    code = "suggestion_decided"

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(suggestion.id)
        self.suggestion = suggestion

    def message(self) -> str:
        return _("This suggestion has been decided already.")

    def details(self) -> dict[str, object]:
        return {"state": self.suggestion.state.value}


class SuggestionClashes(Conflict):
    """The suggestion and somebody else changed the same place: a reviewer has to say what it shall be."""

    code = "suggestion_clashes"

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(suggestion.id)
        self.suggestion = suggestion

    def message(self) -> str:
        return _("The article has changed in the same place since. Choose what it shall say, then approve.")


class FlaggedAlready(Conflict):
    """A flag of the same person on the same article is still open."""

    code = "flagged_already"

    def message(self) -> str:
        return _("You have flagged this article already; you will be told when it is answered.")


class FlagResolved(Conflict):
    """Somebody has answered the flag meanwhile; `flag` is as it stands now."""

    code = "flag_resolved"

    def __init__(self, flag: Flag) -> None:
        super().__init__(flag.id)
        self.flag = flag

    def message(self) -> str:
        return _("Somebody else has answered this flag already.")


class TooManyComments(Conflict):
    """So much is open at this article or this passage that nobody reads it any more."""

    code = "too_many_comments"

    def message(self) -> str:
        return _("There are too many comments here already. Settle some of them first.")
