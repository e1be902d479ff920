"""How much one person, and one connection, may ask of a gateway process."""

import time
from collections import deque

SOCKETS_A_PERSON = 30
CONNECTS_A_MINUTE = 90
EXPLANATIONS_AT_ONCE = 20
EXPLANATIONS_A_SECOND = 0.2
MESSAGES_AT_ONCE = 40
MESSAGES_A_SECOND = 5.0


class Allowance:
    """A token bucket: `burst` at once, `per_second` in the long run."""

    __slots__ = ("_at", "_burst", "_left", "_per_second")

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._left = self._burst
        self._at = time.monotonic()

    def take(self) -> bool:
        """Use one up; False when none is left."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class _Recent:
    """What one person did lately."""

    __slots__ = ("connects", "explanations", "tried_at")

    def __init__(self) -> None:
        self.connects: deque[float] = deque()
        self.explanations = Allowance(EXPLANATIONS_AT_ONCE, EXPLANATIONS_A_SECOND)
        self.tried_at = 0.0


class Connects:
    """Counts connections a minute by person."""

    def __init__(self) -> None:
        # Whoever tried last stands at the end, so those who stay away gather at the front.
        self._recent: dict[int, _Recent] = {}

    def admit(self, user_id: int) -> bool:
        """Whether this person may connect once more now; refused tries do not count."""
        before = time.monotonic() - 60
        recent = self._tried(user_id)
        while recent.connects and recent.connects[0] < before:
            recent.connects.popleft()
        if len(recent.connects) >= CONNECTS_A_MINUTE:
            return False
        recent.connects.append(recent.tried_at)
        return True

    def explain(self, user_id: int) -> bool:
        """Whether to tell somebody why they are refused; not for ever to a client that does not listen."""
        return self._tried(user_id).explanations.take()

    def _tried(self, user_id: int) -> _Recent:
        now = time.monotonic()
        recent = self._recent.pop(user_id, None) or _Recent()
        self._recent[user_id] = recent
        recent.tried_at = now
        while (idle := next(iter(self._recent))) and self._recent[idle].tried_at < now - 60:
            del self._recent[idle]
        return recent
