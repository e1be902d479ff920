"""How much one person, and one connection, may ask of a gateway process."""

import time
from collections import deque

SOCKETS_A_PERSON = 30
CONNECTS_A_MINUTE = 90
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


class Connects:
    """Counts connections a minute by person."""

    def __init__(self) -> None:
        self._recent: dict[int, deque[float]] = {}

    def admit(self, user_id: int) -> bool:
        """Whether this person may connect once more now; refused tries do not count."""
        before = time.monotonic() - 60
        self._forget_idle(before)
        recent = self._recent.pop(user_id, None) or deque()
        while recent and recent[0] < before:
            recent.popleft()
        self._recent[user_id] = recent
        if len(recent) >= CONNECTS_A_MINUTE:
            return False
        recent.append(time.monotonic())
        return True

    def _forget_idle(self, before: float) -> None:
        # Whoever tried last stands at the end, so those who stay away gather at the front.
        while self._recent:
            user_id, recent = next(iter(self._recent.items()))
            if recent[-1] >= before:
                return
            del self._recent[user_id]
