"""Settings: what they default to, and the one line that tells a wrong one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Self

import pytest

from api.setting_values import is_loopback
from api.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `ISA_*` variable and no .env file but the test's own."""
    import os

    for name in list(os.environ):
        if name.startswith("ISA_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_the_embedded_engine_serves_this_machine() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.timezone) == ("127.0.0.1", 8000, "Europe/London")
    store = settings.store_settings()
    assert (store.uri, store.database, store.read_timeout, store.write_timeout) == (None, None, 10.0, 60.0)
    assert store.data_dir.name == "isa-registry"
    settings.refuse_exposure()


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("ISA_PORT", "99999", "ISA_PORT is '99999': it must be a whole number from 0 to 65535"),
        ("ISA_PORT", "http", "ISA_PORT is 'http': it must be a whole number from 0 to 65535"),
        ("ISA_TODAY", "soon", "ISA_TODAY is 'soon': it must be a day such as 2026-04-01"),
        (
            "ISA_TIMEZONE",
            "Mars",
            "ISA_TIMEZONE is 'Mars': it must be a time zone of the IANA database, such as Europe/London",
        ),
        ("ISA_TRUST_NETWORK", "perhaps", "ISA_TRUST_NETWORK is 'perhaps': it must be yes or no"),
        ("ISA_EMBEDDED_HEAP", "lots", "ISA_EMBEDDED_HEAP is 'lots': it must be a size such as 256m or 1g"),
        ("ISA_STATEMENT_TIMEOUT", "nan", "ISA_STATEMENT_TIMEOUT is 'nan': it must be a number above 0 to 600"),
        ("ISA_MAX_DEPTH", "0", "ISA_MAX_DEPTH is '0': it must be a whole number from 1 to 100"),
        (
            "ISA_NEO4J_URI",
            "http://localhost:7474",
            "ISA_NEO4J_URI is 'http://localhost:7474': it must begin with one of bolt://, bolt+s://, bolt+ssc://, "
            "neo4j://, neo4j+s://, neo4j+ssc://",
        ),
        (
            "ISA_NEO4J_URI",
            "bolt://",
            "ISA_NEO4J_URI is 'bolt://': it names no host: write bolt://host:7687 or neo4j+s://host",
        ),
        (
            "ISA_NEO4J_URI",
            "bolt://host",
            "ISA_NEO4J_PASSWORD is not set and ISA_NEO4J_URI is: put the password into the environment or into a "
            ".env file",
        ),
        ("ISA_NEO4J_URL", "bolt://host", "ISA_NEO4J_URL is no setting of the registry. Did you mean ISA_NEO4J_URI?"),
        ("ISA_COLOUR", "red", "ISA_COLOUR is no setting of the registry. The settings are listed in docs/settings.md."),
    ],
)
def test_a_wrong_one_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert str(told.value) == line


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("*", "must name the pages: * would let every page that somebody opens read the registry"),
        ("dashboards.example", "must be addresses without a path, such as https://dashboards.example.gov.uk"),
        ("https://one.example/path", "must be addresses without a path, such as https://dashboards.example.gov.uk"),
    ],
)
def test_other_pages_are_named(monkeypatch: pytest.MonkeyPatch, value: str, why: str) -> None:
    monkeypatch.setenv("ISA_CORS_ORIGINS", f"https://fine.example,{value}")
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert str(told.value) == f"ISA_CORS_ORIGINS is 'https://fine.example,{value}': it {why}"
    monkeypatch.setenv("ISA_CORS_ORIGINS", "https://Fine.example/, http://two.example:3000,https://fine.example")
    assert load_settings().origins == ("https://fine.example", "http://two.example:3000")


def test_a_password_is_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISA_NEO4J_URI", "bolt://neo4j:hunter2@host:7687")
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert "hunter2" not in str(told.value)
    assert str(told.value).startswith("ISA_NEO4J_URI is 'bolt://...@host:7687': it must not hold a user or password")
    settings = load_settings(neo4j_uri="bolt://host", neo4j_password="hunter2")
    assert "hunter2" not in repr(settings) + str(settings) + repr(settings.store_settings())
    assert settings.store_settings().password == "hunter2"


def test_a_file_is_read_and_the_environment_goes_before_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ISA_PORT=9001\nISA_HOST=::1\nNEO4J_HEAP=1g\n", encoding="utf-8")
    monkeypatch.setenv("ISA_PORT", "9002")
    settings = load_settings()
    assert (settings.port, settings.host) == (9002, "::1")
    assert load_settings(port=9003).port == 9003


def test_a_misspelt_variable_in_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ISA_PROT=9001\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^ISA_PROT is no setting of the registry\. Did you mean ISA_PORT\?$"):
        load_settings()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"ISA_PORT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^\.env in this folder cannot be read: "):
        load_settings()


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISA_NEO4J_URI", "")
    monkeypatch.setenv("ISA_PORT", "")
    settings = load_settings()
    assert (settings.neo4j_uri, settings.port) == (None, 8000)


def test_what_tests_and_benchmarks_read_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISA_TEST_NEO4J_URI", "bolt://elsewhere")
    monkeypatch.setenv("ISA_REGISTERS_DIR", "elsewhere")
    assert load_settings().neo4j_uri is None


def test_today_is_the_day_in_the_time_zone_or_the_one_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    class HalfPastMidnightInSummer(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Self:
            return cls(2026, 6, 30, 23, 30, tzinfo=dt.UTC).astimezone(tz)

    monkeypatch.setattr("api.settings.datetime", HalfPastMidnightInSummer)
    assert load_settings().today() == dt.date(2026, 7, 1)
    assert load_settings(timezone="UTC").today() == dt.date(2026, 6, 30)
    monkeypatch.setenv("ISA_TODAY", "2026-04-01")
    assert load_settings().today() == dt.date(2026, 4, 1)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "registry.example.org"])
def test_a_server_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(SettingsError) as told:
        load_settings(host=host).refuse_exposure()
    assert str(told.value) == (
        f"ISA_HOST is {host}, which others can reach, and there is no sign-in yet: the caller would be the "
        "administrator. Use 127.0.0.1, or set ISA_TRUST_NETWORK=yes if something else keeps strangers out."
    )
    load_settings(host=host, trust_network=True).refuse_exposure()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine_alone_is_known(host: str) -> None:
    assert is_loopback(host)


def test_settings_of_a_process_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings(_env_file=None).port = 1  # type: ignore[misc]
