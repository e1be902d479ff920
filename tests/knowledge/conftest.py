"""What is true of articles is told by the search engine and by live connections, too."""

from tests.notifications.conftest import gateway
from tests.search.conftest import ask, index

__all__ = ["ask", "gateway", "index"]
