"""Child servers of a hub that runs on one machine: PostgreSQL and Meilisearch, each in the data directory."""

from hub.embedded.meilisearch import EmbeddedMeilisearch, MeilisearchMissing, start_meilisearch
from hub.embedded.postgres import EmbeddedPostgres, start_postgres
from hub.embedded.processes import ServerFailed

__all__ = [
    "EmbeddedMeilisearch",
    "EmbeddedPostgres",
    "MeilisearchMissing",
    "ServerFailed",
    "start_meilisearch",
    "start_postgres",
]
