"""The calendar as data: when the rounds of a school year are held, and days without contact.

`plan` (which days hold for a school) <- `messages` (what people will be sent, and when)
<- `changes` (what new days of a round change, before and after), `vacations`.
"""
