import re

import pytest

from bot.config import Settings, WrongSettings, load_settings
from services.results.indicators.definitions import Definitions
from tests.test_texts import ROOT

TOKEN = "123456:" + "A" * 35


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(str(tmp_path))


def test_nothing_set_is_fine_for_a_demo() -> None:
    settings = load_settings()

    assert settings.database_url is None
    assert settings.messages_per_second == 29.7


def test_the_token_is_asked_for_by_name_when_it_is_needed() -> None:
    with pytest.raises(WrongSettings, match=r"BOT_TOKEN .*@BotFather"):
        _ = load_settings().token


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BOT_TOKEN", "hello", "BOT_TOKEN: should be the token from @BotFather"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL: should be like postgresql://"),
        ("DEFAULT_TIMEZONE", "Moscow", "DEFAULT_TIMEZONE: should be an IANA time zone"),
        ("HTTP_PORT", "99999", "HTTP_PORT: Input should be less than or equal to 65535"),
        ("HTTP_PORT", "x", "HTTP_PORT: Input should be a valid integer"),
        ("MIN_GROUP", "2", "MIN_GROUP: Input should be greater than or equal to 3"),
        ("MESSAGES_PER_SECOND", "5000", "MESSAGES_PER_SECOND: Input should be less than"),
        ("ADMIN_IDS", "12,x", "ADMIN_IDS: Input should be a valid integer"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: Input should be 'DEBUG'"),
        ("TELEGRAM_API_URL", "nowhere", "TELEGRAM_API_URL: Input should be a valid URL"),
        ("WEBHOOK_SECRET", "short", "WEBHOOK_SECRET: "),
        ("WEBHOOK_URL", "https://example.org/telegram", "WEBHOOK_SECRET: should be set together"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(WrongSettings) as caught:
        load_settings()
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "x")
    monkeypatch.setenv("MIN_GROUP", "1")

    with pytest.raises(WrongSettings, match=r"HTTP_PORT.*; MIN_GROUP"):
        load_settings()


def test_the_token_does_not_show() -> None:
    settings = load_settings(bot_token=TOKEN)

    assert TOKEN not in repr(settings)
    assert settings.token == TOKEN


def test_numbers_of_administrators_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", "1, 2 3")

    assert load_settings().admin_ids == [1, 2, 3]


def test_indicators_are_counted_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().definitions == Definitions()
    for name, value in {
        "COVERAGE_OF": "all", "YOUNG_YEARS": "5", "SATISFIED_FROM": "8", "MEETINGS_A_MONTH": "4",
        "COVERAGE_TARGET": "90", "SATISFIED_TARGET": "60",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    assert load_settings().definitions == Definitions(True, 5, 8, 4, 90, 60)


def test_the_example_names_every_variable() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert named == {name.upper() for name in Settings.model_fields}
