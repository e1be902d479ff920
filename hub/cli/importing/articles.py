"""Bringing articles in."""

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel

from hub.audiences.operations import everyone
from hub.cli.importing.known import Known
from hub.cli.importing.running import Tally
from hub.cli.importing.shapes import ImportedArticle
from hub.database import now
from hub.text import excerpt, squeeze
from knowledge import articles
from knowledge.kinds import Kind
from knowledge.models import Article

LONGEST_TITLE = 200

# Who stands for the author of a text that names none.
UNNAMED = "Import"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:hub:imported-article")


class Articles:
    """Writes one imported article after the other. Its body becomes the first text that its kind requires.

    An article's uid follows from its kind and the source's id.
    """

    shape: type[BaseModel] = ImportedArticle

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._field = next(field.name for field in kind.fields if field.required and field.prose)

    async def bring(self, source: ImportedArticle, known: Known) -> Tally:
        """Write the article if it is not there yet; UidTaken when the id was used for another text."""
        uid = self._uid(source.id)
        title, body = _apart(source.title, source.body)
        body = linked(body, source.id, lambda id_: f"/references/article/{self._uid(id_)}")
        is_new = not await Article.exists(uid=uid)
        await articles.publish(
            await known.author(source.author or UNNAMED),
            await articles.compose(self._kind.key, title, {self._field: body}),
            terms=await known.tags(source.tags),
            audience=await everyone(),
            uid=uid,
            at=source.created or now(),
            imported=True,
        )
        return Tally({"articles": 1}, {"articles": 1} if is_new else {})

    def _uid(self, source_id: str) -> UUID:
        return uuid5(_NAMESPACE, f"{self._kind.key}:{source_id}")


def _apart(title: str, body: str) -> tuple[str, str]:
    """Title and body, each saying its own: a heading that repeats the title goes, a title too long for one is kept."""
    first, _newline, rest = body.lstrip().partition("\n")
    if squeeze(first).removeprefix("# ") == squeeze(title) and first.startswith("# ") and rest.strip():
        body = rest.lstrip("\n")
    if len(title) > LONGEST_TITLE:
        return excerpt(title, LONGEST_TITLE), f"{squeeze(title)}\n\n{body}"
    return title, body


def linked(body: str, source_id: str, address: Callable[[str], str]) -> str:
    """Links to files of the same collection (``../dir/name.md``) as links to what they become here.

    The id of such a file is its path without the ending, its parts set apart by two underscores.
    """
    here = posixpath.dirname(source_id.replace("__", "/"))

    def changed(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("/", here, unquote(match["path"])))
        return f"]({address(path.strip('/').replace('/', '__'))})"

    return _FILE_LINK.sub(changed, body)


# Of a link to a place within another file only the file is kept: headings have other names here.
_FILE_LINK = re.compile(r"\]\((?P<path>(?![a-z]+:)[^()\s#?<>]+)\.md(?:#[^()\s]*)?\)")
