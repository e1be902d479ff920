"""The article that a thread already contains: what the promote page starts with and the API publishes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from discussions.models import Post, Thread
from discussions.policy import visible_posts
from discussions.queries.posts import post_url
from hub.audiences.models import Audience
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import CUSTOMER_FACETS, FACET_LABELS, Facet, Term

KIND = "solution"


@dataclass(frozen=True)
class Prefill:
    """An article as it follows from a thread."""

    kind: str
    title: str
    content: dict[str, str]
    terms: list[Term]
    audience: Audience


async def prefill(reader: Reader, thread: Thread) -> Prefill:
    """Problem from the case's text, context from its header, solution from the accepted answers with their credit."""
    posts = visible_posts(reader).filter(thread_id=thread.id, deleted_at__isnull=True)
    case = await posts.get(number=1)
    answers = await posts.filter(acceptance__id__isnull=False).order_by("number").select_related("author")
    terms = await thread.terms.all().order_by("position", "id")
    return Prefill(
        kind=KIND,
        title=thread.title,
        content={
            "problem": case.body,
            "context": _context(thread, terms),
            "solution": "\n\n".join(passage(answer) for answer in answers),
        },
        terms=list(terms),
        audience=await thread.audience,
    )


def passage(post: Post) -> str:
    """A post's text to stand in an article, with credit to its author (fetched) and a link to the post."""
    author = f"[{_escaped(post.author.name)}](/people/{post.author.handle})"
    place = _escaped(_("post %(number)s") % {"number": post.number})
    return f"{_closed(post.body)}\n\n— {author}, [{place}]({post_url(post.thread_id, post.id, post.number)})"


def _context(thread: Thread, terms: Sequence[Term]) -> str:
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
    lines = [f"- **{label}**: {comma.join(names)}" for label, names in facts if names]
    heading = _("Already tried")
    tried = f"**{heading}**\n\n{_closed(thread.tried)}" if thread.tried else ""
    return "\n\n".join(block for block in ("\n".join(lines), tried) if block)


def _escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_\[\]<>&#~|])", r"\\\1", text)


def _closed(text: str) -> str:
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
