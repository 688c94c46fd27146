"""Telegram's HTML: parsed as strictly as Telegram does, into plain text and entities."""

import re
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(r"<|&(?:#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
TAG = re.compile(r"""<(/?)([^\s<>/]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")
ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.:/-]+)))?""")


def utf16(text: str) -> int:
    """Telegram counts in UTF-16 code units: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse(text: str, mode: str, given: list[Entity] | None = None) -> tuple[str, list[Entity]]:
    """Plain text and entities of `text`; raises ApiError where Telegram would."""
    if mode.lower() == "html":
        return trimmed(*HtmlParser(text).run())
    if mode:
        raise bad_request("unsupported parse_mode")
    return trimmed(text, list(given or []))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """White space around a message is cut off; the entities move along."""
    lead = utf16(text) - utf16(text.lstrip())
    plain = text.strip()
    if plain == text:
        return text, entities
    return plain, moved(entities, lead, utf16(plain))


def moved(entities: list[Entity], lead: int, length: int) -> list[Entity]:
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return kept


class HtmlParser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.open: list[tuple[str, Entity]] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        position = 0
        while match := TOKEN.search(self.source, position):
            self.write(self.source[position : match.start()])
            position = self.token(match)
        self.write(self.source[position:])
        if self.open:
            raise broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.parts), self.entities

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16(text)

    def token(self, match: re.Match[str]) -> int:
        if match[0] != "<":
            self.write(character(match[0][1:-1]))
            return match.end()
        tag = TAG.match(self.source, match.start())
        offset = len(self.source[: match.start()].encode())
        if tag is None:
            raise broken(f"Unclosed start tag at byte offset {offset}")
        if tag[1]:
            self.close(tag[2].lower(), offset)
        else:
            self.start(tag[2].lower(), tag[3], offset)
        return tag.end()

    def start(self, name: str, rest: str, offset: int) -> None:
        if name not in TAGS:
            raise broken(f'Unsupported start tag "{name}" at byte offset {offset}')
        attributes = attributes_of(rest, offset)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise broken(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        entity: Entity = {"offset": self.length, "length": 0, "type": TAGS[name]}
        if name == "a":
            entity["url"] = unescape(attributes.get("href", ""))
        self.open.append((name, entity))

    def close(self, name: str, offset: int) -> None:
        if not self.open:
            raise broken(f"Unexpected end tag at byte offset {offset}")
        expected, entity = self.open.pop()
        if name != expected:
            raise broken(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{expected}>", found "</{name}>"'
            )
        entity["length"] = self.length - entity["offset"]
        # A link without an address is plain text for Telegram, and so is an empty tag.
        if entity["length"] and entity.get("url") != "":
            self.entities.append(entity)


def attributes_of(rest: str, offset: int) -> dict[str, str]:
    found = {}
    position = 0
    text = rest.rstrip().removesuffix("/")
    while match := ATTRIBUTE.match(text, position):
        found[match[1].lower()] = match[2] or match[3] or match[4] or ""
        position = match.end()
    if text[position:].strip():
        raise broken(f"Unexpected end of name token at byte offset {offset}")
    return found


def unescape(text: str) -> str:
    return TOKEN.sub(lambda m: m[0] if m[0] == "<" else character(m[0][1:-1]), text)


def character(name: str) -> str:
    if not name.startswith("#"):
        return NAMED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000:
        return chr(number)
    return f"&{name};"


def broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
