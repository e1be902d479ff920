"""The form that changes an article: saved by those who answer for it, suggested by everybody else."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from knowledge import kinds, policy
from knowledge.articles import edit
from knowledge.articles.history import changes_between
from knowledge.articles.merging import State, merge, state_at, state_of
from knowledge.articles.publishing import compose
from knowledge.articles.queries import find_article
from knowledge.articles.revising import settled
from knowledge.errors import StaleRevision
from knowledge.flags import answer_by_change
from knowledge.models import Article, ArticleRevision
from knowledge.pages.flags import answered_by, fixing
from knowledge.pages.forms import (
    ArticleForm,
    content_of,
    form_of,
    labels_of,
    offered_people,
    pickers,
    values_of,
)
from knowledge.suggestions import suggest


async def show(request: Request) -> Response:
    """The form with what the article says now."""
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    if not policy.may_suggest(reader, article):
        raise Forbidden
    values = await values_of(reader, kinds.get(article.kind), article.title, article.content, article.terms)
    values |= {"base_revision": article.revision_number, "uid": new_uid(), **await fixing(request, article)}
    context = await form_context(reader, article)
    return await pages.render(request, "knowledge/edit.html", errors={}, error=None, values=values, **context)


async def update(request: Request) -> Response:
    """Save an edit, or suggest it.

    An edit that meets another's shows what changed meanwhile, and the form with both put together.
    """
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, form_of(kinds.get(article.kind)))
        flag = await answered_by(reader, article, form.flag)
        if policy.may_edit(reader, article) and not form.suggest:
            await edit(reader, article, note=form.note, uid=form.uid, **await _written(article, form))
            if flag:
                await answer_by_change(reader, article, flag.id, form.note)
            return pages.redirect(f"/articles/{article.id}", notice=_("Saved."))
        suggestion = await suggest(
            reader,
            article,
            note=form.note,
            uid=form.uid,
            flag=flag,
            **await _written(article, form),
        )
    except StaleRevision as conflict:
        return await _refused(request, conflict, article, **await met(reader, conflict, form))
    except (InvalidInput, Conflict) as error:
        return await _refused(request, error, article)
    text = _("Thank you. The article stays as it is until somebody who answers for it has decided.")
    return pages.redirect(f"/suggestions/{suggestion.id}", notice=text)


async def _written(article: Article, form: ArticleForm) -> dict[str, Any]:
    return {
        "base_revision": form.base_revision,
        "title": form.title,
        "content": content_of(kinds.get(article.kind), form),
        "terms": await terms_of(form),
    }


async def met(reader: Reader, conflict: StaleRevision, form: ArticleForm) -> dict[str, Any]:
    """What the others changed, and the form with theirs and the editor's changes put together."""
    article = await find_article(reader, conflict.article.id)
    kind = kinds.get(article.kind)
    theirs = await changes_between(reader, article, conflict.base_revision, article.revision_number)
    base = await ArticleRevision.get_or_none(article=article, number=conflict.base_revision)
    if base is None:
        return {"theirs": theirs}
    manuscript = await compose(kind.key, form.title, content_of(kind, form))
    manuscript = await settled(reader, manuscript, [base.content])
    yours = State(manuscript.title, manuscript.content, await terms_of(form))
    merged = await merge(reader, kind, await state_at(base), await state_of(article), yours)
    state = merged.state
    values = await values_of(reader, kind, state.title, state.content, state.terms)
    values |= {
        "base_revision": article.revision_number,
        "uid": form.uid,
        "note": form.note,
        "flag": form.flag,
    }
    return {"theirs": theirs, "clashes": merged.clashes, "values": values, "article": article}


async def _refused(request: Request, error: HubError, present: Article, **context: Any) -> Response:
    return await refused(
        request, error, "knowledge/edit.html", **await form_context(reader_of(request), present) | context
    )


async def form_context(reader: Reader, article: Article) -> dict[str, Any]:
    """What the form of an article is shown with, besides its values."""
    kind = kinds.get(article.kind)
    return {
        "nav": "articles",
        "article": article,
        "kind": kind,
        "labels": labels_of(kind),
        "people": await offered_people(kind),
        "pickers": await pickers(),
        "may_edit": policy.may_edit(reader, article),
        "theirs": None,
        "clashes": [],
    }
