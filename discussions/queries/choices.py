"""What forms offer: spaces, readers, vocabulary."""

from dataclasses import dataclass
from typing import Any

from discussions import policy
from discussions.models import Space, Thread
from discussions.queries.listing import find_space
from hub.accounts.models import User
from hub.audiences import operations as audiences
from hub.audiences import queries as audience_queries
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson, Group
from hub.errors import InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import FACET_LABELS
from hub.vocabulary.queries import terms_by_facet

# The largest value of a bigint: forms and addresses may hold any digits.
LARGEST_ID = 2**63 - 1

SPACE_READERS = "space"
CHOSEN_READERS = "chosen"
_NAMED = "audience-"


@dataclass(frozen=True)
class ReaderChoice:
    """Who shall read a case, as a form says it: the space's readers, a named audience, or chosen ones."""

    readers: str
    groups: list[int]
    people: list[int]


async def vocabulary() -> dict[str, Any]:
    """The terms of each facet and the labels of all fields of a case."""
    grouped = await terms_by_facet()
    labels = {facet.value: _(label) for facet, label in FACET_LABELS.items()}
    named = {f"customer.{name}": label for name, label in labels.items()}
    texts = {"title": _("Title"), "body": _("The case"), "tried": _("Already tried"), "space": _("Space")}
    return {
        "terms": {facet.value: terms for facet, terms in grouped.items()},
        "labels": labels | named | texts | {"tags": labels["tag"], "audience": _("Readers")},
    }


async def reader_choices(reader: Reader) -> dict[str, Any]:
    """The readers that somebody can choose, for `case_fields.html`."""
    named = await audience_queries.choosable(reader)
    choices: list[tuple[str, str, str | None]] = [(SPACE_READERS, _("The readers of the space"), None)]
    choices += [
        (f"{_NAMED}{audience.id}", await audience_queries.label(audience), None) for audience in named
    ]
    choices.append((CHOSEN_READERS, _("Only chosen groups and people"), _("You are always among them.")))
    return {
        "reader_choices": choices,
        "groups": await Group.all().order_by("name"),
        "people": await User.filter(active=True).order_by("name"),
    }


async def current_choice(thread: Thread) -> ReaderChoice:
    """The readers of a thread (loaded with its space and audience) as a form says it."""
    if thread.audience_id == thread.space.audience_id:
        return ReaderChoice(SPACE_READERS, [], [])
    if thread.audience.name:
        return ReaderChoice(f"{_NAMED}{thread.audience_id}", [], [])
    groups = [row.group_id for row in await AudienceGroup.filter(audience_id=thread.audience_id)]
    people = [row.user_id for row in await AudiencePerson.filter(audience_id=thread.audience_id)]
    return ReaderChoice(CHOSEN_READERS, groups, people)


async def audience_of(reader: Reader, choice: ReaderChoice, *, always: set[int]) -> Audience | None:
    """The audience that a choice means, None for the space's. People in `always` are among chosen readers.

    InvalidInput for an audience that the reader cannot choose, and for chosen readers without anybody.
    """
    if choice.readers == SPACE_READERS:
        return None
    if choice.readers == CHOSEN_READERS:
        return await _chosen(choice, always)
    for audience in await audience_queries.choosable(reader):
        if choice.readers == f"{_NAMED}{audience.id}":
            return audience
    raise InvalidInput({"readers": _("Please choose one of the offered values.")})


async def _chosen(choice: ReaderChoice, always: set[int]) -> Audience:
    groups = [group.id for group in await Group.filter(id__in=choice.groups)] if choice.groups else []
    people = (
        [user.id for user in await User.filter(id__in=choice.people, active=True)] if choice.people else []
    )
    if not groups and not people:
        raise InvalidInput({"people": _("Choose at least one group or person.")})
    return await audiences.chosen(group_ids=groups, user_ids={*people, *always})


async def chosen_space(reader: Reader, name: str) -> Space:
    """The space in which a case shall stand, by slug, name or id; InvalidInput for one that cannot be seen."""
    try:
        return await find_space(reader, name)
    except NotFound as error:
        raise InvalidInput({"space": _("There is no such space.")}) from error


async def space_options(reader: Reader) -> list[tuple[str, str, str]]:
    """The spaces in which the reader can post, as (slug, name, keywords)."""
    return [(space.slug, space.name, space.slug) for space in await policy.open_spaces(reader)]
