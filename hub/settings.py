"""Settings, read once from environment variables that begin with ``HUB_``; `docs/settings.md` explains each."""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set. The defaults run a whole hub on one machine."""

    model_config = SettingsConfigDict(env_prefix="HUB_", extra="ignore")

    data_dir: Path = Field(Path("var"), description="Folder for everything the hub keeps on this machine.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the web server listens on.")
    base_url: str = Field(
        "", description="Public address of the hub, used in mail; default http://HOST:PORT."
    )
    database_url: str = Field(
        "", description="PostgreSQL server; empty starts an embedded one in the data folder."
    )
    database_pool: int = Field(
        10, ge=2, le=200, description="Connections a process may open to the database."
    )
    meili_url: str = Field("", description="Meilisearch server; empty starts a local one in the data folder.")
    meili_key: str = Field("", description="Key for the Meilisearch server named by HUB_MEILI_URL.")
    meili_index: str = Field(
        "hub", description="Name of the index, for several hubs on one Meilisearch server."
    )
    smtp_url: str = Field(
        "",
        description="smtp://user:password@host:587 (STARTTLS) or smtps://…:465; empty writes mail to a folder.",
    )
    mail_from: str = Field("Hub <hub@localhost>", description="Sender of every mail.")
    bounce_address: str = Field(
        "",
        description="Where undeliverable mail goes, with +TOKEN before the @; empty sends it to the sender.",
    )
    secret_key: str = Field(
        "",
        description="Signs invitation, reset and unsubscribe links; empty keeps a generated one in the data folder.",
    )
    max_upload: int = Field(25 * 1024 * 1024, ge=1, description="Largest uploaded file, in bytes.")
    drain_seconds: float = Field(
        5.0,
        ge=0,
        le=300,
        description="How long a stopping process still serves while its proxy looks elsewhere.",
    )
    metrics_port: int = Field(
        0, ge=0, le=65535, description="Port for metrics and health of this process; 0 opens none."
    )
    metrics_host: str = Field("127.0.0.1", description="Address for HUB_METRICS_PORT.")
    log_format: Literal["text", "json"] = Field("text", description="Lines for people, or JSON for programs.")
    log_requests: Literal["notable", "all"] = Field(
        "notable", description="Which requests are logged; notable ones change something, fail or are slow."
    )
    forwarded_allow_ips: str = Field(
        "",
        description="Addresses of the proxies whose X-Forwarded headers are believed; empty believes none.",
    )
    name: str = Field("Hub", description="Name shown on every page.")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def address(self) -> str:
        """The public address, without a slash at its end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        return urlsplit(self.address).scheme == "https"

    def signing_key(self) -> bytes:
        """The key for signed links; made and stored (mode 0600) in the data folder when none is set."""
        return (self.secret_key or self._stored_key()).encode()

    def _stored_key(self) -> str:
        path = self.data_dir / "secret_key"
        try:
            return path.read_text()
        except FileNotFoundError:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            own = path.with_name(f"secret_key.{secrets.token_hex(4)}")
            own.touch(mode=0o600)
            own.write_text(secrets.token_urlsafe(48))
            # Two processes may start at once: the first link wins and both read the same key.
            try:
                path.hardlink_to(own)
            except FileExistsError:
                return path.read_text()
            finally:
                own.unlink()
            return path.read_text()


@lru_cache
def _from_environment() -> Settings:
    return Settings()


_in_use: list[Settings] = []


def get_settings() -> Settings:
    """The settings of this process."""
    return _in_use[-1] if _in_use else _from_environment()


def use_settings(settings: Settings) -> None:
    """Make `settings` those of this process: the environment's, completed with the addresses of child servers."""
    _in_use[:] = [settings]
