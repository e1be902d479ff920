"""The demo company before anybody says a word: people, groups, vocabulary, spaces."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from discussions import spaces
from discussions.models import Space
from hub.accounts import profile
from hub.accounts.operations import create_user
from hub.audiences import operations as audiences
from hub.audiences.models import Audience, Group
from hub.demo import content
from hub.demo.content import Company, Filing, Readers
from hub.identity import Reader, load_readers
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.operations import create_term, load_defaults

# For trying the hub only: it is printed on the screen of whoever starts a demo hub.
PASSWORD = "label-printer"  # noqa: S105  # a password everybody may know

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:hub:demo")


def uid_of(kind: str, key: str) -> UUID:
    """The uid of a thing of the demo company, the same in every hub."""
    return uuid5(_NAMESPACE, f"{kind}:{key}")


@dataclass(frozen=True)
class Stage:
    """What cases and articles are written on, each thing by its key in the content."""

    readers: dict[str, Reader]
    audiences: dict[Readers | None, Audience]
    terms: dict[Facet, dict[str, Term]]
    spaces: dict[str, Space]

    def filed(self, filing: Filing) -> list[Term]:
        """The terms that a case or an article is filed under."""
        keys = {
            Facet.PRODUCT: filing.product,
            Facet.COMPETITOR: filing.competitor,
            Facet.STAGE: filing.stage,
            **{Facet(facet): key for facet, key in filing.customer},
        }
        terms = [self.terms[facet][key] for facet, key in keys.items() if key]
        return terms + [self.terms[Facet.TAG][key] for key in filing.tags]


async def found(company: Company) -> Stage:
    """Make everything but cases and articles; call it in the transaction of the whole seed."""
    user_ids = {person.handle: await _person(person) for person in company.people}
    terms = await _vocabulary(company)
    groups = {group.handle: await _group(group, user_ids, terms) for group in company.groups}
    reached = await _audiences(company, groups, user_ids)
    rooms = {
        space.key: await spaces.create(
            None,
            name=space.name,
            slug=space.key,
            description=space.purpose,
            audience=reached[space.readers],
            position=position,
        )
        for position, space in enumerate(company.spaces)
    }
    # Loaded last: a reader knows the audiences that existed at that moment.
    readers = {reader.handle: reader for reader in await load_readers(user_ids.values())}
    return Stage(readers, reached, terms, rooms)


async def _person(person: content.Person) -> int:
    user = await create_user(
        None,
        email=person.email,
        name=person.name,
        role=person.role,
        password=PASSWORD,
        handle=person.handle,
        locale=person.locale,
        uid=uid_of("person", person.handle),
    )
    [reader] = await load_readers([user.id])
    change = profile.ProfileChange(job_title=person.job, timezone=person.timezone)
    await profile.change_profile(reader, change)
    return int(user.id)


async def _vocabulary(company: Company) -> dict[Facet, dict[str, Term]]:
    await load_defaults()
    terms: dict[Facet, dict[str, Term]] = {facet: {} for facet in Facet}
    for term in await Term.all():
        terms[term.facet][term.key] = term
    for facet, sold in (
        (Facet.PRODUCT, company.products),
        (Facet.COMPETITOR, company.competitors),
        (Facet.TAG, company.tags),
    ):
        for one in sold:
            terms[facet][one.key] = await create_term(
                None, facet=facet, name_en=one.name_en, name_zh=one.name_zh, nicknames=one.nicknames
            )
    return terms


async def _group(
    group: content.Group, user_ids: dict[str, int], terms: dict[Facet, dict[str, Term]]
) -> Group:
    made = await audiences.create_group(None, handle=group.handle, name=group.name, description=group.purpose)
    if group.product or group.vendor_liaison:
        await audiences.change_group(
            None,
            made,
            name=group.name,
            description=group.purpose,
            product_id=terms[Facet.PRODUCT][group.product].id if group.product else None,
            vendor_liaison=group.vendor_liaison,
        )
    await audiences.set_members(None, made, [user_ids[handle] for handle in group.members])
    return made


async def _audiences(
    company: Company, groups: dict[str, Group], user_ids: dict[str, int]
) -> dict[Readers | None, Audience]:
    """Every audience that the content asks for; each group has a named one that people can choose, too."""
    made: dict[Readers | None, Audience] = {None: await audiences.everyone()}
    for handle, group in groups.items():
        alone = Readers(groups=(handle,))
        made[alone] = await audiences.named(None, group.name, group_ids=[group.id], user_ids=[])
    for readers in _asked_for(company):
        if readers and readers not in made:
            made[readers] = await audiences.chosen(
                group_ids=[groups[handle].id for handle in readers.groups],
                user_ids=[user_ids[handle] for handle in readers.people],
            )
    return made


def _asked_for(company: Company) -> Iterator[Readers | None]:
    yield from (space.readers for space in company.spaces)
    yield from (case.readers for case in company.cases)
    yield from (article.readers for article in company.articles)
