"""Hands the package's parts to the kernel."""

from hub.web.health import register_check
from search import consumers
from search.health import health, measure


def register() -> None:
    """Hand the package's parts to the kernel's registries."""
    consumers.register()
    register_check("search", health)
    measure()
