"""Telegram's HTML, as strict as Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import parse, utf16
from bot.sandbox.errors import ApiError


@pytest.mark.parametrize(
    ("source", "plain", "found"),
    [
        ("<b>да</b>", "да", [("bold", 0, 2)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
        ("😀<u>a</u>", "😀a", [("underline", 2, 1)]),
        ("<s>a</s><code>b</code>", "ab", [("strikethrough", 0, 1), ("code", 1, 1)]),
        ("<pre>a\nb</pre>", "a\nb", [("pre", 0, 3)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("  \n<b>a</b> ", "a", [("bold", 0, 1)]),
        ("a &lt; b &amp;&amp; c > d", "a < b && c > d", []),
        ("&nbsp;&#1103;&#x44f;", "&nbsp;яя", []),
        ("<a>не ссылка</a>", "не ссылка", []),
    ],
)
def test_markup_becomes_plain_text_and_entities(
    source: str, plain: str, found: list[tuple[str, int, int]]
) -> None:
    text, entities = parse(source, "HTML")
    assert text == plain
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == found


def test_a_link_keeps_its_address() -> None:
    _, [link] = parse('<a href="https://t.me/bot?start=a&amp;b=1">войти</a>', "html")
    assert (link["type"], link["url"]) == ("text_link", "https://t.me/bot?start=a&b=1")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("я<b>a</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<script>a</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("2 < 3", "Unclosed start tag at byte offset 2"),
        ("2 <> 3", 'Unsupported start tag "" at byte offset 2'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x" ="y">a</a>', "Unexpected end of name token at byte offset 0"),
    ],
)
def test_bad_markup_is_refused_with_the_place(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_without_a_parse_mode_markup_is_text_and_other_modes_are_refused() -> None:
    bold = {"type": "bold", "offset": 1, "length": 3}
    assert parse("<b>", "") == ("<b>", [])
    assert parse(" да ", "", [bold]) == ("да", [{"type": "bold", "offset": 0, "length": 2}])
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        parse("*a*", "MarkdownV2")


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain, entities = parse(f"<b>{escaped}</b>", "HTML")
    assert plain == text.strip()
    assert [entity["length"] for entity in entities] == ([utf16(plain)] if plain else [])
