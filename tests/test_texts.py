"""Both languages have the same words, and the code asks for no others."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from handlers.texts import HERE, LANGUAGES, Html, MissingText, Translate

ROOT = Path(__file__).parent.parent
LITERAL = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9_]+)+|menu|help|stop|settings)["']""")
BUILT = re.compile(r"""f["']([a-z]+(?:-[a-z]+)*-)\{""")


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


class Chosen(Visitor):
    """What the variants of all messages are called, but for numbers."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def visit_Variant(self, node: ast.Variant) -> None:
        if isinstance(node.key, ast.Identifier):
            self.keys.add(node.key.name)
        self.generic_visit(node)


def messages(language: str) -> dict[str, set[str]]:
    """Key -> its variables, over all files of a language; a key stands once only."""
    found: dict[str, set[str]] = {}
    for path in sorted((HERE / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                visitor = Variables()
                visitor.visit(entry)
                found[entry.id.name] = visitor.names
    return found


def code() -> str:
    paths = [
        p for folder in ("bot", "handlers", "services") for p in (ROOT / folder).rglob("*.py")
    ]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_both_languages_have_the_same_keys_and_variables() -> None:
    assert messages("ru") == messages("en")


def test_the_files_of_the_languages_have_the_same_names() -> None:
    names = [{path.name for path in (HERE / language).glob("*.ftl")} for language in LANGUAGES]

    assert names[0] == names[1]


def test_every_text_is_used() -> None:
    text = code()
    literal, built = set(LITERAL.findall(text)), tuple(set(BUILT.findall(text)))

    unused = [key for key in messages("ru") if key not in literal and not key.startswith(built)]

    assert unused == []


def test_every_text_asked_for_exists() -> None:
    asked = set(re.findall(r"""\bt\(\s*["']([a-z0-9_-]+)["']""", code()))
    asked |= set(re.findall(r"""(?:UserError|NotFound)\(\s*["']([a-z0-9_-]+)["']""", code()))

    assert asked - set(messages("ru")) == set()


def test_arguments_are_escaped_and_html_is_not() -> None:
    t = Translate("ru")

    assert "&lt;b&gt; &amp;" in t("menu", name="<b> &")
    assert "<b>Анна</b>" in t("menu", name=Html("<b>Анна</b>"))


def test_a_long_text_of_a_person_is_shown_whole() -> None:
    assert "&amp;" * 2000 in Translate("ru")("menu", name="&" * 2000)


@pytest.mark.parametrize(("key", "args"), [("no-such-key", {}), ("menu", {})])
def test_a_missing_key_or_variable_is_a_bug(key: str, args: dict[str, str]) -> None:
    with pytest.raises(MissingText):
        Translate("ru")(key, **args)


def test_variants_are_chosen_by_numbers_only() -> None:
    """Words are put in after Fluent has spoken: it cannot choose by them."""
    chosen = Chosen()
    for path in HERE.rglob("*.ftl"):
        chosen.visit(FluentParser().parse(path.read_text("utf-8")))

    assert chosen.keys - {"zero", "one", "two", "few", "many", "other"} == set()


def test_what_a_person_typed_is_put_in_as_it_is() -> None:
    assert Translate("ru")("menu", name="\N{OBJECT REPLACEMENT CHARACTER}name { $name }") == (
        Translate("ru")("menu", name="X").replace(
            "X", "\N{OBJECT REPLACEMENT CHARACTER}name { $name }"
        )
    )


def test_an_unknown_language_is_russian() -> None:
    assert Translate("de").language == "ru"
