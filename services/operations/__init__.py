"""The machine room, for administrators: numbers, kinds, times and errors only, never what people
wrote, nor who they are.

`overview`: what waits and what went wrong. `decisions`: what a human does about it. `alerts`
(a part of the schedule): administrators are told. `retention` (another one): what is forgotten.
"""
