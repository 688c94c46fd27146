"""What the answers to open questions are about.

`rules` (themes as data, found by the stems of words) and `kept` (what those who run the place
have corrected) -> `placed` (the themes of a place's results), `correcting` (a correction).
"""
