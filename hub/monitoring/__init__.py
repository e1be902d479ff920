"""What an operator sees of a running process: request ids, logs, metrics."""

from hub.monitoring.metrics import on_scrape
from hub.monitoring.requests import Observed
from hub.monitoring.serving import monitored

__all__ = ["Observed", "monitored", "on_scrape"]
