"""Who knows a product, competitor or tag: named people, and the members of named groups.

They may accept answers to the cases filed under it, and cases that wait too long for a reply reach them.
"""

from collections.abc import Iterable

from hub import audit
from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import connection, in_transaction
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.kept import all_experts, vocabulary_changed
from hub.vocabulary.models import ExpertGroup, ExpertPerson, Facet, Term

# The kinds of words that somebody can know well.
EXPERT_FACETS = (Facet.PRODUCT, Facet.COMPETITOR, Facet.TAG)
MOST_EXPERTS = 200

_PEOPLE = """
SELECT user_id FROM expert_person WHERE term_id = ANY($1)
UNION SELECT membership.user_id FROM expert_group JOIN membership USING (group_id) WHERE term_id = ANY($1)
"""


async def is_expert(reader: Reader, term_ids: Iterable[int]) -> bool:
    """Whether the reader is an expert of any of these terms; asks what this process keeps."""
    experts = await all_experts()
    return any(reader in known for id_ in term_ids if (known := experts.get(id_)))


async def experts_of(term_ids: Iterable[int]) -> set[int]:
    """The ids of the experts of these terms, those of groups included."""
    return {row["user_id"] for row in await connection().execute_query_dict(_PEOPLE, [list(term_ids)])}


async def name_experts(
    actor: Reader | None, term: Term, *, people: Iterable[int], groups: Iterable[int]
) -> None:
    """Make exactly these people and groups the experts of a term; ids that nobody has are left out.

    InvalidInput for a kind of word that has no experts.
    """
    if term.facet not in EXPERT_FACETS:
        raise InvalidInput({"people": _("Only products, competitors and tags have experts.")})
    async with in_transaction():
        # One after the other, as for every change of a term, and every process reads them anew.
        await Term.select_for_update().get(id=term.id)
        await vocabulary_changed()
        chosen = (
            await User.filter(id__in=list(people), active=True).order_by("id").values_list("id", flat=True)
        )
        teams = await Group.filter(id__in=list(groups)).order_by("id").values_list("id", flat=True)
        await ExpertPerson.filter(term_id=term.id).delete()
        await ExpertPerson.bulk_create([ExpertPerson(term_id=term.id, user_id=id_) for id_ in chosen])
        await ExpertGroup.filter(term_id=term.id).delete()
        await ExpertGroup.bulk_create([ExpertGroup(term_id=term.id, group_id=id_) for id_ in teams])
        await audit.log(
            actor, "term.experts_named", "term", term.id,
            facet=term.facet, name=term.name_en, people=list(chosen), groups=list(teams),
        )  # fmt: skip
