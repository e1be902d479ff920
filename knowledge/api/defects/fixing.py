"""The article about a fixed report in the API."""

from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import Filing, terms_of
from hub.api import ApiRoute, answer, parse_body
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.settings import get_settings
from hub.vocabulary.queries import Word
from hub.web.caching import not_stored
from knowledge.api.articles import full, naming_content
from knowledge.api.models import ArticleOut, Contents, Id, Title
from knowledge.api.promotion_models import Key
from knowledge.defects import fix
from knowledge.defects.fix.errors import HasArticle, NotFixed
from knowledge.defects.fix.queries import fix_of
from knowledge.defects.queries import find_defect
from knowledge.pages.forms import chosen_audience
from knowledge.promotion import Decisions, SensitiveText


class FixArticle(Filing):
    """What the article says: nothing is taken from the report.

    Names, numbers, amounts, and what stands in the report, too, are refused with ``sensitive_text`` until the key of
    each stands in `mask` or `keep`; with `mask_rest` everything that is not kept is masked.
    """

    uid: UUID | None = None
    kind: Word = fix.KINDS[0]
    title: Title
    content: Contents
    audience: Id
    mask: list[Key] = Field(default_factory=list, max_length=5000)
    keep: list[Key] = Field(default_factory=list, max_length=5000)
    mask_rest: bool = False


class ArticleLink(BaseModel):
    """An article that the caller may read."""

    id: int
    title: str
    url: str


class FixOut(BaseModel):
    """The article about a report; null while there is none that the caller may read. `may_write` one: the team."""

    article: ArticleLink | None
    may_write: bool


async def show(request: Request) -> Response:
    reader = reader_of(request)
    found = await fix_of(reader, await find_defect(reader, request.path_params["reference"]))
    link = None
    if article := found.article:
        url = f"{get_settings().address}/articles/{article.id}"
        link = ArticleLink(id=article.id, title=article.title, url=url)
    return not_stored(answer(FixOut(article=link, may_write=found.may_write)))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    body = await parse_body(request, FixArticle)
    with naming_content():
        article = await fix.publish_article(
            reader,
            defect,
            kind=body.kind,
            title=body.title,
            content=body.content,
            terms=await terms_of(body),
            audience=await chosen_audience(reader, body.audience),
            decisions=Decisions(frozenset(body.mask), frozenset(body.keep), body.mask_rest),
            uid=body.uid,
        )
    return await full(request, article.id, 201)


_ARTICLE = "/defects/{reference}/article"

routes = [
    ApiRoute("GET", _ARTICLE, show, "See the article about a report", response=FixOut),
    ApiRoute(
        "POST",
        _ARTICLE,
        create,
        "Write an article about a fixed report",
        FixArticle,
        ArticleOut,
        status=201,
        errors=(Forbidden, SensitiveText, NotFixed, HasArticle, UidTaken),
    ),
]
