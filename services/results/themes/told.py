"""Themes in words, for files."""

from services.catalogue import Language
from services.results.themes.kinds import At, Counts, Themes


class Told:
    """Names the themes of answers as they pass by, and counts them; of a region there are more
    answers than should be held at once."""

    def __init__(self, themes: Themes, language: Language) -> None:
        self.themes, self.language = themes, language
        self.counts: dict[At, Counts] = {}
        self.answers: dict[At, int] = {}

    def of(self, at: At, text: str) -> str:
        """«Время и нагрузка, Родители»; to be asked once for each answer."""
        codes = self.themes.of(at, text)
        self.counts.setdefault(at, Counts()).update(codes)
        self.answers[at] = self.answers.get(at, 0) + 1
        return ", ".join(map(self.name, codes))

    def name(self, code: str) -> str:
        return self.themes.known[code].name.of(self.language)
