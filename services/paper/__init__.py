"""Questionnaires on paper for those whom the bot cannot reach: a form to print, a table to enter
what was written on it, and answers marked as such.

`waiting` (whose paper is wanted) <- `form` (Word), `table` (the workbook) <- `reading` (what came
back) <- `entry` (into the database).

Private requests for help are not on paper: a form passes through hands.
"""
