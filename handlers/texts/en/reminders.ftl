reminder-survey-open =
    Hello, { $name }! “{ $title }” is open: { $left ->
        [one] { $left } question
       *[other] { $left } questions
    }, about { $minutes } min.

    You can answer until { $day }, that day included. { $promise }
reminder-survey-promise = Nobody will see who answered what: I show answers only together, of { $group } people at least.
reminder-survey-signed = You fill this one in under your own name: the curators of your school and the coordinator will see the answers and the sum of points.

reminder-one = { $name }, { $line }
reminder-several =
    { $name }, a few reminders at once:

    { $lines }
reminder-line = • { $line }

reminder-survey-waits = “{ $title }” is waiting for you: { $left ->
        [one] { $left } question
       *[other] { $left } questions
    }, about { $minutes } min. It is open until { $day }.
reminder-survey-left = “{ $title }”: { $left ->
        [one] { $left } question is left
       *[other] { $left } questions are left
    }, about { $minutes } min. It is open until { $day }.
reminder-survey-send = “{ $title }” is filled in, all that is left is to press “Send”. It is open until { $day }.
reminder-confirm = please confirm the meeting ({ $day }, { $name }).
reminder-soon = you have a meeting planned: { $day }, { $name }.
reminder-held = did the meeting take place ({ $day }, { $name })?
reminder-quiet = no meeting has been noted for a while ({ $name }). If you have met, write it down: it takes twenty seconds.

reminder-button-begin = Begin
reminder-button-go-on = Go on with it
reminder-button-yes = Yes, on { $day }
reminder-button-other = Not quite
reminder-button-meeting = Meeting on { $day }
reminder-button-log = Note it: { $name }

snooze-tomorrow = Tomorrow
snooze-three = In 3 days
snooze-vacation = After the vacation
snooze-holidays = After the holidays
snooze-eve = Before the last day
snooze-weekday = { $weekday ->
        [0] On Monday
        [1] On Tuesday
        [2] On Wednesday
        [3] On Thursday
        [4] On Friday
        [5] On Saturday
       *[6] On Sunday
    }
snooze-day = { $day }
snooze-till = { $weekday ->
        [0] Monday, { $day }
        [1] Tuesday, { $day }
        [2] Wednesday, { $day }
        [3] Thursday, { $day }
        [4] Friday, { $day }
        [5] Saturday, { $day }
       *[6] Sunday, { $day }
    }
snooze-done = Put off until { $day }. Then I will remind you once of all that is still to do.
snooze-undo = Do not put it off
snooze-undone = Reminders come as usual again
