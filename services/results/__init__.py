"""Results of a round, for those who run schools.

`rounds` (which results one may ask for) and `tallies` (counts of answers) -> `privacy` (what may
be shown) -> `figures` (the numbers shown) -> `workbook`, `pictures`.
"""
