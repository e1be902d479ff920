"""E-mail addresses, names and handles, hostile ones included."""

import asyncio

import pytest

from hub.accounts import operations
from hub.accounts.models import Role, User
from hub.accounts.naming import clean_email
from hub.errors import InvalidInput
from tests.conftest import ClientOf
from tests.factories import Make


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ann.Lee@Example.COM ", "ann.lee@example.com"),
        ("ann+forum@example.com", "ann+forum@example.com"),
        ("ann@intranet", "ann@intranet"),
        ("ann@例子.中国", "ann@例子.中国"),
    ],
)
@pytest.mark.pure
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@exa mple.com",
        "ann@example..com",
        "ann\r\nBcc: eve@example.com@example.com",
        "ann@example.com\nBcc: eve@example.com",
        "Ann <ann@example.com>",
        "<script>@example.com",
        "аnn@example.com",  # a Cyrillic а
        "ann\u202e@example.com",
        "ann@[127.0.0.1]",
        "\x00@example.com",
        "\ud800@example.com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 300 + ".com",
    ],
)
@pytest.mark.pure
def test_what_mail_cannot_be_sent_to_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_email(typed)
    assert list(refused.value.errors) == ["email"]


async def test_an_address_belongs_to_one_person_whatever_its_case() -> None:
    await operations.create_user(None, email="ann@example.com", name="Ann")
    with pytest.raises(InvalidInput) as refused:
        await operations.create_user(None, email="ANN@example.com", name="Ann the second")
    assert list(refused.value.errors) == ["email"]


async def test_handles_follow_from_names_or_addresses_and_never_collide(make: Make) -> None:
    await make.group()
    named = [
        ("Ann Lee", "a1@example.com", "ann-lee"),
        ("Ann Lee", "a2@example.com", "ann-lee-2"),
        ("王芳", "wang.fang@example.com", "wang-fang"),
        ("王芳", "wang.fang@example.org", "wang-fang-2"),
        ("Zoë Ångström", "z@example.com", "zoe-angstrom"),
        ("Everyone", "e@example.com", "everyone-2"),
        ("Group1", "g@example.com", "group1-2"),
        ("👍", "+@example.com", "person"),
    ]
    for name, email, handle in named:
        assert (await operations.create_user(None, email=email, name=name)).handle == handle


async def test_people_who_join_at_once_get_different_handles() -> None:
    made = await asyncio.gather(
        *(
            operations.create_user(None, email=f"ann{number}@example.com", name="Ann Lee")
            for number in range(5)
        )
    )
    assert len({user.handle for user in made}) == 5


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\x00", "\ud800", "x" * 101])
async def test_a_name_that_shows_nothing_or_is_endless_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await operations.create_user(None, email="ann@example.com", name=name)
    assert list(refused.value.errors) == ["name"]


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "'; DROP TABLE account; --"],
)
async def test_a_hostile_name_is_shown_as_text(client_of: ClientOf, make: Make, name: str) -> None:
    user = await operations.create_user(None, email="eve@example.com", name=name)
    admin = await client_of(await make.reader(role="admin"))
    for path in (f"/people/{user.handle}", "/admin/people", f"/admin/people/{user.id}", "/admin/audit"):
        page = await admin.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "49" not in (await admin.get(f"/people/{user.handle}")).text.split("<main")[1]


@pytest.mark.parametrize(
    "handle", ["", "a b", "-a", "a-", "a--b", "ä", "everyone", "x" * 40, "a\x00", "../x"]
)
async def test_a_handle_that_cannot_be_mentioned_is_refused(
    client_of: ClientOf, make: Make, handle: str
) -> None:
    reader = await make.reader()
    client = await client_of(reader)
    refused = await client.put("/settings", data={"name": "Ann", "handle": handle})
    assert refused.status_code == 422
    assert 'id="field-handle-error"' in refused.text
    assert (await User.get(id=reader.id)).handle == reader.handle


async def test_nobody_takes_the_handle_of_a_person_or_a_group(client_of: ClientOf, make: Make) -> None:
    reader, other, group = await make.reader(), await make.user(), await make.group()
    client = await client_of(reader)
    for handle in (other.handle, group.handle, other.handle.upper()):
        assert (await client.put("/settings", data={"name": "Ann", "handle": handle})).status_code == 422
    assert (await client.put("/settings", data={"name": "Ann", "handle": "@Ann-Lee"})).status_code == 303
    assert (await client.get("/people/ann-lee")).status_code == 200


async def test_a_placeholder_is_found_again_and_cannot_sign_in() -> None:
    first = await operations.ensure_placeholder("某某 author", source="forum")
    again = await operations.ensure_placeholder("某某 author", source="forum")
    elsewhere = await operations.ensure_placeholder("某某 author", source="another forum")
    assert first.id == again.id != elsewhere.id
    assert (first.active, first.placeholder, first.email) == (False, True, None)
    made = await asyncio.gather(*(operations.ensure_placeholder("At once") for _import in range(4)))
    assert len({user.id for user in made}) == 1


@pytest.mark.parametrize(
    "path", ["/people/nobody", "/people/%00", "/people/%F0%9F%91%8D", "/people/a%2Fb", "/people/" + "x" * 300]
)
async def test_a_person_who_is_not_there_is_not_found(client_of: ClientOf, make: Make, path: str) -> None:
    assert (await (await client_of(await make.reader())).get(path)).status_code == 404


async def test_an_imported_author_leaves_the_plain_handle_to_the_person_themselves() -> None:
    author = await operations.ensure_placeholder("Bo Berg")
    person = await operations.create_user(None, email="bo@example.com", name="Bo Berg", role=Role.MEMBER)
    assert person.handle == "bo-berg"
    assert author.handle == "bo-berg-import"
