"""Reports and topics in search: who reads them finds them, and for everybody else there are none."""

import pytest

from hub.audiences import operations as audiences
from hub.database import now
from knowledge.defects import demanding, topics, widening
from knowledge.defects.demanding import Wish
from knowledge.models import Defect, DefectEntry, DefectLook, LookAct, Weight
from search import indexes, reindex
from search.engine import Engine, configure
from search.query import Answer, quick, similar
from search.question import Question
from tests.conftest import ClientOf, Deliver
from tests.defects import Company
from tests.factories import Make
from tests.search.conftest import Ask, titles
from tests.search.test_permissions import counts

Ways = pytest.mark.parametrize("way", ["meilisearch", "database"])


def go(way: str) -> None:
    if way == "database":
        configure("", "")


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


@Ways
async def test_a_report_is_found_by_its_reporter_and_team_and_by_nobody_else(
    index: Engine, company: Company, deliver: Deliver, ask: Ask, way: str
) -> None:
    defect = await company.report("Zebra ribbon", "The quagga tears.", said="Okapi, said the customer.")
    await company.reply(defect, "Which giraffe was it?")
    await company.dismiss()
    await deliver("search")
    go(way)
    words = ("zebra", "quagga", "okapi", "giraffe", defect.reference)
    for reader in (company.reporter, company.reviewer, company.second):
        for word in words:
            answer = await ask(reader, word, engine=way)
            assert titles(answer) == ["Zebra ribbon"], (reader.name, word)
            assert answer.hits[0].url.startswith(f"/defects/{defect.reference}")
        assert (await ask(reader, type="defect", state=["new"], engine=way)).total == 1
        assert titles(await quick(reader, Question(q="zebr"))) == ["Zebra ribbon"]
    for name, reader in company.kept_out.items():
        for word in words:
            assert _nothing(await ask(reader, word, engine=way)), (name, word)
            assert _nothing(await quick(reader, Question(q=word)))
            assert _nothing(await similar(reader, f"{word} zebra ribbon tears"))
        assert _nothing(await ask(reader, type="defect", engine=way)), name
        assert _nothing(await ask(reader, "", product=[company.product.key], engine=way)), name


@Ways
async def test_notes_and_demands_are_found_by_the_team_alone(
    index: Engine, company: Company, deliver: Deliver, ask: Ask, way: str
) -> None:
    """The reader of a report finds it by its own words; what the team says of it lifts and counts nothing."""
    defect = await company.report("Ribbon tears", "A zebra.")
    await company.note(defect, "The quagga supplier is to blame.")
    await demanding.give(company.reviewer, defect, Wish("Okapi Foods", Weight.BREAKER, words="Giraffe."))
    await company.widen(defect)
    await deliver("search")
    go(way)
    for word in ("quagga", "okapi", "giraffe"):
        assert titles(await ask(company.reviewer, word, engine=way)) == ["Ribbon tears"], word
        for reader in (company.reporter, company.widened, company.stranger, company.admin):
            assert _nothing(await ask(reader, word, engine=way)), (reader.name, word)
    for reader in (company.reporter, company.widened):
        [hit] = (await ask(reader, "zebra quagga okapi tears", engine=way)).hits
        assert "quagga" not in hit.snippet


@Ways
async def test_nothing_of_a_sealed_report_is_indexed_or_found(
    index: Engine, company: Company, deliver: Deliver, ask: Ask, way: str
) -> None:
    await company.make.thread(company.admin, "Something else", "Of no report.")
    defect = await company.sealed()
    # Words in a row that is sealed, and below it, would be a fault elsewhere; not even then.
    await Defect.filter(id=defect.id).update(title="Zebra", body="Zebra", html="<p>Zebra</p>", said="Zebra")
    reply = await DefectEntry.create(
        digest="", defect=defect, kind="reply", author_id=company.reviewer.id, body="Zebra",
        html="<p>Zebra</p>", created_at=now(),
    )  # fmt: skip
    await deliver("search")
    assert await reindex.reindex() == 1
    assert await index.document(indexes.main(), f"defect-{defect.id}-0") is None
    assert await index.document(indexes.main(), f"defect-{defect.id}-entry-{reply.id}-0") is None
    go(way)
    for reader in (company.reviewer, company.reporter, company.stranger):
        for word in ("zebra", defect.reference):
            assert _nothing(await ask(reader, word, engine=way))
        assert (await ask(reader, type="defect", engine=way)).total == 0


async def test_a_report_that_is_closed_again_is_gone_before_the_index_follows(
    index: Engine, company: Company, deliver: Deliver, ask: Ask
) -> None:
    defect = await company.widen(await company.report("Zebra"))
    await deliver("search")
    assert titles(await ask(company.widened, "zebra")) == ["Zebra"]
    await widening.open_to(company.reviewer, defect, group_ids=[], user_ids=[], version=defect.version)
    await company.refresh()
    assert _nothing(await ask(company.widened, "zebra"))
    await deliver("search")
    assert _nothing(await ask(company.widened, "zebra"))
    assert titles(await ask(company.reviewer, "zebra")) == ["Zebra"]


@Ways
async def test_opinions_are_found_by_those_to_whom_they_were_given(
    index: Engine, company: Company, deliver: Deliver, ask: Ask, way: str
) -> None:
    topic = await topics.publish(
        company.reviewer,
        company.team,
        topics.Words("Thinner labels?", "A zebra asks.", company.product),
        audience=await audiences.everyone(),
    )
    await topics.give(company.reporter, topic, "I would take the quagga.", told=None)
    topic = await topics.open_to_readers(company.reviewer, topic, confirmed=True)
    await topics.give(company.reporter, topic, "I would take the okapi.", told=topic.audience_id)
    await deliver("search")
    go(way)
    assert titles(await ask(company.stranger, "zebra", engine=way)) == ["Thinner labels?"]
    assert titles(await ask(company.stranger, "okapi", engine=way)) == ["Thinner labels?"]
    assert _nothing(await ask(company.stranger, "quagga", engine=way))
    assert titles(await ask(company.reviewer, "quagga", engine=way)) == ["Thinner labels?"]


async def test_a_rebuilt_index_has_reports_and_topics(index: Engine, company: Company, ask: Ask) -> None:
    await company.report("Zebra")
    await topics.publish(
        company.reviewer, company.team, topics.Words("Zebra?", "Yes?"), audience=await audiences.everyone()
    )
    assert await reindex.reindex() == 2
    assert sorted(titles(await ask(company.reporter, "zebra"))) == ["Zebra", "Zebra?"]


async def test_pages_with_words_of_reports_are_kept_by_no_cache_and_looks_are_noted(
    index: Engine, company: Company, deliver: Deliver, client_of: ClientOf
) -> None:
    await company.make.thread(company.reviewer, "Zebra", "Of no report.")
    defect = await company.report("Quagga")
    await deliver("search")
    client = await client_of(company.reviewer)
    page = await client.get("/search?q=quagga")
    assert page.headers["cache-control"] == "no-store"
    assert '<meta name="turbo-cache-control" content="no-cache">' in page.text
    assert (await client.get("/search?q=zebra")).headers["cache-control"] != "no-store"
    [look] = await DefectLook.all()
    assert (look.defect_id, look.user_id, look.act) == (defect.id, company.reviewer.id, LookAct.VIEWED)


def _nothing(answer: Answer) -> bool:
    return not answer.total and not answer.hits and not any(counts(answer).values())
