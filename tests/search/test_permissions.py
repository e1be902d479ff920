"""Two people, the same query: each finds what they may read, and nothing hints at the rest."""

from dataclasses import replace

import pytest

from discussions import moderation, replies
from hub.audiences import operations as audiences
from hub.vocabulary.models import Facet
from knowledge.articles import stewarding
from knowledge.articles.publishing import compose, publish
from search.engine import Engine, configure
from search.query import Answer, quick, similar
from search.question import Question
from tests.conftest import Deliver
from tests.factories import Make
from tests.search.conftest import Ask, titles

Ways = pytest.mark.parametrize("way", ["meilisearch", "database"])


def go(way: str) -> None:
    """Let the engine be away for the ways that have to do without."""
    if way == "database":
        configure("", "")


def counts(answer: Answer) -> dict[str, int]:
    return {
        f"{facet.name}:{option.label}": option.count for facet in answer.facets for option in facet.options
    }


@Ways
async def test_hits_totals_counts_and_suggestions_differ_between_two_people(
    index: Engine, make: Make, deliver: Deliver, ask: Ask, way: str
) -> None:
    insider, outsider = await make.reader("Ann"), await make.reader("Bob")
    secret = await make.audience(insider)
    insider = await make.fresh(insider)
    products = [await make.term(Facet.PRODUCT, name) for name in ("T80", "Project X", "T100")]
    await make.thread(insider, "Ribbon tears", "The ribbon tears.", terms=[products[0]])
    await make.thread(insider, "Ribbon of the T100", "The ribbon tears.", terms=[products[2]])
    await make.thread(insider, "Ribbon of Project X", "Secret ribbon.", audience=secret, terms=[products[1]])
    await publish(
        insider,
        await compose(
            "solution", "Ribbon secrets", {"problem": "Ribbon tears", "solution": "A secret ribbon."}
        ),
        audience=secret,
    )
    await deliver("search")
    go(way)

    seen = await ask(insider, "ribbon", engine=way)
    assert seen.total == 4
    assert counts(seen)["product:Project X"] == 1
    assert counts(seen)["type:Articles"] == 1

    shown = await ask(outsider, "ribbon", engine=way)
    assert sorted(titles(shown)) == ["Ribbon of the T100", "Ribbon tears"]
    assert shown.total == 2
    assert "product:Project X" not in counts(shown)
    assert counts(shown)["product:T80"] == 1
    assert "type:Articles" not in counts(shown)

    for wanted in (quick(outsider, Question(q="secret")), similar(outsider, "Project X secret ribbon tears")):
        assert not {"Ribbon of Project X", "Ribbon secrets"} & set(titles(await wanted))
    assert "Ribbon of Project X" in titles(await similar(insider, "Project X secret ribbon tears"))


@Ways
async def test_a_hidden_case_is_found_by_leads_and_its_author_only(
    index: Engine, make: Make, deliver: Deliver, ask: Ask, way: str
) -> None:
    author, other, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread = await make.thread(author, "Zebra", "A zebra.")
    await deliver("search")
    assert titles(await ask(other, "zebra")) == ["Zebra"]
    await moderation.hide(lead, thread)
    await deliver("search")
    go(way)
    assert titles(await ask(other, "zebra", engine=way)) == []
    assert titles(await ask(author, "zebra", engine=way)) == ["Zebra"]
    assert titles(await ask(lead, "zebra", engine=way)) == ["Zebra"]


async def test_what_was_narrowed_hidden_or_deleted_is_gone_before_the_index_follows(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    author, other = await make.reader(), await make.reader()
    lead = await make.reader(role="lead")
    few = await make.audience(author, lead)
    author, lead = await make.fresh(author), await make.fresh(lead)
    narrowed = await make.thread(author, "Narrowed zebra", "A zebra.")
    hidden = await make.thread(author, "Hidden zebra", "A zebra.")
    shortened = await make.thread(author, "Shortened", "Nothing.")
    reply = await make.reply(author, shortened, "A zebra in a reply.")
    article = await publish(
        author,
        await compose("solution", "Article with a zebra", {"problem": "Zebra", "solution": "Zebra"}),
        audience=await audiences.everyone(),
    )
    await deliver("search")
    assert (await ask(other, "zebra")).total == 4

    await moderation.change_audience(author, narrowed, few)
    await moderation.hide(lead, hidden)
    await replies.delete_post(author, reply)
    await stewarding.change_audience(author, article, few)
    before = await ask(other, "zebra")
    assert (before.total, counts(before)) == (0, {})
    assert titles(await similar(other, "zebra in a reply")) == []
    await deliver("search")
    assert (await ask(other, "zebra")).total == 0
    assert sorted(titles(await ask(author, "zebra"))) == [
        "Article with a zebra",
        "Hidden zebra",
        "Narrowed zebra",
    ]


async def test_leaving_a_group_takes_effect_without_any_delivery(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    author, member = await make.reader(), await make.reader()
    group = await make.group("Team", [author, member])
    team = await make.audience(groups=[group])
    author, member = await make.fresh(author), await make.fresh(member)
    await make.thread(author, "Zebra", "A zebra.", audience=team)
    await deliver("search")
    assert (await ask(member, "zebra")).total == 1
    await audiences.set_members(None, group, [author.id])
    assert (await ask(await make.fresh(member), "zebra")).total == 0


async def test_somebody_without_any_audience_finds_nothing(
    index: Engine, make: Make, deliver: Deliver, ask: Ask
) -> None:
    author = await make.reader()
    await make.thread(author, "Zebra", "A zebra.")
    await deliver("search")
    nobody = replace(author, id=999, audience_ids=frozenset())
    assert (await ask(nobody, "zebra")).total == 0
    assert (await ask(nobody)).total == 0


@Ways
async def test_a_hit_does_not_name_a_space_that_its_reader_cannot_see(
    index: Engine, make: Make, deliver: Deliver, ask: Ask, way: str
) -> None:
    insider, outsider = await make.reader(), await make.reader()
    desk = await make.audience(insider)
    insider = await make.fresh(insider)
    restricted = await make.space("Takeover of Acme", audience=desk)
    await make.thread(insider, "Ribbon tears", space=restricted, audience=await audiences.everyone())
    await deliver("search")
    go(way)
    [seen] = (await ask(insider, "ribbon", engine=way)).hits
    assert seen.meta == ["Takeover of Acme"]
    [shown] = (await ask(outsider, "ribbon", engine=way)).hits
    assert (shown.plain_title, shown.meta) == ("Ribbon tears", [])
