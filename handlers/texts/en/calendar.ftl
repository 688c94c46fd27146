calendar-button = 📅 Calendar
calendar-choose-place = Whose calendar?
calendar-title =
    <b>Calendar { $year }</b>
    { $place }
calendar-line = <b>{ $name }</b>: { $days }
calendar-not-held = not held
calendar-from-programme = by default
calendar-from-region = region
calendar-from-municipality = town
calendar-from-school = school
calendar-other-year = { $year }
calendar-vacations-button = 🌴 Vacations
calendar-outlook-button = 📨 Who gets what

calendar-head =
    <b>{ $name }, { $year }</b>
    { $place }
calendar-later-years = These days hold in later years too, until they are changed.
calendar-days-button = Set the days
calendar-off-button = Do not hold it
calendar-drop-button = Back to the common days
calendar-again-button = Hold it again
calendar-ask-days = When shall it open and close? Write two days, for example: 10.12–20.12. I will show first what changes.

calendar-before = Now: { $days }
calendar-after = Then: { $days }
calendar-people = Asked: { $roles }{ $schools ->
        [0] .
        [1] .
       *[other] { " " }({ $schools } schools).
    }
calendar-opens = { $schools ->
        [0] It arrives on { $when }, local time.
        [one] { $schools } school: { $when }, local time.
       *[other] { $schools } schools: { $when }, local time.
    }
calendar-never = { $schools ->
        [0] There is no working day among these: it will not arrive.
        [one] { $schools } school: no working day among these, it will not arrive.
       *[other] { $schools } schools: no working day among these, it will not arrive.
    }
calendar-reminders = Whoever has not answered is reminded: { $days }.
calendar-last-day = The last day is { $day }.
calendar-more = And more: { $count }.
calendar-nobody-yet = Nothing is sent yet: there are no pairs for this year.
calendar-nothing-sent = { $schools ->
        [1] Nobody will get it.
       *[other] Nobody will get it ({ $schools } schools).
    }
calendar-keep-own = { $schools ->
        [one] Stays as it is: { $schools } school with days of its own.
       *[other] Stay as they are: { $schools } schools with days of their own.
    }
calendar-keep-opened = { $schools ->
        [one] Open already and not changed: { $schools } school.
       *[other] Open already and not changed: { $schools } schools.
    }
calendar-apply = ✅ Apply
calendar-same = It is so already
calendar-opened = This questionnaire is open already, its days cannot be changed here. To prolong or close it: /waves
calendar-over = The common days are over. Set new ones.
calendar-other-years = Only this school year and the next can be changed.

calendar-outlook =
    <b>Who gets what</b>
    { $place }
calendar-outlook-empty = There is nothing ahead yet.
calendar-month = <i>{ $month }</i>
calendar-outlook-line = <b>{ $when }</b> · { $name }{ $schools ->
        [1] { "" }
       *[other] { "" }, { $schools } schools
    }
calendar-outlook-people = For: { $roles }. The last day is { $day }.

calendar-vacations =
    <b>Vacations: days on which the bot writes to nobody by itself</b>
    { $place }
calendar-vacations-none = None are noted yet. Weekends, holidays, July and August are free anyway.
calendar-vacation-line = { $days }: { $name }
calendar-vacation-add = Add
calendar-vacation-remove-button = ✕ { $name }
calendar-vacation-ask = Write the first and the last day and a name, for example: 25.10–02.11 Autumn vacation
calendar-vacation-quiet = On these days the bot writes to nobody by itself.
calendar-vacation-yes = ✅ Add
calendar-vacation-ask-remove = Remove it? Then the bot writes on these days again.
calendar-vacation-yes-remove = Yes, remove it
calendar-vacation-nameless = Write a name after the days, for example: 25.10–02.11 Autumn vacation
calendar-vacation-name-long = The name is rather long: { $most } characters at most.
calendar-vacation-long = Too long: a vacation may last { $most } days at most.
calendar-vacation-far = That is too far ahead: until the end of the next school year at most.
calendar-vacation-overlaps = “{ $name }” is noted for these days already: { DATETIME($starts_on, dateStyle: "long") } – { DATETIME($ends_on, dateStyle: "long") }. Choose others, or remove that one first.
calendar-moves-nothing = No questionnaire is moved.
calendar-moves = Questionnaires that are moved:
calendar-moves-line = { $name }: { $before } → { $after }
calendar-at-no-time = will not arrive
