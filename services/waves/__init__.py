"""Waves: rounds of questionnaires in the schools.

`state` (what a wave is at a moment) <- `response` (who has answered), `pushes` (telling people)
<- `lifecycle` (what the schedule does with waves) <- `actions` (what curators do with them).
"""
