"""Three school years of a town in four time zones, played at speed, and who checks them.

`records` is what is known without asking the bot: who did what, and what came to each phone.
`town` has the people, `acts` is what they do, `clock` says when the schedule ticks, `play` lets
it all happen, by seeded dice. `rules` and `complete` look at the records only and know nothing
of the bot's own rules; `mutants` break these, to show that they are noticed.
"""
