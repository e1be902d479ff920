"""The list of topics, and the form that publishes and changes one."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.accounts.models import User
from hub.audiences.models import Audience, Group
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import N_, _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import form_page, refused
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import terms_by_facet
from knowledge.articles.readership import choices
from knowledge.defects import policy, topics
from knowledge.defects.routing import is_in_a_team, teams_of
from knowledge.defects.topics.forms import ReadersForm, TopicEditForm, TopicForm
from knowledge.defects.topics.publishing import NEW_DRAFT, draft_key
from knowledge.defects.topics.queries import TopicFilter, find_topic, list_topics
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Topic

_STATES = {"open": N_("Taking opinions"), "closed": N_("Closed")}
_FORM = "knowledge/defects/topics/form.html"


async def index(request: Request) -> Response:
    """The topics that the reader may see, open ones or closed ones."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, TopicFilter)
    cards, cursor = await list_topics(reader, wanted)
    more = f"/topics?{urlencode({'state': wanted.state, 'cursor': cursor})}" if cursor else None
    return await pages.render(
        request,
        "knowledge/defects/topics/list.html",
        nav="defects",
        cards=cards,
        wanted=wanted,
        tabs=[(state, _(label), f"/topics?state={state}", None) for state, label in _STATES.items()],
        may_publish=await is_in_a_team(reader),
        more=more,
    )


async def new(request: Request) -> Response:
    """The empty form, for members of a product team."""
    context = await _new_context(reader_of(request))
    values = {"uid": new_uid(), "audience": (await everyone()).id, "team": context["teams"][0].id}
    if product := context["teams"][0].product_id:
        keys = {term.id: term.key for term in context["products"]}
        values["product"] = keys.get(product, "")
    return await form_page(request, _FORM, values=values, gained=[], agreement="", **context)


async def create(request: Request) -> Response:
    """A new topic."""
    reader = reader_of(request)
    context = await _new_context(reader)
    try:
        form = await forms.parse(request, TopicForm)
        team = await form.asking(reader)
        topic = await topics.publish(
            reader, team, await form.words(), audience=await form.readers(reader), uid=form.uid
        )
    except (InvalidInput, Conflict) as error:
        return await _refused(request, error, context)
    return pages.redirect(
        f"/topics/{topic.uid}", notice=_("Published. Now everybody named can say something.")
    )


async def edit(request: Request) -> Response:
    """The form with what the topic says now."""
    reader = reader_of(request)
    topic = await led(request)
    values = {
        "title": topic.title,
        "body": topic.body,
        "product": topic.product.key if topic.product else "",
        "audience": topic.audience_id,
        "base_version": topic.version,
    }
    context = await _edit_context(reader, topic)
    return await form_page(request, _FORM, values=values, gained=[], agreement="", **context)


async def update(request: Request) -> Response:
    """Change a topic. When somebody gains, the page names them and asks."""
    reader = reader_of(request)
    topic = await led(request)
    context = await _edit_context(reader, topic)
    try:
        form = await forms.parse(request, TopicEditForm)
        audience = await form.readers(reader, topic.audience)
        await topics.edit(
            reader,
            topic,
            await form.words(),
            base_version=form.base_version,
            audience=audience,
            confirmed=str(form.confirmed),
        )
    except (InvalidInput, Conflict) as error:
        return await _refused(request, error, context)
    return pages.redirect(f"/topics/{topic.uid}", notice=_("Saved."))


async def led(request: Request) -> Topic:
    """The visible topic that an address names; Forbidden unless the reader belongs to its team."""
    reader = reader_of(request)
    topic = await find_topic(reader, request.path_params["uid"])
    if not policy.may_lead_topic(reader, topic):
        raise Forbidden
    return topic


async def _refused(request: Request, error: HubError, context: dict[str, Any]) -> Response:
    sent = await request.form()
    chosen = ReadersForm(
        groups=forms.ids_among(sent.getlist("groups"))[:100],
        people=forms.ids_among(sent.getlist("people"))[:200],
    )
    widening = error if isinstance(error, WideningNotConfirmed) else None
    gaining = {
        "gained": widening.gained if widening else [],
        "agreement": widening.agreement if widening else "",
    }
    return await refused(request, error, _FORM, **context | gaining | {"chosen": chosen})


async def _new_context(reader: Reader) -> dict[str, Any]:
    teams = await teams_of(reader)
    if not teams:
        raise Forbidden
    return {
        "heading": _("New topic"),
        "action": "/topics",
        "method": "POST",
        "back": "/topics",
        "draft_key": NEW_DRAFT,
        "teams": teams,
        **await _form_context(reader, []),
    }


async def _edit_context(reader: Reader, topic: Topic) -> dict[str, Any]:
    return {
        "heading": _("Change the topic"),
        "action": f"/topics/{topic.uid}",
        "method": "PUT",
        "back": f"/topics/{topic.uid}",
        "draft_key": draft_key(topic),
        "teams": [topic.team],
        **await _form_context(reader, [topic.audience]),
    }


async def _form_context(reader: Reader, present: list[Audience]) -> dict[str, Any]:
    return {
        "nav": "defects",
        "products": (await terms_by_facet())[Facet.PRODUCT],
        "audiences": await choices(reader, present),
        "chosen": ReadersForm(),
        "groups": await Group.all().order_by("name"),
        "people": await User.filter(active=True).order_by("name"),
    }
