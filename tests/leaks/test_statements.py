"""No page and no answer of the API asks the database once a row."""

from datetime import timedelta

import httpx
from starlette.applications import Starlette

from discussions import reactions, watching
from discussions.models import ReactionKind, Thread, WatchLevel
from hub.accounts import sessions
from hub.accounts.models import Role, User
from hub.database import now
from hub.identity import Reader, access_changed, load_readers
from hub.vocabulary.models import Facet
from knowledge import comments, promotion, tree
from knowledge.articles import change_confidence, edit
from knowledge.comments.anchoring import blocks_of
from knowledge.flags import flag
from knowledge.models import Annotation, Article, Confidence, FlagReason
from knowledge.suggestions import suggest
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.test_activities import an_activity
from tests.leaks.deals import more_deals
from tests.leaks.rivals import more_rivals
from tests.leaks.surfaces import addresses, queries
from tests.leaks.world import World, build
from tests.statements import counted

# Where one statement more or less depends on what a page happens to show, such as a space's name.
TOLERANCE = 1


async def grow(make: Make, world: World, admin: Reader, deliver: Deliver) -> None:
    """More of everything that any page lists."""
    writer = await make.reader()
    group = await make.group(members=[admin, writer])
    await make.audience(admin, groups=[group])
    terms = [await make.term(Facet.TAG), await make.term(Facet.PRODUCT), await make.term(Facet.COMPETITOR)]
    for term in terms:
        await watching.watch_term(admin, term, WatchLevel.WATCHING)
    for _thread in range(2):
        thread = await make.thread(writer, body=f"@{admin.handle} please look.", terms=terms)
        await watching.watch_space(admin, await thread.space, WatchLevel.TRACKING)
        for place in (thread.id, world.thread.id, world.open_thread.id):
            author = await make.fresh(world.insider)
            reply = await make.reply(author, await Thread.get(id=place), f"@{admin.handle} another idea.")
            await reactions.react(author, reply, ReactionKind.THANKS)
            await make.answer(author if place != thread.id else admin, await Thread.get(id=place), reply)
        article = await promotion.promote(admin, await Thread.get(id=thread.id))
        await change_confidence(admin, article, Confidence.VALIDATED, at=now() - timedelta(days=400))
        await flag(writer, article, FlagReason.OUTDATED)
        await tree.move(admin, article, world.open_case)
        await an_activity(writer, "Fair", now().date(), runner=str(admin.uid))
        await more_editing(writer, article, world.open_case)
    await more_rivals(admin, terms[2], terms[1], world.secret_rival)
    await more_deals(admin, make)
    await sessions.create_token(admin.id, "script", actor=admin)
    await sessions.start(await User.get(id=admin.id), user_agent="test", address="127.0.0.1")
    await deliver("notifier")


async def more_editing(writer: Reader, *about: Article) -> None:
    """Suggestions, comments and excerpts."""
    for article in about:
        anchor = blocks_of(article)[0].anchor
        remark = await comments.annotate(writer, article, anchor, "Is this so?")
        await comments.answer(writer, await Annotation.get(id=remark.annotation_id), "I ask again.")
        current = await Article.get(id=article.id)
        field, mark = anchor.rpartition("-p")[0], f"![[article:{about[0].uid}#problem]]"
        if article.id != about[0].id:
            author = (await load_readers([current.owner_id]))[0]
            await edit(
                author,
                current,
                base_revision=current.revision_number,
                title=current.title,
                content={**current.content, field: f"{current.content[field]}\n\n{mark}"},
                terms=await current.terms.all(),
            )
            current = await Article.get(id=article.id)
        await suggest(
            writer,
            current,
            base_revision=current.revision_number,
            title=f"{current.title}!",
            content=current.content,
            terms=await current.terms.all(),
        )


async def statements_of_all(
    client_of: ClientOf, app: Starlette, world: World, admin: Reader
) -> dict[str, int]:
    """How many statements each address takes, from the second time on."""
    client = await client_of(admin)
    found = {}
    for address in addresses(app, world, "GET"):
        for query in queries(address, world):
            url = f"{address}?{query}" if query else address
            found[url] = await statements_of(client, url)
    return found


async def statements_of(client: httpx.AsyncClient, url: str) -> int:
    """How many statements an address takes the second time."""
    await client.get(url)
    with counted() as statements:
        await client.get(url)
    return len(statements)


async def test_more_of_everything_takes_no_more_statements(
    make: Make, client_of: ClientOf, app: Starlette, deliver: Deliver
) -> None:
    world = await build(make)
    await User.filter(id=world.insider.id).update(role=Role.ADMIN)
    await access_changed([world.insider.id])
    admin = await make.fresh(world.insider)
    for _once in range(2):
        await grow(make, world, admin, deliver)
    few = await statements_of_all(client_of, app, world, admin)
    for _once in range(4):
        await grow(make, world, admin, deliver)
    many = await statements_of_all(client_of, app, world, admin)
    client = await client_of(admin)
    for url in few:
        if many[url] > few[url] + TOLERANCE:
            # What is kept for half a minute may have run out between the two times.
            many[url] = await statements_of(client, url)
    more = {url.split("?")[0]: (few[url], many[url]) for url in few if many[url] > few[url] + TOLERANCE}
    assert more == {}
    assert max(few.values()) < 40, few
