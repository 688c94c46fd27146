"""Pictures of results: PNG for a phone and for Word.

`style` (sizes, the heading, pages), `lines` and `swatches` (what several draw) ->
`dumbbells` (means, differences), `radar`, `bars` (distributions), `arrows` (changes), `schools`
(a school among others) -> `album` (all of them by name, as files). Each takes results, so only
what may be shown, and makes matplotlib's figures. `kinds` (which there are), `colours` and
`parts` (both shared with the workbook's charts) do without the library of drawing, which takes
a second and 25 MB.
"""
