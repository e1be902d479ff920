"""Promotion in the API."""

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import FILED_UNDER, Customer, Filing, terms_of
from discussions.queries.reading import find_thread
from hub.api import ApiRoute, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.vocabulary.models import Term
from knowledge import kinds, policy
from knowledge.api.articles import full, naming_content
from knowledge.api.models import ArticleOut
from knowledge.api.promotion_models import HitOut, PrefillOut, PrefillQuery, Promotion
from knowledge.articles.writing import require
from knowledge.errors import AlreadyPromoted, WideningNotConfirmed
from knowledge.pages.forms import chosen_audience
from knowledge.promotion import Decisions, SensitiveText, prefill, promote
from knowledge.promotion.redacting import described, scan, texts_of


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
            kind=body.kind,
            audience=await chosen_audience(reader, body.audience) if body.audience else None,
            decisions=Decisions(frozenset(body.mask), frozenset(body.keep), body.mask_rest),
            another=body.another,
            confirmed=body.confirmed,
            uid=body.uid,
        )
    return await full(request, article.id, 201)


async def show(request: Request) -> Response:
    """The article that a case would become, and what in it waits for a decision."""
    reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    require(policy.may_promote(reader, thread))
    wanted = parse_query(request, PrefillQuery)
    made = await prefill(reader, thread, wanted.kind)
    texts = texts_of(kinds.get(made.kind), made.title, made.content)
    found = await scan(texts)
    undecided = {hit.key for some in found.values() for hit in some}
    return answer(
        PrefillOut(
            kind=made.kind,
            title=made.title,
            content=made.content,
            audience=made.audience.id,
            hits=[HitOut.model_validate(one) for one in described(texts, found, undecided)],
        )
    )


async def _terms(body: Promotion) -> list[Term] | None:
    if not body.model_fields_set & FILED_UNDER:
        return None
    given = body.model_dump(include=FILED_UNDER)
    return await terms_of(
        Filing(**given | {"tags": body.tags or [], "customer": body.customer or Customer()})
    )


routes = [
    ApiRoute(
        "GET",
        "/threads/{id:int}/promotion",
        show,
        "See what a case would become",
        query=PrefillQuery,
        response=PrefillOut,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "POST",
        "/threads/{id:int}/promotion",
        create,
        "Make an article of a case",
        request=Promotion,
        response=ArticleOut,
        status=201,
        errors=(Forbidden, SensitiveText, AlreadyPromoted, WideningNotConfirmed, UidTaken),
    ),
]
