"""Uses and evidence in the API: where articles helped, and what came of it."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from discussions.queries.reading import find_thread_row
from hub.api import ApiRoute, Body, RowId, answer, no_content, parse_body
from hub.errors import Forbidden
from hub.identity import reader_of
from hub.settings import get_settings
from hub.statistics import Share
from knowledge import uses
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.uses.evidence import Tally, evidence_of
from knowledge.uses.queries import UsedArticle, used_in_thread
from knowledge.verification.standing import Standing


class NewUse(Body):
    """The article that helped."""

    article: RowId


class UsedArticleOut(BaseModel):
    """An article by title."""

    id: int
    title: str
    url: str
    standing: Standing


class UseOut(BaseModel):
    """An article that helped in a case, and who said so first."""

    article: UsedArticleOut
    user: Person
    used_at: datetime

    @classmethod
    def of(cls, use: UsedArticle) -> "UseOut":
        article = use.article
        url = f"{get_settings().address}/articles/{article.id}"
        shown = UsedArticleOut(id=article.id, title=article.title, url=url, standing=use.standing)
        return cls(article=shown, user=Person.of(use.user), used_at=use.at)


class UsesOut(BaseModel):
    """The articles that helped in a case and that the caller may see; all of them, since there are few."""

    uses: list[UseOut]


class ShareOut(BaseModel):
    """`k` of `n`, which says nothing while they are too `few`. `lower` and `upper`: Wilson's interval, 95 percent."""

    k: int
    n: int
    few: bool
    lower: float
    upper: float

    @classmethod
    def of(cls, share: Share) -> "ShareOut":
        return cls(k=share.k, n=share.n, few=share.few, lower=share.lower, upper=share.upper)


class TallyOut(BaseModel):
    """How `n` cases ended: in which share it worked, and which share of deals was won."""

    n: int
    worked: ShareOut
    won: ShareOut

    @classmethod
    def of(cls, tally: Tally) -> "TallyOut":
        return cls(n=tally.n, worked=ShareOut.of(tally.worked), won=ShareOut.of(tally.won))


class EvidenceOut(TallyOut):
    """What came of the cases in which an article helped and that the caller may see; by term, best proven first."""

    personality: Annotated[dict[str, TallyOut], Field(description="By key of the term")]
    stage: Annotated[dict[str, TallyOut], Field(description="By key of the term")]


async def index(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    return answer(UsesOut(uses=[UseOut.of(use) for use in await used_in_thread(reader, thread)]))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    body = await parse_body(request, NewUse)
    await uses.use(reader, thread, await find_article(reader, body.article))
    [use] = [use for use in await used_in_thread(reader, thread) if use.article.id == body.article]
    return answer(UseOut.of(use), 201)


async def delete(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    article = await find_article(reader, min(request.path_params["article_id"], LARGEST_ID))
    await uses.withdraw(reader, thread, article)
    return no_content()


async def evidence(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    found = await evidence_of(reader, article.id)
    by_facet = {
        facet.value: {line.term.key: TallyOut.of(line.tally) for line in lines}
        for facet, lines in found.lines.items()
    }
    total = TallyOut.of(found.total)
    return answer(
        EvidenceOut(
            n=total.n,
            worked=total.worked,
            won=total.won,
            personality=by_facet.get("personality", {}),
            stage=by_facet.get("stage", {}),
        )
    )


_USES = "/threads/{id:int}/uses"

routes = [
    ApiRoute("GET", _USES, index, "The articles that helped in a case", response=UsesOut),
    ApiRoute(
        "POST", _USES, create, "Say that an article helped", request=NewUse, response=UseOut, status=201
    ),
    ApiRoute(
        "DELETE",
        _USES + "/{article_id:int}",
        delete,
        "Take back that an article helped",
        status=204,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "GET",
        "/articles/{id:int}/evidence",
        evidence,
        "What came of the cases in which an article helped",
        response=EvidenceOut,
    ),
]
