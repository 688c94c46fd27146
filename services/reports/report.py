"""A Word document of a round under way: what it is made of and what it is written into."""

from dataclasses import dataclass

from services.documents import WIDTH, Word
from services.reports.gathering import Material
from services.results.cells import Results, Row, Side, Speech

TEXT = WIDTH.cm


@dataclass(frozen=True)
class Report:
    word: Word
    speech: Speech
    material: Material

    def t(self, key: str, **args: object) -> str:
        return self.speech.t(key, **args)

    def label(self, row: Row) -> str:
        return row.label(self.speech.language)

    def said(self, key: str, **args: object) -> None:
        self.word.text(self.t(key, **args))

    def note(self, key: str, **args: object) -> None:
        self.word.note(self.t(key, **args))

    def sides(self, results: Results) -> list[Side]:
        """Those of whom anything may be shown; of the others `gaps` says so once."""
        return [side for side in results.sides if not results.nothing_of(side.role)]

    def gaps(self, results: Results) -> None:
        """Why something is not there, and whom the numbers leave out."""
        for role in results.roles:
            if results.nothing_of(role):
                who = self.t(f"results-role-{role}")
                self.note("results-few-role", who=who, k=results.k)
        if results.left_out:
            self.note("results-left-out-total", n=results.left_out, k=results.k)
