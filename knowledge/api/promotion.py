"""Promotion in the API."""

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import FILED_UNDER, Customer, Filing, terms_of
from discussions.queries.reading import find_thread
from hub.api import ApiRoute, parse_body
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.vocabulary.models import Term
from knowledge.api.articles import full, naming_content
from knowledge.api.models import ArticleOut, Promotion
from knowledge.errors import AlreadyPromoted, WideningNotConfirmed
from knowledge.pages.forms import chosen_audience
from knowledge.promotion import promote


async def create(request: Request) -> Response:
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    body = await parse_body(request, Promotion)
    with naming_content():
        article = await promote(
            reader,
            thread,
            title=body.title,
            content=body.content,
            terms=await _terms(body),
            audience=await chosen_audience(reader, body.audience) if body.audience else None,
            another=body.another,
            confirmed=body.confirmed,
            uid=body.uid,
        )
    return await full(request, article.id, 201)


async def _terms(body: Promotion) -> list[Term] | None:
    if not body.model_fields_set & FILED_UNDER:
        return None
    given = body.model_dump(include=FILED_UNDER)
    return await terms_of(
        Filing(**given | {"tags": body.tags or [], "customer": body.customer or Customer()})
    )


routes = [
    ApiRoute(
        "POST",
        "/threads/{id:int}/promotion",
        create,
        "Make an article of a case",
        request=Promotion,
        response=ArticleOut,
        status=201,
        errors=(Forbidden, AlreadyPromoted, WideningNotConfirmed, UidTaken),
    ),
]
