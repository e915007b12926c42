"""Every setting of the registry: the `ISA_*` variables, read from the environment or a `.env` file.

docs/settings.md is made from this class. A wrong setting is told in one line that names the variable, the
value (never a secret) and what is allowed.
"""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.graphql.admission import FreeQuestions
from api.setting_values import absolute_path, bolt_address, distinct_origins, is_loopback, known_zone, web_address
from graph.store.settings import StoreSettings

PREFIX = "ISA_"
ENV_FILE = ".env"
# Read by the tests and the benchmarks, which are not the registry.
FOREIGN = ("ISA_TEST_", "ISA_BENCH_", "ISA_REGISTERS_DIR")
_USER_INFO = re.compile(r"//[^/]*@")


class SettingsError(Exception):
    """A setting is wrong. The message is one line: the variable, its value unless secret, what is allowed."""


def default_data_dir() -> Path:
    """Return the folder for data of this user on this platform, e.g. `~/.local/share/isa-registry`."""
    return user_data_path("isa-registry", appauthor=False)


class Settings(BaseSettings):
    """The settings of one process. Made by `load_settings`, or directly by tests."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    neo4j_uri: str | None = Field(
        default=None,
        description="Address of a Neo4j server, such as `bolt://localhost:7687` or `neo4j+s://host`. "
        "Not set: the embedded engine is used, with its data in `ISA_DATA_DIR`.",
    )
    neo4j_user: str = Field(default="neo4j", description="User to connect to Neo4j as.")
    neo4j_password: SecretStr = Field(
        default=SecretStr(""),
        description="Password of that user. Needed with `ISA_NEO4J_URI`; never shown or logged.",
    )
    neo4j_database: str | None = Field(
        default=None, description="Database to use. Not set: the home database of the user."
    )
    data_dir: Annotated[Path, AfterValidator(absolute_path)] = Field(
        default_factory=default_data_dir,
        description="Folder for the embedded engine's data and keys, for rejected rows and for mappings of headings. "
        "Not set: the folder this platform keeps for the data of programs.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on. 0 takes any free one.")
    trust_network: bool = Field(
        default=False,
        description="`yes` allows `ISA_HOST` to be other than this machine's own address. There is no sign-in yet: "
        "everyone who can reach the port is then the administrator. Say `yes` only where something else keeps "
        "strangers out, such as a container whose port is published on 127.0.0.1 of its host alone.",
    )
    timezone: Annotated[str, AfterValidator(known_zone)] = Field(
        default="Europe/London", description="Time zone that decides which day it is."
    )
    today_fixed: date | None = Field(
        default=None,
        alias="ISA_TODAY",
        description="A day, such as `2026-04-01`, to take for today: for tests and demonstrations.",
    )
    max_depth: int = Field(default=20, ge=1, le=100, description="How deep the fields of a question may nest.")
    max_aliases: int = Field(default=50, ge=0, le=1000, description="How many aliases a question may use.")
    max_tokens: int = Field(
        default=2000,
        ge=10,
        le=20000,
        description="How long a question may be, in tokens: names, values and brackets.",
    )
    max_root_fields: int = Field(
        default=10, ge=1, le=100, description="How many fields a question may ask of the registry itself."
    )
    max_page_size: int = Field(
        default=500, ge=1, le=5000, description="How many items one page of a list may hold (`first`, `last`)."
    )
    statement_timeout: float = Field(
        default=10.0,
        gt=0,
        le=600,
        allow_inf_nan=False,
        description="Seconds that one read of the database may take before it is stopped.",
    )
    write_timeout: float = Field(
        default=60.0,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="Seconds that one batch of a load may take before it is stopped and undone.",
    )
    free_questions: FreeQuestions = Field(
        default=FreeQuestions.EVERYONE,
        description="Who may ask GraphQL of their own: `everyone`, `members`, `administrators` or `nobody`. The others "
        "ask prepared questions, by `documentId` or at `/q`.",
    )
    cors_origins: Annotated[str, AfterValidator(distinct_origins)] = Field(
        default="",
        description="Web pages of other addresses that browsers may let read answers here, such as "
        "`https://dashboards.example.gov.uk`, with commas between. They see what the person at the browser may see.",
    )
    max_file_mb: int = Field(
        default=100, ge=1, le=2000, description="How large a file may be that is loaded, in millions of bytes."
    )
    embedded_heap: str = Field(
        default="256m",
        pattern=r"^[1-9][0-9]*[mg]$",
        description="Largest memory of the embedded engine, such as `256m` or `1g`.",
    )

    rules_file: Annotated[Path, AfterValidator(absolute_path)] | None = Field(
        default=None,
        description="A YAML file that grades gap rules otherwise or switches them off, each with a reason. "
        "Not set: every rule is as it comes.",
    )

    alerts_file: Annotated[Path, AfterValidator(absolute_path)] | None = Field(
        default=None,
        description="A YAML file that says by which channels alerts go out, and how ladders differ here: see "
        "docs/alerts.md. Not set: nothing is sent.",
    )
    public_url: Annotated[str, AfterValidator(web_address)] | None = Field(
        default=None,
        description="The address at which people reach the registry, such as `https://sharing.example.gov.uk`: the "
        "links in alerts begin with it. Not set: `ISA_HOST` and `ISA_PORT`.",
    )

    link_secret: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="A secret of at least 32 characters, such as `openssl rand -hex 32` makes, by which the links in "
        "alerts are signed that acknowledge, snooze or mute them. Not set: alerts have no such links.",
    )

    @field_validator("neo4j_uri")
    @classmethod
    def _uri_is_bolt(cls, value: str | None) -> str | None:
        return None if value is None else bolt_address(value)

    @model_validator(mode="after")
    def _password_comes_with_address(self) -> Self:
        if self.neo4j_uri is not None and not self.neo4j_password.get_secret_value():
            raise ValueError(
                "ISA_NEO4J_PASSWORD is not set and ISA_NEO4J_URI is: put the password into the environment or "
                "into a .env file"
            )
        return self

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The addresses of `ISA_CORS_ORIGINS`."""
        return tuple(filter(None, self.cors_origins.split(",")))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone that decides which day it is."""
        return ZoneInfo(self.timezone)

    def today(self) -> date:
        """Return the registry's today: `ISA_TODAY` if set, else the day it is in `ISA_TIMEZONE`."""
        return self.today_fixed or datetime.now(self.zone).date()

    def address(self) -> str:
        """Return the address of the registry for links that leave it, without a slash at its end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    def store_settings(self) -> StoreSettings:
        """Return what the store needs to know to find and use its engine."""
        return StoreSettings(
            uri=self.neo4j_uri,
            user=self.neo4j_user,
            password=self.neo4j_password.get_secret_value(),
            database=self.neo4j_database,
            data_dir=self.data_dir,
            read_timeout=self.statement_timeout,
            write_timeout=self.write_timeout,
            embedded_heap=self.embedded_heap,
        )

    def refuse_exposure(self) -> None:
        """Raise SettingsError where others could reach a server that knows no sign-in."""
        if not self.trust_network and not is_loopback(self.host):
            raise SettingsError(
                f"ISA_HOST is {self.host}, which others can reach, and there is no sign-in yet: the caller would be "
                "the administrator. Use 127.0.0.1, or set ISA_TRUST_NETWORK=yes if something else keeps strangers out."
            )


def variable(field: str) -> str:
    """Return the variable that sets a field of `Settings`, e.g. `ISA_PORT`."""
    return Settings.model_fields[field].alias or PREFIX + field.upper()


def is_secret(field: str) -> bool:
    """Say whether the value of a field must never be shown."""
    return Settings.model_fields[field].annotation in (SecretStr, SecretStr | None)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings, with `overrides` by field name taking precedence over the environment.

    Raises SettingsError on a value that is not allowed and on an `ISA_*` variable that is none of ours,
    since a misspelt one would otherwise be passed over in silence.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as wrong:
        raise SettingsError(_one_line(wrong)) from None


def _names_in_env_file() -> set[str]:
    try:
        return set(dotenv_values(ENV_FILE, encoding="utf-8", interpolate=False))
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(f"{ENV_FILE} in this folder cannot be read: {unreadable}") from unreadable


def _refuse_unknown_variables() -> None:
    known = {variable(field) for field in Settings.model_fields}
    for name in sorted({*os.environ, *_names_in_env_file()}):
        if name.startswith(PREFIX) and name not in known and not name.startswith(FOREIGN):
            near = get_close_matches(name.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], n=1)
            hint = f" Did you mean {PREFIX}{near[0]}?" if near else " The settings are listed in docs/settings.md."
            raise SettingsError(f"{name} is no setting of the registry.{hint}")


def _one_line(wrong: ValidationError) -> str:
    return "; ".join(_tell(dict(error)) for error in wrong.errors(include_url=False))


def allowed(field: str) -> str:
    """Return in words what a field of `Settings` may be, e.g. `a whole number from 0 to 65535`."""
    info = Settings.model_fields[field]
    if info.annotation is bool:
        return "yes or no"
    if info.annotation == date | None:
        return "a day such as 2026-04-01"
    if info.annotation in (int, float):
        kind = "a whole number" if info.annotation is int else "a number"
        low, above, high = (
            next((getattr(rule, name) for rule in info.metadata if hasattr(rule, name)), None)
            for name in ("ge", "gt", "le")
        )
        return f"{kind} {f'from {low}' if low is not None else f'above {above}'} to {high}"
    if field == "free_questions":
        return " or ".join(FreeQuestions)
    if field == "embedded_heap":
        return "a size such as 256m or 1g"
    return "text"


def _tell(error: dict[str, Any]) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    if not error["loc"]:
        return said
    place = str(error["loc"][0])
    field = place if place in Settings.model_fields else _field_of(place)
    shown = "" if is_secret(field) else f" is {_USER_INFO.sub('//...@', str(error['input']))!r}"
    why = said if error["type"] == "value_error" else f"must be {allowed(field)}"
    return f"{variable(field)}{shown}: it {why}"


def _field_of(alias: str) -> str:
    by_alias = {info.alias: name for name, info in Settings.model_fields.items()}
    return by_alias[alias]
