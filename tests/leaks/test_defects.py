"""Who meets which words about defects, on every surface: a table of people and surfaces, of which all is to be nought.

``pytest -s tests/leaks/test_defects.py`` prints it.
"""

import json
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from hub.identity import Reader
from knowledge.defects import policy
from knowledge.models import Defect
from notifications.live.access import access_to
from notifications.mailer.letters import NotOwed
from notifications.mailer.writing import write
from notifications.models import Mail
from notifications.topics import defect_topic
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.leaks import defects
from tests.leaks.defects import EVERYTHING, SEALED
from tests.leaks.surfaces import addresses
from tests.leaks.world import World, build

ALL = EVERYTHING | {SEALED}
# Where the hub is asked for words.
ASKED = ("search", "similar", "suggest", "palette", "facets", "complet")


def surface_of(url: str) -> str:
    """What a column of the table is called."""
    path = url.partition("?")[0]
    if any(word in path for word in ASKED):
        return "search"
    if path.startswith("/api/"):
        return "api"
    return "files" if path.startswith("/files") else "pages"


def asked(address: str) -> Iterator[str]:
    """An address, and with the beginning of each canary where words can be asked for: no canary is ever sent."""
    yield address
    if any(word in address for word in ASKED) or address in ("/defects/triage", "/topics"):
        for canary in sorted(ALL):
            yield f"{address}?q={canary[:-1]}"


def met(text: str) -> set[str]:
    """The canaries in an answer."""
    text = text.lower().replace("<mark>", "").replace("</mark>", "")
    return {canary for canary in ALL if canary in text}


async def visited(client: httpx.AsyncClient, app: Starlette, world: World) -> dict[str, httpx.Response]:
    return {url: await client.get(url) for address in addresses(app, world, "GET") for url in asked(address)}


async def found(client: httpx.AsyncClient, app: Starlette, world: World) -> dict[str, set[str]]:
    """What somebody meets at each address."""
    answers = await visited(client, app, world)
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []
    told = {}
    for url, answer in answers.items():
        told[url] = met(answer.text + json.dumps(dict(answer.headers)))
    return told


async def letters_to(reader: Reader) -> str:
    """Everything that is mailed to somebody."""
    text = ""
    for mail in await Mail.filter(user_id=reader.id):
        try:
            letter = await write(mail)
        except NotOwed:
            continue
        text += f"{letter.subject}\n{letter.text}\n{letter.html}\n"
    return text


async def test_every_person_meets_on_every_surface_only_what_is_theirs(
    app: Starlette, client_of: ClientOf, make: Make, deliver: Deliver
) -> None:
    world = await build(make)
    await deliver("notifier")
    table: dict[str, Counter[str]] = {}
    leaks: list[str] = []
    for name, (person, allowed) in world.secrets.people.items():
        told = await found(await client_of(person), app, world)
        table[name] = Counter()
        for url, canaries in told.items():
            table[name][surface_of(url)] += len(canaries - allowed)
            leaks += [f"{name}: {canary} at {url}" for canary in canaries - allowed]
        missing = allowed - set().union(*told.values())
        assert not missing, f"{name} does not find {missing}: nothing would be proved"
        if person:
            letters = await letters_to(person)
            table[name]["mail"] += len(met(letters))
            leaks += [f"{name}: {canary} in mail" for canary in met(letters)]
    show(table)
    assert leaks == []


def show(table: dict[str, Counter[str]]) -> None:
    columns = sorted({column for row in table.values() for column in row})
    print("\n" + "".join(f"{title:>10}" for title in ["", *columns]))
    for name, row in table.items():
        print(f"{name:>10}" + "".join(f"{row[column]:>10}" for column in columns))


async def test_a_surface_that_is_opened_by_mistake_is_caught(
    app: Starlette, client_of: ClientOf, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the test above can fail."""
    world = await build(make)
    monkeypatch.setattr(policy, "visible_to", lambda _reader: Defect.all())
    stranger = world.secrets.company.stranger
    told = await found(await client_of(stranger), app, world)
    assert any(defects.REPORT in canaries for canaries in told.values())


async def test_what_is_invisible_is_answered_like_what_does_not_exist(
    app: Starlette, client_of: ClientOf, make: Make
) -> None:
    world = await build(make)
    secrets = world.secrets
    nothing = "D-00000000"
    client = await client_of(secrets.company.admin)
    about = [address for address in addresses(app, world, "GET") if f"/{secrets.main.reference}" in address]
    assert len(about) > 5
    for address in about:
        other = address.replace(secrets.main.reference, nothing)
        invisible, missing = await client.get(address), await client.get(other)
        assert (invisible.status_code, scrubbed(invisible, secrets.main.reference)) == (
            missing.status_code,
            scrubbed(missing, nothing),
        ), address


def scrubbed(answer: httpx.Response, reference: str) -> str:
    """The words of an answer without the address that was asked for."""
    return answer.text.replace(reference, "")


async def test_only_those_who_may_read_a_report_hear_of_it(make: Make) -> None:
    secrets = await defects.build(make)
    access = await access_to(defect_topic(secrets.main.reference))
    assert access
    hearing = {name for name, (person, _) in secrets.people.items() if person and access.hears(person)}
    assert hearing == {"reviewer", "reporter", "widened"}
    reviewing = {name for name, (person, _) in secrets.people.items() if person and access.reviews(person)}
    assert reviewing == {"reviewer"}
