waves-title =
    <b>This school year's questionnaires</b>

    { $lines }
waves-none = No dates yet: they appear once there are pairs. Load the list: /roster


waves-line = <b>{ $name }</b>: { $what }
waves-schools = <b>{ $name }</b>: { $schools ->
        [one] { $schools } school
       *[other] { $schools } schools
    }. { $what }
waves-choose-school = Choose a school:
waves-of = { $sent } of { $all }
waves-answered = Answered: { $counted }.

waves-state-planned = { $days }, not open yet.
waves-state-open = { $days }, open.
waves-state-closed = { $days }, closed.
waves-state-missed = { $days }, not held.
waves-state-mixed = { $days }{ $open ->
        [0] .
       *[other] , open in { $open } now.
    }
waves-short-planned = from { $day }
waves-short-open = open
waves-short-closed = closed
waves-short-missed = not held

waves-head =
    <b>{ $name }</b>
    { $school }
waves-mentor = Mentors: { $counted }{ $started ->
        [0] .
       *[other] , begun and not sent: { $started }.
    }
waves-mentee = Mentees: { $counted }{ $started ->
        [0] .
       *[other] , begun and not sent: { $started }.
    }
waves-curator = Curators: { $counted }{ $started ->
        [0] .
       *[other] , begun and not sent: { $started }.
    }
waves-in-doubt = Not delivered or in doubt: { $count }.

waves-button-open = Open now
waves-button-move = Change the dates
waves-button-longer = +{ $days } { $days ->
        [one] day
       *[other] days
    }
waves-button-prolong = Prolong to another day
waves-button-close = Close
waves-earlier = ‹
waves-later = ›

waves-ask-open = { $all ->
        [one] Open the questionnaire now? It is for { $all } person.
       *[other] Open the questionnaire now? It is for { $all } people.
    } { $later ->
        [0] Everybody will get it.
       *[other] { $told } will get it now, { $later } on joining.
    }
waves-told-now = The messages leave at once.
waves-told-later = It is out of hours now, the messages leave on { $day }, from { $hour }.
waves-told-never = There is no working day ahead: look at the school's vacations.
waves-yes-open = Yes, open it
waves-ask-close = Close the questionnaire? { $sent } of { $all } have answered. Whoever has not will not be able to, and it cannot be opened again.
waves-yes-close = Yes, close it
waves-ask-prolong = It is open until { $day } now. Until which day shall it be? Write, for example: 25.12
waves-ask-move = When shall it open and close? Write two days, for example: 10.12–20.12
waves-done = Done
waves-changed = Things have changed here

waves-day-wrong = I could not make out the day. Write it like this: 25.12
waves-days-wrong = I need two days, the first and the last. Write them like this: 10.12–20.12
waves-no-such-day = There is no { $day }. Please write again.
waves-in-the-past = That day is over. Choose today or any later day.
waves-ends-early = The last day is before the first. Please write again.
waves-too-long = Too long: a questionnaire may be open for { $most } days at most.
waves-other-year = Those days are in another school year. Please write again.
waves-only-days-off = There is no working day among them. Please write others.
waves-not-later = It is open longer than that already. Choose a later day.
waves-open-too-early = The last day is more than { $most } days away. Change the dates first.
waves-is-planned = This questionnaire is not open yet.
waves-is-open = This questionnaire is open already.
waves-is-closed = This questionnaire is closed already.
waves-is-missed = Its days are over. Change the dates first.
waves-overlap = On these days “{ $round }” asks the same people ({ $days }{ $place }). Choose other days: nobody wants two questionnaires at once.
