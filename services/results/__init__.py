"""Results of a round, for those who run schools.

`rounds` (which results one may ask for), `counting` (which answers count) and `tallies` (how many
there are) -> `privacy` (what may be shown) -> `figures` (the numbers shown) -> `workbook`,
`pictures`; `band` (a school among others).
Across rounds: `pairing` (matched answers) -> `matched` (what may be shown) -> `changes`, `change`.
"""
