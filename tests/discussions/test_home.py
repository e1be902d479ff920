"""The start page: what needs its reader, most pressing first, in a handful of statements."""

import httpx

from discussions import moderation, watching
from discussions.complaints.stepping import conclude, take_step
from discussions.complaints.steps import ORDER
from discussions.enums import Satisfaction
from discussions.models import Thread, WatchLevel
from discussions.queries.home import needs_of
from hub.audiences.models import Group
from hub.identity import Reader
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.discussions.test_complaints import complaint
from tests.factories import Make
from tests.statements import counted

# The sections and their rows.
STATEMENTS = 2


async def sections(reader: Reader, **given: set[int]) -> dict[str, list[int]]:
    """The titles of the sections with the ids of their cases."""
    found = await needs_of(reader, **given)
    return {section.title: [row.id for row in section.rows] for section in found}


async def test_a_case_stands_in_the_most_pressing_section_that_fits(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader(role="lead")
    assigned, answered, followed, waiting = [await make.thread(author) for author in (bob, ann, bob, bob)]
    await moderation.assign(bob, assigned, ann.id)
    await make.reply(bob, answered)
    await watching.watch(ann, followed)
    await watching.mark_read(ann, followed, 1)
    await make.reply(bob, await Thread.get(id=followed.id))
    assert await sections(ann) == {
        "Assigned to you": [assigned.id],
        "Does a reply solve your case?": [answered.id],
        "News in what you follow": [followed.id],
        "Waiting for a first reply": [waiting.id],
    }
    assert await sections(ann, shown={assigned.id, waiting.id}) == {
        "Does a reply solve your case?": [answered.id],
        "News in what you follow": [followed.id],
    }


async def test_a_complaint_needs_whoever_works_on_it_until_it_is_done(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader(role="lead")
    thread = await complaint(make, ann)
    await moderation.assign(bob, thread, bob.id)
    await make.reply(bob, await Thread.get(id=thread.id))
    assert "Does a reply solve your case?" not in await sections(ann)
    assert (await sections(bob))["Assigned to you"] == [thread.id]
    for step in ORDER[1:]:
        await take_step(bob, thread, step)
    await conclude(bob, thread, Satisfaction.SATISFIED)
    assert "Assigned to you" not in await sections(bob)


async def test_muted_or_solved_cases_need_nobody(make: Make) -> None:
    ann, bob, cy = await make.reader(), await make.reader(), await make.reader()
    muted, solved = await make.thread(bob), await make.thread(ann)
    await watching.mark_read(ann, muted, 1)
    await watching.watch(ann, muted, WatchLevel.MUTED)
    await make.reply(cy, muted)
    await make.answer(ann, solved, await make.reply(bob, solved))
    assert await sections(ann) == {"News in what you follow": [solved.id]}
    await watching.watch(ann, solved, WatchLevel.MUTED)
    assert await sections(ann) == {}
    await watching.unwatch(ann, muted)
    assert await sections(ann) == {"Going on now": [muted.id]}


async def test_a_product_team_is_shown_the_unanswered_cases_of_its_product(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    product = await make.term(Facet.PRODUCT)
    team = await make.group(members=[ann])
    await Group.filter(id=team.id).update(product_id=product.id)
    about = await make.thread(bob, terms=[product])
    other = await make.thread(bob)
    assert (await sections(await make.fresh(ann)))["Waiting for a first reply"] == [about.id]
    carl = await make.reader()
    assert (await sections(carl))["Waiting for a first reply"] == [other.id, about.id]


async def test_nothing_stands_there_that_the_reader_may_not_see(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space(audience=await make.audience(bob))
    bob = await make.fresh(bob)
    secret = await make.thread(bob, space=space)
    assert await sections(bob) == {"Going on now": [secret.id]}
    assert await sections(ann) == {}


async def test_a_section_says_how_much_more_there_is_and_what_is_new_in_a_case(make: Make) -> None:
    ann, bob, cy = await make.reader(), await make.reader(), await make.reader()
    tag = await make.term(Facet.TAG, "Ribbon")
    for _number in range(8):
        thread = await make.thread(bob, terms=[tag])
    await watching.watch(ann, thread)
    await watching.mark_read(ann, thread, 1)
    await make.reply(cy, thread)
    [followed, waiting] = await needs_of(ann)
    assert (waiting.count, len(waiting.rows), followed.count) == (7, 6, 1)
    [row] = followed.rows
    assert (row.unread, row.tags, row.states) == (1, ["Ribbon"], [])
    assert row.last_author
    assert row.last_author.id == cy.id
    assert waiting.rows[0].states == ["unanswered", "new"]


async def test_the_page_takes_a_handful_of_statements(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    client = await client_of(ann)
    for _number in range(9):
        await make.reply(bob, await make.thread(ann, terms=[await make.term()]))
        await make.thread(bob)
    await client.get("/")
    with counted() as statements:
        answer: httpx.Response = await client.get("/")
    assert answer.text.count('class="row') > 6
    assert len(statements) == STATEMENTS, statements
