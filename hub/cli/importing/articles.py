"""Bringing articles in."""

from uuid import NAMESPACE_URL, uuid5

from pydantic import BaseModel

from hub.audiences.operations import everyone
from hub.cli.importing.known import Known
from hub.cli.importing.running import Tally
from hub.cli.importing.shapes import ImportedArticle
from hub.database import now
from knowledge import articles
from knowledge.kinds import Kind
from knowledge.models import Article

# Who stands for the author of a text that names none.
UNNAMED = "Import"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:hub:imported-article")


class Articles:
    """Writes one imported article after the other. Its body becomes the first field that its kind requires.

    An article's uid follows from its kind and the source's id.
    """

    shape: type[BaseModel] = ImportedArticle

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._field = next(field.name for field in kind.fields if field.required)

    async def bring(self, source: ImportedArticle, known: Known) -> Tally:
        """Write the article if it is not there yet; UidTaken when the id was used for another text."""
        uid = uuid5(_NAMESPACE, f"{self._kind.key}:{source.id}")
        is_new = not await Article.exists(uid=uid)
        await articles.publish(
            await known.author(source.author or UNNAMED),
            await articles.compose(self._kind.key, source.title, {self._field: source.body}),
            terms=await known.tags(source.tags),
            audience=await everyone(),
            uid=uid,
            at=source.created or now(),
            imported=True,
        )
        return Tally({"articles": 1}, {"articles": 1} if is_new else {})
