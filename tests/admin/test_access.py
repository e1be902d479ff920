"""The administration exists for admins alone."""

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from hub import composition
from hub.accounts import sessions
from hub.identity import Reader
from tests.conftest import ClientOf
from tests.factories import Make

PAGES = [
    "/admin",
    "/admin/people",
    "/admin/people/1",
    "/admin/groups",
    "/admin/groups/1",
    "/admin/audiences",
    "/admin/audiences/1",
    "/admin/spaces",
    "/admin/spaces/1",
    "/admin/vocabulary",
    "/admin/vocabulary/1",
    "/admin/deliveries",
    "/admin/audit",
    "/admin/system",
]


def admin_routes() -> list[tuple[str, str]]:
    """Every method and path of the administration, with the id 1."""

    def known(route: BaseRoute) -> bool:
        return isinstance(route, Route) and route.path.startswith("/admin")

    return sorted(
        (method, route.path.replace("{id:int}", "1"))
        for route in filter(known, composition.page_routes())
        if isinstance(route, Route)
        for method in (route.methods or ())
        if method != "HEAD"
    )


async def furnish(make: Make) -> None:
    """One of everything, so that no page is missing for want of its thing."""
    person = await make.reader()
    await make.group("Support", [person])
    await make.space()
    await make.term()


async def test_an_admin_sees_every_page(client_of: ClientOf, make: Make) -> None:
    await furnish(make)
    client = await client_of(await make.reader(role="admin"))
    for path in PAGES:
        assert (await client.get(path)).status_code == (303 if path == "/admin" else 200), path


@pytest.mark.parametrize("role", ["member", "lead"])
async def test_nobody_else_learns_that_there_is_an_administration(
    client_of: ClientOf, make: Make, role: str
) -> None:
    await furnish(make)
    client = await client_of(await make.reader(role=role))
    nowhere = (await client.get("/nowhere")).text
    asked = admin_routes()
    assert len(asked) > 30
    for method, path in asked:
        answer = await client.request(method, path)
        assert answer.status_code == 404, (method, path)
        assert answer.text == nowhere, (method, path)


async def test_a_guest_is_sent_to_sign_in_and_changes_nothing(client_of: ClientOf, make: Make) -> None:
    await furnish(make)
    await make.reader(role="admin")
    guest = await client_of(None)
    for method, path in admin_routes():
        answer = await guest.request(method, path)
        assert answer.status_code == (303 if method == "GET" else 401), (method, path)


async def test_what_is_not_there_is_not_found(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader(role="admin"))
    for path in PAGES:
        if path.endswith("/1"):
            for id_ in ("4711", "9" * 30):
                assert (await client.get(path[:-1] + id_)).status_code == 404, path


async def test_the_menu_leads_admins_and_nobody_else_there(
    app: Starlette, client_of: ClientOf, make: Make
) -> None:
    async def start_page(reader: Reader) -> str:
        return (await (await client_of(reader)).get("/settings")).text

    assert 'href="/admin"' in await start_page(await make.reader(role="admin"))
    assert 'href="/admin"' not in await start_page(await make.reader(role="lead"))


async def test_a_token_of_an_admin_opens_no_page_of_the_administration(
    client_of: ClientOf, make: Make
) -> None:
    await furnish(make)
    admin = await make.reader(role="admin")
    browser, program = await client_of(admin), await client_of(None)
    _token, secret = await sessions.create_token(admin.id, "a script")
    program.headers["Authorization"] = f"Bearer {secret}"
    assert (await program.get("/api/v1/me")).json()["role"] == "admin"
    for method, path in admin_routes():
        if method == "GET":
            assert (await browser.get(path)).status_code in (200, 303), path
        assert (await program.request(method, path)).status_code == 403, path
