"""A clock that is moved by hand, for what the mail does at which hour."""

from datetime import UTC, datetime

import pytest

from notifications.models import Mail, MailState

# Every module of the mail that asks what time it is.
_ASKING = (
    "notifications.digests.gathering",
    "notifications.digests.telling",
    "notifications.mailer.owing",
    "notifications.mailer.writing",
    "notifications.preferences.choosing",
)


class Clock:
    """Tells the mailer what time it is; the database keeps its own time, so what is due is made due there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._at = datetime.now(UTC)
        for module in _ASKING:
            monkeypatch.setattr(f"{module}.now", lambda: self._at)

    async def set(self, text: str) -> None:
        """Let it be that time, in UTC; what is due by then is due."""
        self._at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        await Mail.filter(state=MailState.QUEUED, run_at__lte=self._at).update(
            run_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
