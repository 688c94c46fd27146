"""Waves: rounds of questionnaires in the schools.

`state` (what a wave is at a moment) <- `response` (how many have answered), `pushes` (telling
people) <- `delivery` (what became of that), `lifecycle` (what the schedule does with waves)
<- `actions` (what curators do with them).
"""
