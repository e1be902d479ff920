"""Signed links: good for one purpose and one row, and for nothing that was not signed."""

import pytest

from hub.accounts.links import Purpose, link_for, open_link, token_for
from hub.database import new_uid
from hub.settings import Settings, get_settings, use_settings

pytestmark = pytest.mark.usefixtures("settings")


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_opens_what_it_was_made_for_and_nothing_else(purpose: Purpose) -> None:
    uid = new_uid()
    token = token_for(purpose, uid)
    assert link_for(purpose, uid).startswith(f"{get_settings().address}/")
    assert link_for(purpose, uid).endswith(f"/{token}")
    assert open_link(purpose, token) == uid
    for other in set(Purpose) - {purpose}:
        assert open_link(other, token) is None


@pytest.mark.parametrize(
    "damage", ["", "x", "é" * 43, "=" * 43, "A" * 43, "A" * 44, "A" * 10_000, "\x00" * 43]
)
def test_what_was_not_signed_opens_nothing(damage: str) -> None:
    assert open_link(Purpose.INVITATION, damage) is None


def test_no_changed_character_goes_unnoticed() -> None:
    token = token_for(Purpose.INVITATION, new_uid())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for position, right in enumerate(token):
        for wrong in alphabet.replace(right, ""):
            assert open_link(Purpose.INVITATION, token[:position] + wrong + token[position + 1 :]) is None


def test_another_key_opens_nothing(settings: Settings) -> None:
    token = token_for(Purpose.INVITATION, new_uid())
    use_settings(settings.model_copy(update={"secret_key": "another key"}))
    try:
        assert open_link(Purpose.INVITATION, token) is None
    finally:
        use_settings(settings)
    assert open_link(Purpose.INVITATION, token)
