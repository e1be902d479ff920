"""Flagging an article, the answer to a flag, and the change that it asks for."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from hub.text import Prose
from knowledge import policy
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.errors import FlagResolved
from knowledge.flags import flag, resolve
from knowledge.flags.queries import REASONS, find_flag, note_of
from knowledge.models import Article, Flag, FlagReason

LONGEST = 2000


class FlagForm(Body):
    """What is the matter, and in which words."""

    reason: FlagReason
    words: Annotated[str, Prose(LONGEST)] = ""
    uid: UUID | None = None


class AnswerForm(Body):
    """What the author of the flag is told."""

    answer: Annotated[str, Prose(LONGEST, min_length=1)]


class FixQuery(Body):
    """Why somebody changes an article: a flag that there is, or one that they would have raised."""

    flag: int | None = Field(None, ge=1, le=LARGEST_ID)
    reason: FlagReason | None = None
    words: Annotated[str, Prose(LONGEST)] = ""


async def new(request: Request) -> Response:
    """The form of a flag."""
    article = await _flaggable(request)
    return await form_page(
        request,
        "knowledge/flags/new.html",
        values={"uid": new_uid()},
        **_context(reader_of(request), article),
    )


async def create(request: Request) -> Response:
    """Raise a flag."""
    reader = reader_of(request)
    article = await _flaggable(request)
    try:
        form = await forms.parse(request, FlagForm)
        await flag(reader, article, form.reason, form.words, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await refused(request, error, "knowledge/flags/new.html", **_context(reader, article))
    text = _(
        "Thank you. Whoever answers for the article has been told, and you will be told what became of it."
    )
    return pages.redirect(f"/articles/{article.id}", notice=text)


async def answer_form(request: Request) -> Response:
    """A flag, and the form of its answer for those who may give it."""
    found = await find_flag(reader_of(request), request.path_params["id"])
    return await form_page(request, "knowledge/flags/answer.html", **_answering(reader_of(request), found))


async def put_answer(request: Request) -> Response:
    """Answer a flag."""
    reader = reader_of(request)
    found = await find_flag(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, AnswerForm)
        await resolve(reader, found, form.answer)
    except (InvalidInput, FlagResolved) as error:
        found = await find_flag(reader, found.id)
        return await refused(request, error, "knowledge/flags/answer.html", **_answering(reader, found))
    text = _("Answered. %(name)s is told.") % {"name": found.author.name}
    return pages.redirect(f"/articles/{found.article_id}", notice=text)


async def fixing(request: Request, article: Article) -> dict[str, Any]:
    """What the form of a change begins with when it is to answer a flag: its note, and the flag."""
    wanted = forms.parse_query(request.query_params, FixQuery)
    if wanted.flag:
        found = await answered_by(reader_of(request), article, wanted.flag)
        return {"flag": found.id, "note": note_of(found)} if found else {}
    return {"note": note_of(Flag(reason=wanted.reason, words=wanted.words))} if wanted.reason else {}


async def answered_by(reader: Reader, article: Article, flag_id: int | None) -> Flag | None:
    """The flag that a change of an article is to answer; none without an id, or for one of another article."""
    if flag_id is None:
        return None
    found = await find_flag(reader, flag_id)
    return found if found.article_id == article.id else None


async def _flaggable(request: Request) -> Article:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_flag(reader, article):
        raise Forbidden
    return article


def _context(reader: Reader, article: Article) -> dict[str, Any]:
    return {
        "nav": "articles",
        "article": article,
        "reasons": [(reason.value, _(label), "") for reason, label in REASONS.items()],
        "may_change": policy.may_suggest(reader, article),
    }


def _answering(reader: Reader, found: Flag) -> dict[str, Any]:
    return {
        "nav": "articles",
        "flag": found,
        "reason": _(REASONS[found.reason]),
        "may_answer": policy.may_verify(reader, found.article) and found.resolved_at is None,
    }
