"""Reporting: to the team that answers for the product, after its names were read, and once however often it is sent."""

import re

from hub.audiences import membership
from hub.database import new_uid
from knowledge.models import Defect
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.defects.factories import Team, a_team


def form(team: Team, **fields: object) -> dict[str, str]:
    sent = {
        "kind": "technical",
        "origin": "own",
        "product": team.product.key,
        "severity": "high",
        "title": "The ribbon tears at low speed",
        "body": "Below 40 mm/s, **every** roll.",
        "uid": new_uid(),
    }
    return {name: str(value) for name, value in (sent | fields).items()}


def readers_named(page: str) -> str:
    [agreement] = re.findall(r'name="readers" value="([0-9a-f]+)"', page)
    return str(agreement)


async def test_nothing_is_kept_before_the_page_named_those_who_will_read_it(
    make: Make, client_of: ClientOf
) -> None:
    rep, nora, absent = await make.reader(), await make.reader("Nora Vogt"), await make.reader("Bo Lind")
    team = await a_team(make, nora)
    client = await client_of(rep)
    refused = await client.post("/defects", data=form(team))
    assert refused.status_code == 409
    assert nora.name in refused.text
    assert absent.name not in refused.text
    assert "every** roll" in refused.text
    assert not await Defect.exists()
    sent = form(team, readers=readers_named(refused.text))
    await membership.join(None, team.group, absent.id)
    again = await client.post("/defects", data=sent)
    assert again.status_code == 409
    assert absent.name in again.text
    kept = await client.post("/defects", data=sent | {"readers": readers_named(again.text)})
    defect = await Defect.get()
    assert kept.headers["location"] == f"/defects/{defect.reference}"
    assert (await client.get(f"/defects/{defect.reference}")).text.count("Below 40 mm/s") == 1
