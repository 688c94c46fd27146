"""Documents of a round: the analytic note and the June report (справка) as Word, the indicators
with the statistics card, the cells as CSV.

`asking` (which round of which organisation, for the command line) -> `gathering` (everything a
document says, from `services.results`, so it shows what the chat shows and no more) -> `note`,
`spravka` (which sections), `sections` and `judgement` (what stands in them), `card`, `flat`
(the tables). What a human has to judge is left as a place to write in.
"""
