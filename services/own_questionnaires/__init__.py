"""Own questionnaires of curators: a workbook comes back, is checked, tried and launched.

`table` (the template) <- `conditions`, `questions`, `reading` (what came back, cell by cell)
<- `checks` (the same advice as for the catalogue, at its cells) <- `drafts` (kept until they are
launched or withdrawn) <- `launching` (rounds with frozen versions); `trial`: a try that leaves no
trace.
"""
