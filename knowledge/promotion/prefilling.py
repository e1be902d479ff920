"""The article that a thread already contains: what the promote page starts with and the API publishes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from discussions.models import Post, Thread
from discussions.policy import visible_posts
from discussions.queries.posts import post_url
from hub.audiences.models import Audience
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import CUSTOMER_FACETS, FACET_LABELS, Facet, Term

# The kinds of article that a case can become; the first is what it becomes unless somebody chooses.
KINDS = ("solution", "faq", "success", "failure")


@dataclass(frozen=True)
class Prefill:
    """An article as it follows from a thread."""

    kind: str
    title: str
    content: dict[str, str]
    terms: list[Term]
    audience: Audience


@dataclass(frozen=True)
class _Told:
    """What a case tells: its text, its header in words, what was tried, the answers, and how it ended."""

    case: str
    facts: str
    tried: str
    answers: str
    ending: str


async def prefill(reader: Reader, thread: Thread, kind: str = KINDS[0]) -> Prefill:
    """The case's text, header and accepted answers in the fields of a kind, each text with its author's credit.

    InvalidInput for a kind that no case becomes.
    """
    if kind not in KINDS:
        raise InvalidInput({"kind": _("Please choose one of the offered values.")})
    posts = (
        visible_posts(reader).filter(thread_id=thread.id, deleted_at__isnull=True).select_related("author")
    )
    case = await posts.get(number=1)
    answers = await posts.filter(acceptance__id__isnull=False).order_by("number")
    terms = await thread.terms.all().order_by("position", "id")
    told = _Told(
        case=passage(case),
        facts=_facts(terms),
        tried=closed(thread.tried),
        answers=_joined(*map(passage, answers)),
        ending=await _ending(posts, thread, answers),
    )
    return Prefill(
        kind=kind,
        title=thread.title,
        content=_content(kind, told),
        terms=list(terms),
        audience=await thread.audience,
    )


def _content(kind: str, told: _Told) -> dict[str, str]:
    if kind == "solution":
        heading = _("Already tried")
        tried = f"**{heading}**\n\n{told.tried}" if told.tried else ""
        return {"problem": told.case, "context": _joined(told.facts, tried), "solution": told.answers}
    if kind == "faq":
        return {"answer": told.answers}
    situation = _joined(told.case, told.facts)
    if kind == "success":
        return {
            "situation": situation,
            "tried": told.tried,
            "turning_point": told.answers,
            "result": told.ending,
            "lesson": "",
        }
    return {
        "situation": situation,
        "tried": _joined(told.tried, told.answers),
        "turning_point": "",
        "result": told.ending,
        "lesson": "",
    }


async def _ending(posts: QuerySet[Post], thread: Thread, answers: Sequence[Post]) -> str:
    """The last word of who asked, after the answers: often how it went."""
    if not answers:
        return ""
    last = posts.filter(author_id=thread.author_id, number__gt=answers[-1].number).order_by("-number")
    word = await last.first()
    return passage(word) if word else ""


def passage(post: Post, text: str | None = None) -> str:
    """A post's text, or `text` of it, to stand in an article, with `credit`."""
    return f"{closed(post.body if text is None else text)}\n\n{credit(post)}"


def credit(post: Post) -> str:
    """Who wrote a post (its author fetched), with a link to it."""
    author = f"[{_escaped(post.author.name)}](/people/{post.author.handle})"
    place = _escaped(_("post %(number)s") % {"number": post.number})
    return f"— {author}, [{place}]({post_url(post.thread_id, post.id, post.number)})"


def _facts(terms: Sequence[Term]) -> str:
    by_facet: dict[Facet, list[str]] = {}
    for term in terms:
        by_facet.setdefault(term.facet, []).append(_escaped(term.name))
    customer = [name for facet in CUSTOMER_FACETS for name in by_facet.get(facet, [])]
    facts = [(_("Customer"), customer)]
    facts += [
        (_(FACET_LABELS[facet]), by_facet.get(facet, []))
        for facet in (Facet.STAGE, Facet.PRODUCT, Facet.COMPETITOR)
    ]
    comma = _(", ")
    return "\n".join(f"- **{label}**: {comma.join(names)}" for label, names in facts if names)


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_\[\]<>&#~|])", r"\\\1", text)


def closed(text: str) -> str:
    """`text` with a code fence that was left open closed, so that it does not swallow what follows."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark.group(1)
        elif (
            mark
            and mark.group(1)[0] == fence[0]
            and len(mark.group(1)) >= len(fence)
            and not mark.group(2).strip()
        ):
            fence = ""
    return f"{text}\n{fence}" if fence else text


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
