"""The pages of rivals without JavaScript, for whom they are, and how many statements they take."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from hub.audiences import operations as audiences
from hub.database import new_uid
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.models import Article, LineSection, LineState, MarketShare, RivalDispute, RivalLine
from knowledge.rivals.disputes import dispute
from knowledge.rivals.lines import write_line
from knowledge.rivals.matrix import add_feature, fill_cell
from knowledge.rivals.shares import Share, enter_share
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import an_article
from tests.knowledge.test_rivals import a_rival, today, wording
from tests.statements import counted

SECRET = "zirconium"


@dataclass(frozen=True)
class World:
    """A rival for few, with a line, a dispute, a cell and a share; everything secret says so."""

    curator: Reader
    reader: Reader
    outsider: Reader
    rival: Article
    competitor: Term
    product: Term
    line: RivalLine
    dispute: RivalDispute
    feature: int

    def at(self, path: str) -> str:
        return path.format(
            id=self.rival.id,
            line=self.line.id,
            dispute=self.dispute.id,
            feature=self.feature,
            product=self.product.id,
            term=self.competitor.id,
        )


@pytest.fixture
async def world(make: Make) -> World:
    curator, reader = await make.reader("Cora"), await make.reader("Rita")
    outsider = await make.reader("Otto", role="lead")
    product = await make.term(Facet.PRODUCT, "LP-480")
    audience = await make.audience(curator, reader)
    rival = await a_rival(make, curator, audience=audience)
    curator, reader = await make.fresh(curator), await make.fresh(reader)
    line = await write_line(curator, rival, wording(f"{SECRET} line", sendable=True))
    disputed = await dispute(reader, line, f"{SECRET} proof", revision=1)
    feature = await add_feature(outsider, product, "Warranty")
    await fill_cell(curator, feature, rival, f"{SECRET} cell", observed_on=today())
    await enter_share(
        curator,
        rival,
        Share(
            region=f"{SECRET} region", year=2026, quarter=1, share=Decimal("12.5"), source=f"{SECRET} study"
        ),
    )
    [competitor] = await rival.terms.all()
    return World(curator, reader, outsider, rival, competitor, product, line, disputed, feature.id)


GETS = [
    "/rivals/{id}",
    "/rivals/{id}?tab=market",
    "/rivals/{id}/changes",
    "/rivals/{id}/customer-text",
    "/rivals/{id}/lines/new",
    "/rivals/{id}/lines/{line}",
    "/rivals/{id}/lines/{line}/edit",
    "/rivals/{id}/lines/{line}/disputes/new",
    "/rivals/{id}/disputes/{dispute}",
    "/rivals/{id}/shares/new",
    "/rivals/features/{feature}/cells/{id}/edit",
    "/api/v1/rivals/{id}",
    "/api/v1/rivals/{id}/customer-text",
]
LISTS = [
    "/rivals",
    "/rivals/matrix/{product}",
    "/rivals/matrix/{product}?beside={id}",
    "/rivals/market",
    "/api/v1/rivals",
    "/api/v1/rivals/matrix/{product}",
    "/api/v1/rivals/market",
]
WRITES = [
    ("POST", "/rivals/{id}/lines"),
    ("PUT", "/rivals/{id}/lines/{line}"),
    ("PUT", "/rivals/{id}/lines/{line}/state"),
    ("PUT", "/rivals/{id}/lines/{line}/place"),
    ("POST", "/rivals/{id}/lines/{line}/disputes"),
    ("PUT", "/rivals/{id}/disputes/{dispute}/decision"),
    ("POST", "/rivals/{id}/shares"),
    ("PUT", "/rivals/features/{feature}/cells/{id}"),
    ("POST", "/api/v1/rivals/{id}/lines"),
    ("PUT", "/api/v1/rivals/{id}/lines/{line}"),
    ("PUT", "/api/v1/rivals/{id}/lines/{line}/state"),
    ("POST", "/api/v1/rivals/{id}/lines/{line}/disputes"),
    ("PUT", "/api/v1/rivals/{id}/disputes/{dispute}/decision"),
    ("POST", "/api/v1/rivals/{id}/shares"),
    ("PUT", "/api/v1/rivals/features/{feature}/cells/{id}"),
]


@pytest.mark.parametrize("path", GETS)
async def test_an_outsider_gets_the_same_answer_as_for_no_rival(
    world: World, client_of: ClientOf, path: str
) -> None:
    inside = await (await client_of(world.curator)).get(world.at(path))
    assert inside.status_code == 200, inside.text
    outside = await (await client_of(world.outsider)).get(world.at(path))
    assert outside.status_code == 404
    assert SECRET not in outside.text.lower()
    assert "Velatag" not in outside.text
    assert (await (await client_of(None)).get(world.at(path))).status_code in (303, 401)


@pytest.mark.parametrize("path", LISTS)
async def test_lists_matrices_and_markets_show_what_the_reader_may_read(
    world: World, client_of: ClientOf, path: str
) -> None:
    inside = await (await client_of(world.reader)).get(world.at(path))
    outside = await (await client_of(world.outsider)).get(world.at(path))
    assert (inside.status_code, outside.status_code) == (200, 200)
    assert "Velatag" in inside.text
    assert "Velatag" not in outside.text
    assert SECRET not in outside.text


@pytest.mark.parametrize(("method", "path"), WRITES)
async def test_an_outsider_writes_nothing(world: World, client_of: ClientOf, method: str, path: str) -> None:
    before = [
        await RivalLine.all().values(),
        await RivalDispute.all().values(),
        await MarketShare.all().values(),
    ]
    answer = await (await client_of(world.outsider)).request(method, world.at(path), json={})
    assert answer.status_code == 404
    after = [
        await RivalLine.all().values(),
        await RivalDispute.all().values(),
        await MarketShare.all().values(),
    ]
    assert before == after


async def test_readers_who_do_not_curate_are_refused(world: World, client_of: ClientOf) -> None:
    client = await client_of(world.reader)
    for method, path in [
        ("GET", "/rivals/{id}/lines/{line}/edit"),
        ("GET", "/rivals/{id}/disputes/{dispute}"),
        ("GET", "/rivals/{id}/shares/new"),
        ("GET", "/rivals/features/{feature}/cells/{id}/edit"),
        ("GET", "/rivals/features/{feature}/ours/edit"),
        ("GET", "/rivals/market/shares/new"),
        ("PUT", "/rivals/{id}/lines/{line}/state"),
    ]:
        answer = await client.request(method, world.at(path), data={"state": "withdrawn"})
        assert answer.status_code == 403, path


async def test_a_competitors_tag_leads_to_the_card_or_invites(world: World, client_of: ClientOf) -> None:
    inside = await (await client_of(world.reader)).get(world.at("/rivals/of/{term}"))
    assert inside.headers["location"] == world.at("/rivals/{id}")
    outside = await (await client_of(world.outsider)).get(world.at("/rivals/of/{term}"))
    assert outside.status_code == 200
    assert "/rivals/new?competitor=" in outside.text
    assert (await (await client_of(world.outsider)).get("/rivals/of/99999999999999999999")).status_code == 404


async def test_a_case_and_an_article_link_their_competitor_to_the_card(
    make: Make, client_of: ClientOf
) -> None:
    ann, competitor = await make.reader(), await make.term(Facet.COMPETITOR)
    thread = await make.thread(ann, terms=[competitor])
    article = await an_article(ann, terms=[competitor])
    client = await client_of(ann)
    for path in (f"/threads/{thread.id}", f"/articles/{article.id}"):
        assert f'href="/rivals/of/{competitor.id}"' in (await client.get(path)).text


async def test_a_line_is_proposed_disputed_and_decided_with_forms_alone(
    make: Make, client_of: ClientOf, deliver: Deliver
) -> None:
    curator, ann = await make.reader("Cora"), await make.reader("Ann")
    rival = await a_rival(make, curator)
    theirs, hers = await client_of(curator), await client_of(ann)
    sent = {
        "section": "say",
        "text": "We are cheaper over three years.",
        "source": "The table of 2026",
        "observed_on": str(today()),
        "certainty": "likely",
        "sendable": "true",
        "uid": str(new_uid()),
    }
    for _twice in range(2):
        answer = await hers.post(f"/rivals/{rival.id}/lines", data=sent)
        assert answer.status_code == 303
    line = await RivalLine.get()
    assert line.state is LineState.PROPOSED
    assert "Proposed" in (await hers.get(f"/rivals/{rival.id}?open=say")).text
    here = f"/rivals/{rival.id}/lines/{line.id}"
    assert (await theirs.put(f"{here}/state", data={"state": "standing"})).status_code == 303
    refused = await hers.post(
        f"{here}/disputes", data={"reason": " ", "revision": "1", "uid": str(new_uid())}
    )
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    await hers.post(
        f"{here}/disputes", data={"reason": "See **page 9**.", "revision": "1", "uid": str(new_uid())}
    )
    page = (await theirs.get(f"/rivals/{rival.id}?open=say")).text
    assert "<strong>page 9</strong>" in page
    assert "Disputed" in page
    assert "cheaper" not in (await hers.get(f"/rivals/{rival.id}/customer-text")).text
    await deliver("notifier")
    asked = (await theirs.get("/notifications")).text
    assert "says that a line of a rival" in asked
    opened = await theirs.get("/api/v1/notifications")
    assert any(item["url"].endswith(f"/rivals/{rival.id}") for item in opened.json()["items"])
    one = await RivalDispute.get()
    where = f"/rivals/{rival.id}/disputes/{one.id}"
    kept = await theirs.put(f"{where}/decision", data={"decision": "kept", "words": ""})
    assert kept.status_code == 422
    corrected = sent | {
        "decision": "corrected",
        "words": "Right.",
        "text": "We cost less in year four.",
        "base_revision": "1",
    }
    assert (await theirs.put(f"{where}/decision", data=corrected)).status_code == 303
    history = (await hers.get(here)).text
    assert "Right." in history
    assert "Cora corrected the line" in history
    assert "year four" in (await hers.get(f"/rivals/{rival.id}/customer-text")).text
    await deliver("notifier")
    told = (await hers.get("/notifications")).text
    assert "corrected the line that you disputed" in told
    assert "put your line on a rival" in told


async def test_a_stale_edit_keeps_what_was_typed(make: Make, client_of: ClientOf) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording("First."))
    client = await client_of(curator)
    form = {
        "section": "weakness",
        "observed_on": str(today()),
        "certainty": "likely",
        "sendable": "false",
        "base_revision": "1",
    }
    await client.put(f"/rivals/{rival.id}/lines/{line.id}", data=form | {"text": "Second."})
    answer = await client.put(f"/rivals/{rival.id}/lines/{line.id}", data=form | {"text": "Third."})
    assert answer.status_code == 409
    assert "Third." in answer.text
    assert "Second." in answer.text
    again = await client.put(
        f"/rivals/{rival.id}/lines/{line.id}", data=form | {"text": "Third.", "base_revision": "2"}
    )
    assert again.status_code == 303


BAD: list[tuple[str, dict[str, str], str]] = [
    ("lines", {"section": "nonsense"}, "section"),
    ("lines", {"text": "x" * 501}, "text"),
    ("lines", {"observed_on": "2026-02-30"}, "observed_on"),
    ("lines", {"observed_on": "9999-12-31"}, "observed_on"),
    ("shares", {"share": "1" * 40}, "share"),
    ("shares", {"share": "101"}, "share"),
    ("shares", {"share": "NaN"}, "share"),
    ("shares", {"share": "", "place": ""}, "share"),
    ("shares", {"source": ""}, "source"),
    ("shares", {"year": "20261"}, "year"),
]


@pytest.mark.parametrize(("noun", "wrong", "field"), BAD)
async def test_bad_input_is_explained_at_its_field(
    make: Make, client_of: ClientOf, noun: str, wrong: dict[str, str], field: str
) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    good = {
        "lines": {"section": "say", "text": "A line", "observed_on": str(today()), "certainty": "likely"},
        "shares": {
            "region": "East",
            "year": "2026",
            "quarter": "0",
            "share": "12.5",
            "place": "2",
            "source": "Study",
        },
    }[noun]
    client = await client_of(curator)
    answer = await client.post(f"/rivals/{rival.id}/{noun}", data=good | wrong)
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert (await client.post(f"/rivals/{rival.id}/{noun}", data=good)).status_code == 303


async def test_the_matrix_is_kept_by_leads_and_the_team_and_filled_by_curators(
    make: Make, client_of: ClientOf
) -> None:
    member = await make.reader("Mo")
    product = await make.term(Facet.PRODUCT, "LP-480")
    group = await make.group(members=[member])
    rival = await a_rival(make, await make.reader("Cora"))
    here = f"/rivals/matrix/{product.id}"
    client = await client_of(member)
    assert (await client.post(f"{here}/features", data={"name": "Speed"})).status_code == 403
    await audiences.change_group(None, group, name=group.name, description="", product_id=product.id)
    client = await client_of(await make.fresh(member))
    for name in ("Speed", "speed"):
        assert (await client.post(f"{here}/features", data={"name": name})).status_code == 303
    page = (await client.get(here)).text
    assert page.count('<th scope="row">') == 1
    cell = {"value": "200 mm/s", "source": "Data sheet", "observed_on": str(today())}
    feature = page.split("/rivals/features/")[1].split("/")[0]
    assert (await client.put(f"/rivals/features/{feature}/ours", data=cell)).status_code == 303
    assert (await client.put(f"/rivals/features/{feature}/cells/{rival.id}", data=cell)).status_code == 403
    owner = await client_of(await make.fresh(await rival.owner))
    theirs = cell | {"value": "150 mm/s"}
    assert (await owner.put(f"/rivals/features/{feature}/cells/{rival.id}", data=theirs)).status_code == 303
    shown = (await client.get(here)).text
    assert "200 mm/s" in shown
    assert "150 mm/s" in shown
    assert (await client.delete(f"/rivals/features/{feature}")).status_code == 303
    assert "200 mm/s" not in (await client.get(here)).text


@pytest.mark.parametrize(
    ("path", "most"),
    [("/rivals/{id}", 12), ("/rivals/{id}?tab=market", 12), ("/rivals/{id}?open=say", 12), ("/rivals", 10)],
)
async def test_three_hundred_lines_take_no_more_statements(
    make: Make, client_of: ClientOf, path: str, most: int
) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    client = await client_of(curator)

    async def statements() -> int:
        await client.get(path.format(id=rival.id))
        with counted() as found:
            assert (await client.get(path.format(id=rival.id))).status_code == 200
        return len(found)

    first = await write_line(curator, rival, wording())
    await dispute(curator, first, "No.", revision=1)
    few = await statements()
    await _lines(curator, rival, 300)
    assert await statements() == few <= most


async def _lines(curator: Reader, rival: Article, count: int) -> None:
    sections = list(LineSection)
    made = [
        RivalLine(
            digest="",
            article=rival,
            section=sections[n % len(sections)],
            text=f"Line {n}: their service answers after two days and charges for it.",
            observed_on=today(),
            certainty="likely",
            state=LineState.STANDING,
            position=n,
            author_id=curator.id,
            created_at=rival.created_at,
        )
        for n in range(count)
    ]
    await RivalLine.bulk_create(made)
