# How much time questionnaires take
burden-mine = { $minutes ->
        [one] This school year questionnaires have taken { $minutes } minute of your time, out of { $limit }.
       *[other] This school year questionnaires have taken { $minutes } minutes of your time, out of { $limit }.
    }
burden-year = What questionnaires will take from one person over the whole year: { $roles }. The agreed limit is { $limit } min.
burden-wave = How long it takes: { $roles }.
burden-minutes = { $who } – { $minutes } min
burden-minutes-measured = { $who } – { $minutes } min (really { $measured })
burden-reason =
    With this questionnaire the year comes to more than { $limit } minutes a person: { $roles }.

    If it is needed all the same, write why: a sentence or two in your own words. The reason is kept in the programme's log.
burden-reason-short = Please say a little more: why is one more questionnaire needed?
burden-reason-long = That is a bit long: { $length } characters, and I can keep { $most }. Please make it shorter.
