"""What the readers of a thread are told of reports of it, and what links to reports say."""

import pytest

from hub.identity import Reader
from knowledge.defects import deciding, topics
from knowledge.models import Defect
from tests.conftest import ClientOf
from tests.defects import Company
from tests.factories import Make

CANARY = "quagga"


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


async def line(client_of: ClientOf, reader: Reader, thread_id: int) -> str:
    return (await (await client_of(reader)).get(f"/articles/from-thread/{thread_id}")).text


async def test_a_thread_says_in_one_line_where_its_reports_stand(
    company: Company, client_of: ClientOf
) -> None:
    thread = await company.make.thread(company.stranger)
    assert "Reported to the product team" not in await line(client_of, company.stranger, thread.id)
    defect = await company.report(CANARY, CANARY, thread=thread)
    second = await company.report(CANARY, CANARY, thread=thread, by=company.second)
    await deciding.accept(company.reviewer, defect, version=defect.version)
    await company.dismiss()
    for reader in company.kept_out.values():
        shown = await line(client_of, reader, thread.id)
        assert shown.count("Reported to the product team") == shown.count("Accepted") == 1
        for secret in (CANARY, defect.reference, second.reference, company.reporter.name, "/defects/"):
            assert secret not in shown
    shown = await line(client_of, company.reporter, thread.id)
    assert f'href="/defects/{defect.reference}"' in shown
    assert second.reference not in shown
    shown = await line(client_of, company.reviewer, thread.id)
    assert defect.reference in shown
    assert second.reference in shown


async def test_a_link_says_the_title_to_readers_of_the_report_alone(
    company: Company, client_of: ClientOf
) -> None:
    defect = await company.widen(await company.report(CANARY))
    sealed = await company.sealed()
    await Defect.filter(id=sealed.id).update(title=CANARY)
    topic = await topics.publish(
        company.reviewer,
        company.team,
        topics.Words("Thinner?", "Yes?"),
        audience=await company.make.audience(company.widened),
    )
    await company.dismiss()
    keys = {kind: f"{kind}:{key}" for kind, key in (("defect", defect.reference), ("topic", topic.uid))}
    of_sealed = f"defect:{sealed.reference}"
    asked = [*keys.values(), of_sealed, "defect:D-00000000"]
    text = f"See /defects/{defect.reference} and [[defect:{sealed.reference}]]."

    async def known(reader: Reader) -> dict[str, str]:
        answer = await (await client_of(reader)).post("/references", json={"references": asked})
        return {key: target["title"] for key, target in answer.json().items()}

    titled = {keys["defect"]: f"{CANARY} ({defect.reference})", of_sealed: sealed.reference}
    assert await known(company.reporter) == titled
    assert await known(company.reviewer) == titled | {keys["topic"]: "Thinner?"}
    assert await known(await company.make.fresh(company.widened)) == {
        keys["defect"]: titled[keys["defect"]],
        keys["topic"]: "Thinner?",
    }
    for reader in (company.stranger, company.admin, company.former):
        assert await known(reader) == {}
        client = await client_of(reader)
        assert (await client.get(f"/references/{keys['defect'].replace(':', '/')}")).status_code == 404
    thread = await company.make.thread(company.stranger, body=text)
    page = (await (await client_of(company.stranger)).get(f"/threads/{thread.id}")).text
    assert f'data-reference="{of_sealed}"' in page
    assert CANARY not in page
