"""Articles in the API: list, show, write, keep."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from hub.accounts.models import User
from hub.api import (
    ApiRoute,
    Paging,
    RowId,
    answer,
    decode_cursor,
    encode_cursor,
    parse_body,
    parse_query,
)
from hub.audiences.operations import everyone
from hub.errors import Forbidden, InvalidInput, UidTaken
from hub.i18n import _
from hub.identity import reader_of
from knowledge import articles, kinds
from knowledge.api.models import (
    ArticleList,
    ArticleOut,
    ArticleSummary,
    AudienceChoice,
    ConfidenceChoice,
    NewArticle,
    OwnerChoice,
    Restoration,
    RevisionList,
    RevisionOut,
)
from knowledge.articles.listing import ArticleFilter, list_articles
from knowledge.articles.queries import article_page, find_article
from knowledge.errors import StaleRevision, WideningNotConfirmed
from knowledge.models import Article, ArticleRevision
from knowledge.pages.forms import chosen_audience


async def index(request: Request) -> Response:
    wanted = parse_query(request, ArticleFilter)
    listed = await list_articles(reader_of(request), wanted)
    return answer(
        ArticleList(
            items=[ArticleSummary.of(article) for article in listed.articles], next_cursor=listed.cursor
        )
    )


async def show(request: Request) -> Response:
    return await full(request, request.path_params["id"])


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, NewArticle)
    with naming_content():
        article = await articles.publish(
            reader,
            await articles.compose(body.kind, body.title, body.content),
            terms=await terms_of(body),
            audience=await chosen_audience(reader, body.audience) if body.audience else await everyone(),
            uid=body.uid,
        )
    return await full(request, article.id, 201)


async def revisions(request: Request) -> Response:
    article = await _article(request)
    wanted = parse_query(request, Paging)
    found = ArticleRevision.filter(article=article)
    if wanted.cursor:
        found = found.filter(
            number__lt=min(decode_cursor(wanted.cursor, tuple[RowId])[0], article.revision_number)
        )
    rows = await found.order_by("-number").select_related("author").limit(wanted.limit + 1)
    page = rows[: wanted.limit]
    cursor = encode_cursor(page[-1].number) if len(rows) > wanted.limit else None
    kind = kinds.get(article.kind)
    targets = await kinds.targets_of(reader_of(request), kind, [revision.content for revision in page])
    items = [RevisionOut.of(revision, kinds.seen(kind, revision.content, targets)) for revision in page]
    return answer(RevisionList(items=items, next_cursor=cursor))


async def restore(request: Request) -> Response:
    article = await _article(request)
    body = await parse_body(request, Restoration)
    await articles.restore(reader_of(request), article, body.revision, base_revision=body.base_revision)
    return await full(request, article.id)


async def put_confidence(request: Request) -> Response:
    article = await _article(request)
    body = await parse_body(request, ConfidenceChoice)
    await articles.change_confidence(reader_of(request), article, body.confidence)
    return await full(request, article.id)


async def put_audience(request: Request) -> Response:
    reader = reader_of(request)
    article = await _article(request)
    body = await parse_body(request, AudienceChoice)
    audience = await chosen_audience(reader, body.audience)
    await articles.change_audience(reader, article, audience, confirmed=body.confirmed)
    return await full(request, article.id)


async def put_owner(request: Request) -> Response:
    article = await _article(request)
    body = await parse_body(request, OwnerChoice)
    owner = await User.get_or_none(handle=body.owner, active=True)
    if owner is None:
        raise InvalidInput({"owner": _("Please choose a person.")})
    await articles.change_owner(reader_of(request), article, owner)
    return await full(request, article.id)


async def full(request: Request, article_id: int, status: int = 200) -> Response:
    """The article as it stands now, for the caller."""
    return answer(ArticleOut.full(await article_page(reader_of(request), article_id)), status)


@contextmanager
def naming_content() -> Iterator[None]:
    """Name the fields of a kind's content where the API has them, inside ``content``."""
    try:
        yield
    except InvalidInput as error:
        if error.details():
            # It says by itself where it is.
            raise
        own = NewArticle.model_fields
        errors = {
            name if name.partition(".")[0] in own else f"content.{name}": text
            for name, text in error.errors.items()
        }
        raise InvalidInput(errors) from error


async def _article(request: Request) -> Article:
    return await find_article(reader_of(request), request.path_params["id"])


_ARTICLE = "/articles/{id:int}"

routes = [
    ApiRoute("GET", "/articles", index, "List articles", query=ArticleFilter, response=ArticleList),
    ApiRoute(
        "POST",
        "/articles",
        create,
        "Publish an article",
        NewArticle,
        ArticleOut,
        status=201,
        errors=(UidTaken,),
    ),
    ApiRoute("GET", _ARTICLE, show, "Read an article", response=ArticleOut),
    ApiRoute(
        "GET",
        f"{_ARTICLE}/revisions",
        revisions,
        "List the revisions",
        query=Paging,
        response=RevisionList,
    ),
    ApiRoute(
        "POST",
        f"{_ARTICLE}/restorations",
        restore,
        "Bring a revision back",
        Restoration,
        ArticleOut,
        errors=(Forbidden, StaleRevision),
    ),
    ApiRoute(
        "PUT",
        f"{_ARTICLE}/confidence",
        put_confidence,
        "Validate, archive, or put back to work",
        ConfidenceChoice,
        ArticleOut,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "PUT",
        f"{_ARTICLE}/audience",
        put_audience,
        "Choose other readers",
        AudienceChoice,
        ArticleOut,
        errors=(Forbidden, WideningNotConfirmed),
    ),
    ApiRoute(
        "PUT", f"{_ARTICLE}/owner", put_owner, "Hand over", OwnerChoice, ArticleOut, errors=(Forbidden,)
    ),
]
