"""The article about a fixed report: the report on the left, and on the right a form in which nothing of it stands."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions.filing import terms_of
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.prefetching import is_prefetch
from hub.pages.rendering import error_context
from knowledge import kinds
from knowledge.articles.readership import choices
from knowledge.defects import fix, looks, policy
from knowledge.defects.fix.publishing import require_kind, require_none
from knowledge.defects.fix.source import source_of
from knowledge.defects.queries import defect_page, find_defect
from knowledge.kinds import Kind
from knowledge.kinds.kind import LONGEST
from knowledge.models import Defect, LookAct
from knowledge.pages.defects.frame import confidential, confidential_fragment
from knowledge.pages.forms import chosen_audience, content_of, labels_of, offered_people, pickers
from knowledge.pages.promotion_form import decisions_of, form_of, sent_values
from knowledge.promotion.findings import Findings, findings
from knowledge.promotion.redacting import SensitiveText, Texts, scan, written_in


async def show(request: Request) -> Response:
    """The empty form beside the report."""
    defect, kind = await _loaded(request)
    require_none(defect)
    return await _page(request, defect, kind, {"uid": new_uid()})


async def create(request: Request) -> Response:
    """Publish. When that cannot be, what was typed is still in the form."""
    reader = reader_of(request)
    defect, kind = await _loaded(request)
    try:
        form = await forms.parse(request, form_of(kind))
        article = await fix.publish_article(
            reader,
            defect,
            kind=kind.key,
            title=form.title,
            content=content_of(kind, form),
            terms=await terms_of(form),
            audience=await chosen_audience(reader, form.audience),
            decisions=decisions_of(form),
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        values = await sent_values(request)
        if isinstance(error, SensitiveText):
            values |= error.texts
        return await _page(request, defect, kind, values, error)
    notice = _("Published. Who reported it gets the link, if they may read the article.")
    return pages.redirect(f"/articles/{article.id}", notice=notice)


async def hits(request: Request) -> Response:
    """The redaction step for what has been typed so far: a fragment of the page."""
    defect, kind = await _loaded(request)
    found = await _findings(await sent_values(request), kind, defect)
    return confidential_fragment(request, "knowledge/promotion/redaction.html", findings=found)


async def _loaded(request: Request) -> tuple[Defect, Kind]:
    """The report and the kind of article; Forbidden for those who may read and not review it."""
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    if not policy.may_review(reader, defect):
        raise Forbidden
    return defect, kinds.get(require_kind(request.query_params.get("kind") or fix.KINDS[0]))


async def _findings(values: dict[str, Any], kind: Kind, defect: Defect) -> Findings:
    texts: Texts = {
        name: values[name][:LONGEST] for name in written_in(kind) if isinstance(values.get(name), str)
    }
    found = await scan(texts, await source_of(defect))
    return findings(texts, found, decisions_of(values), labels_of(kind))


async def _page(
    request: Request, defect: Defect, kind: Kind, values: dict[str, Any], error: HubError | None = None
) -> Response:
    reader: Reader = reader_of(request)
    if not defect.sealed and not is_prefetch(request):
        await looks.saw(reader, [defect], LookAct.VIEWED)
    here = f"/defects/{defect.reference}/article"
    return await confidential(
        request,
        "knowledge/defects/fix/article.html",
        status=error.status if error else 200,
        **(error_context(error) if error else {"errors": {}, "error": None})
        | {
            "values": values,
            "page": await defect_page(reader, defect),
            "here": here,
            "kind": kind,
            "tabs": [(key, _(kinds.get(key).label), f"{here}?kind={key}", None) for key in fix.KINDS],
            "labels": labels_of(kind),
            "people": await offered_people(kind),
            "pickers": await pickers(),
            "audiences": await choices(reader, []),
            "draft_key": fix.draft_key(defect),
            "findings": await _findings(values, kind, defect),
        },
    )


_ARTICLE = "/defects/{reference}/article"

routes = [
    Route(_ARTICLE, show, methods=["GET"]),
    Route(_ARTICLE, create, methods=["POST"]),
    Route(f"{_ARTICLE}/hits", hits, methods=["POST"]),
]
