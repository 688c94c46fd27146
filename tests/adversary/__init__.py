"""An adversary who keeps every page and file of results and narrows what a few people said.

- `schools`: the people of a school in one role are a column; what everybody knows of how answers
  hang together is known too. `reading`: the pages, the workbook and the CSV of one round for it.
- `people`: every person is a column, with what was answered in which rounds and the strata.
  `towns` has the people, `viewers` those who open everything; `words` reads pages and pictures,
  `tables` the workbook and Word documents.
"""

from tests.adversary.people import Narrowing
from tests.adversary.reading import VIEWS, turned
from tests.adversary.schools import Adversary

__all__ = ["VIEWS", "Adversary", "Narrowing", "turned"]
