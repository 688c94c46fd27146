"""Which themes a typed answer speaks of, by the stems of its words. Rules only, no database.

What is not wanted and what is missing is still what somebody speaks of: there is no sense for
negations here, and none is needed.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer
import yaml

from services.catalogue import Words

MOST = 3
"""Themes of one answer: more say nothing."""

OK, REST = "ok", "rest"
"""Nothing to add; no theme found."""

WORD = re.compile(r"\w+(?:['’]\w+)?")
PART = re.compile(r"[.,;:!?()\n—–]+|\s-\s")
CYRILLIC = re.compile("[а-я]")
REMEMBERED = 50_000
"""Words: the vocabulary of a region."""

Stems = tuple[str, ...]


def normalised(text: str) -> str:
    """The words alone, in small letters, ё as е: answers with the same are one thing."""
    return " ".join(_words(text))


def digest(text: str) -> str:
    """Of the normalised words; tells nothing that the answer does not."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def brief(*parts: str) -> str:
    """Six signs for a button, which name what it is about."""
    made = hashlib.sha256("\n".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(made)[:6].decode()


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold().replace("ё", "е").replace("’", "'"))


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """Of a normalised word. A stemmer holds the word it works on, so each call has its own:
    workbooks are written in other threads."""
    language = "russian" if CYRILLIC.search(word) else "english"
    found: str = snowballstemmer.stemmer(language).stemWord(word)
    return found


def stems(text: str) -> Stems:
    return tuple(map(stem, _words(text)))


@dataclass(frozen=True)
class Rules:
    """`phrases`: the theme of several stems in a row, None for those that mean nothing; `words`
    by stem, `exact` by the form itself, `starts` by how a word begins."""

    names: Mapping[str, Words]
    phrases: Mapping[Stems, str | None]
    words: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[str, ...]]
    starts: Mapping[str, tuple[str, ...]]
    empty: frozenset[Stems]
    fillers: frozenset[str]

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """Stems of the longest phrase that begins with a stem."""
        found: dict[str, int] = {}
        for phrase in self.phrases:
            found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
        return found


@cache
def rules() -> Rules:
    """From the file beside this module."""
    text = Path(__file__).with_name("themes.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    named = read["themes"]
    terms = [
        (term, code)
        for code, theme in named.items()
        for term in _listed(f"{theme['ru']}, {theme['en']}")
    ]
    names = {code: theme["name"] for code, theme in named.items()} | read["others"]
    phrases: dict[Stems, str | None] = dict.fromkeys(map(stems, _listed(read["ignored"])))
    phrases |= {stems(term): code for term, code in terms if " " in term}
    single = [(term, code) for term, code in terms if " " not in term]
    return Rules(
        names={code: Words.model_validate(words) for code, words in names.items()},
        phrases=phrases,
        words=_by((stem(term), code) for term, code in single if term.isalpha()),
        exact=_by((term[1:], code) for term, code in single if term.startswith("=")),
        starts=_by((term[:-1], code) for term, code in single if term.endswith("*")),
        empty=frozenset(map(stems, _listed(read["empty"]))),
        fillers=frozenset(map(stem, _listed(read["fillers"]))),
    )


def _listed(text: str) -> list[str]:
    return [" ".join(one.split()).replace("ё", "е") for one in text.split(",")]


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, code in pairs:
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), code)))
    return found


@lru_cache(REMEMBERED)
def of_word(word: str) -> tuple[str, ...]:
    """Themes that a single normalised word speaks of."""
    r = rules()
    begun = (codes for start, codes in r.starts.items() if word.startswith(start))
    hit = (r.words.get(stem(word), ()), r.exact.get(word, ()), *begun)
    return tuple(sorted({code for codes in hit for code in codes}))


def found(text: str) -> tuple[str, ...]:
    """The codes of an answer's themes, the most spoken of first; of two as often spoken of the
    one that comes first. At least one."""
    if is_empty(text):
        return (OK,)
    hits = Counter(_hits(_words(text)))
    return tuple(code for code, _ in hits.most_common(MOST)) or (REST,)


def is_empty(text: str) -> bool:
    """«Нет», «—», «Ничего, всё устраивает»."""
    parts = (_meant(part) for part in PART.split(text))
    return all(not part or part in rules().empty for part in parts)


def _meant(part: str) -> Stems:
    """Without the fillers, unless nothing else is said."""
    said = stems(part)
    return tuple(one for one in said if one not in rules().fillers) or said


def _hits(words: Sequence[str]) -> Iterator[str]:
    """A theme for each word and phrase that speaks of it; the longest phrase first."""
    said, at = tuple(map(stem, words)), 0
    while at < len(words):
        phrase = _phrase(said, at)
        if phrase:
            code = rules().phrases[phrase]
            yield from [code] if code else []
        else:
            yield from of_word(words[at])
        at += len(phrase) or 1


def _phrase(said: Stems, at: int) -> Stems:
    """The longest that begins there; an empty one if none does."""
    lengths = range(rules().longest.get(said[at], 0), 1, -1)
    parts = (said[at : at + length] for length in lengths)
    return next((part for part in parts if part in rules().phrases), ())
