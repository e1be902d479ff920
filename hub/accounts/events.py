"""What happened to accounts."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class PersonInvited(Event):
    """An invitation waits for its mail."""

    invitation_id: int


@dataclass(frozen=True)
class PasswordResetRequested(Event):
    """Somebody asked for a new password."""

    password_reset_id: int


@dataclass(frozen=True)
class PersonChanged(Event):
    """Somebody's name, handle or picture changed, wherever it is shown."""

    user_id: int
