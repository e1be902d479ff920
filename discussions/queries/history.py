"""What a post said before: its revisions, each with what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discussions import policy
from discussions.models import Post, Revision
from hub.accounts.models import User
from hub.computing import compute
from hub.errors import NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.text.differences import Line, differences
from hub.vocabulary.models import FACET_LABELS, Facet, Term

# Newest first; older ones are on further pages.
REVISIONS_ON_A_PAGE = 20
# A page ends early after this many lines: one of thirty thousand keeps the server and the browser busy for seconds.
LINES_ON_A_PAGE = 2_000


@dataclass(frozen=True)
class FieldChange:
    """A field of the header, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One revision: who made it when, the whole text, and what it changed. The first one has no changes."""

    number: int
    author: User
    at: datetime
    text: str
    body: list[Line]
    tried: list[Line]
    fields: list[FieldChange]


@dataclass(frozen=True)
class History:
    """A page of steps, newest first; `older` is the number below which the next page begins."""

    steps: list[Step]
    older: int | None


async def history_of(reader: Reader, post: Post, *, below: int | None = None) -> History:
    """The revisions of a visible post; NotFound for those of a deleted post, except for leads."""
    if not policy.may_read_history(reader, post):
        raise NotFound
    revisions = Revision.filter(post_id=post.id).order_by("-number").select_related("author")
    if below is not None:
        revisions = revisions.filter(number__lt=below)
    found = await revisions.limit(REVISIONS_ON_A_PAGE + 1)
    names = await _term_names(found)
    steps: list[Step] = []
    lines = 0
    for revision, earlier in zip(found, [*found[1:], None], strict=True):
        if len(steps) == REVISIONS_ON_A_PAGE or lines > LINES_ON_A_PAGE:
            break
        steps.append(await compute(_step, revision, earlier, names))
        lines += len(steps[-1].body) + len(steps[-1].tried)
    return History(steps, steps[-1].number if len(steps) < len(found) else None)


def _step(revision: Revision, earlier: Revision | None, names: dict[tuple[str, str], str]) -> Step:
    header, before = revision.header or {}, (earlier.header if earlier else None) or {}
    return Step(
        number=revision.number,
        author=revision.author,
        at=revision.created_at,
        text=revision.body,
        body=differences(earlier.body, revision.body) if earlier else [],
        tried=differences(before.get("tried", ""), header.get("tried", "")) if earlier else [],
        fields=_field_changes(before, header, names) if earlier else [],
    )


def _field_changes(
    before: dict[str, Any], after: dict[str, Any], names: dict[tuple[str, str], str]
) -> list[FieldChange]:
    changes = []
    if before.get("title") != after.get("title"):
        changes.append(FieldChange(_("Title"), before.get("title", ""), after.get("title", "")))
    for facet in Facet:
        old, new = (
            ", ".join(
                names.get((facet.value, key), key) for key in header.get("terms", {}).get(facet.value, [])
            )
            for header in (before, after)
        )
        if old != new:
            changes.append(FieldChange(_(FACET_LABELS[facet]), old, new))
    return changes


async def _term_names(revisions: Sequence[Revision]) -> dict[tuple[str, str], str]:
    """Names of the terms that the revisions name by facet and key, in the current language."""
    keys = {
        key
        for revision in revisions
        for group in (revision.header or {}).get("terms", {}).values()
        for key in group
    }
    terms = await Term.filter(key__in=list(keys)) if keys else []
    return {(term.facet.value, term.key): term.name for term in terms}


async def unsaved_changes(
    post: Post, body: str, *, before: dict[str, str] | None = None, after: dict[str, str] | None = None
) -> dict[str, Any]:
    """What saving `body` (and a header) would change in what a post says now, for `conflict.html`."""
    labels = {"title": _("Title"), "tried": _("Already tried")}
    fields = [
        FieldChange(labels[name], (before or {})[name], text)
        for name, text in (after or {}).items()
        if (before or {})[name] != text
    ]
    lines = await compute(differences, post.body, body)
    return {"conflict_fields": fields, "conflict_lines": lines}
