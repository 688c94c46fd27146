"""Settings: the only place that reads the environment (and `.env`)."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.results.indicators.definitions import USUAL, Definitions


class WrongSettings(Exception):
    """One line a setting: its name and what it should be."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("should be an IANA time zone such as Asia/Yekaterinburg")
    return name


def _token(value: SecretStr | None) -> SecretStr | None:
    head, _, tail = (value.get_secret_value() if value else "").partition(":")
    if value and not (head.isdigit() and len(tail) >= 30):
        raise ValueError("should be the token from @BotFather, like 123456:ABC…")
    return value


def _database(url: str | None) -> str | None:
    if url and not url.startswith(("postgresql://", "postgres://", "postgresql+asyncpg://")):
        raise ValueError("should be like postgresql://user:password@host/database")
    return url


def _ids(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.replace(",", " ").split() if part]
    return value


class Settings(BaseSettings):
    """The variables of `.env.example`, checked."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    bot_token: Annotated[SecretStr | None, AfterValidator(_token)] = None
    database_url: Annotated[str | None, AfterValidator(_database)] = None
    data_dir: Path = Path(".data")
    telegram_api_url: HttpUrl = HttpUrl("https://api.telegram.org")
    telegram_proxy: HttpUrl | None = None
    webhook_url: HttpUrl | None = None
    webhook_secret: Annotated[
        SecretStr | None, Field(min_length=16, max_length=256, pattern=r"^[A-Za-z0-9_-]+$")
    ] = None
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    admin_ids: Annotated[list[int], NoDecode, BeforeValidator(_ids)] = []
    default_timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Moscow"
    messages_per_second: Annotated[float, Field(gt=0, le=1000)] = 29.7
    min_group: Annotated[int, Field(ge=3)] = 5
    yearly_minutes: Annotated[int, Field(ge=5, le=600)] = 40
    coverage_of: Literal["young", "all"] = "young"
    coverage_target: Annotated[int, Field(ge=1, le=100)] = USUAL.coverage
    young_years: Annotated[int, Field(ge=0, le=15)] = USUAL.young_years
    satisfied_from: Annotated[int, Field(ge=2, le=10)] = USUAL.satisfied_from
    satisfied_target: Annotated[int, Field(ge=1, le=100)] = USUAL.satisfied
    meetings_a_month: Annotated[int, Field(ge=1, le=31)] = USUAL.monthly
    operator_name: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def token(self) -> str:
        """The bot's token; raises WrongSettings when it is missing."""
        if self.bot_token is None:
            raise WrongSettings("BOT_TOKEN is not set: put the token from @BotFather there")
        return self.bot_token.get_secret_value()

    @property
    def definitions(self) -> Definitions:
        """Of the indicators."""
        return Definitions(
            all_teachers=self.coverage_of == "all",
            young_years=self.young_years,
            satisfied_from=self.satisfied_from,
            monthly=self.meetings_a_month,
            coverage=self.coverage_target,
            satisfied=self.satisfied_target,
        )


def load_settings(**given: object) -> Settings:
    """Reads the environment and `.env`; raises WrongSettings that names each wrong variable."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise WrongSettings(
            "; ".join(f"{_variable(e['loc'])}: {_plain(e['msg'])}" for e in error.errors())
        ) from None
    if settings.webhook_url and not settings.webhook_secret:
        raise WrongSettings("WEBHOOK_SECRET: should be set together with WEBHOOK_URL")
    return settings


def _variable(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper()


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
