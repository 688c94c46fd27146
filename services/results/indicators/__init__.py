"""The indicators of the programme (domain, 3.5) and the four counts of May.

`registry` counts people, pairs and meetings of a place on a day; `opinions` takes from a round
what may be shown of it (its cells have passed `privacy`); `measures` is the table of all
indicators, each a part of a whole with its threshold and last year's value.

Which can be had, and which cannot:

- from the roster: I1, I2, I5, I7, I16; from the log of meetings I9. What a school has not said
  (how many teachers, how many young ones) is no data, never a zero.
- from a round: I3, I4, I13 (halfway and final rounds), I11, I14 (the May form asks for now and
  for the start of the year), I17.
- I8 in part: a pair's order is known; written consents and plans are not kept.
- not I6 (who was trained is not noted), I10 (no plan steps are kept), I12 (the roster has no day
  of leaving), I15 (it would need both self-assessments of a person beside each other).
"""
