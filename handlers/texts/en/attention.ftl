attention-title = <b>What needs attention</b>
attention-monday = Hello, { $name }! <b>What needs attention this week:</b>
attention-nothing = All is calm: pairs meet, messages arrive, no request waits for an answer.
attention-settled = This has been settled

attention-requests = 🤝 Requests for help that nobody answered in time: <b>{ $count }</b>
attention-all-requests = 🤝 Requests for help that nobody answered in time: <b>{ $count }</b>
attention-button-requests = 🤝 Answer the requests
attention-disputed = ❗ Meetings on which a pair disagrees: <b>{ $count }</b>
attention-all-disputed = ❗ Meetings on which a pair disagrees: <b>{ $count }</b>
attention-button-disputed = ❗ Disputed meetings
attention-quiet = 💤 Pairs without a meeting for three weeks or more: <b>{ $count }</b>
attention-all-quiet = 💤 Pairs without a meeting for three weeks or more: <b>{ $count }</b>
attention-button-quiet = 💤 Pairs without a meeting
attention-unreached = 📵 People whom messages do not reach: <b>{ $count }</b> ({ $why })
attention-all-unreached = 📵 People whom messages do not reach: <b>{ $count }</b> ({ $why })
attention-button-unreached = 📵 Who is out of reach
attention-low = 🌧 New teachers find it hard: <b>{ $mean }</b> of 5 on average ({ $round }, answers: { $of })
attention-all-low = 🌧 Schools where new teachers find it hard: <b>{ $count }</b> ({ $round })
attention-button-low = 🌧 { $round }
attention-response = 📝 { $round }: <b>{ $count } of { $of }</b> have not answered, open until { $day }
attention-all-response = 📝 { $round }: <b>{ $done } of { $of }</b> have answered
attention-button-response = 📝 { $round }
attention-worst-first = Choose a school. Those with the most trouble come first.

attention-quiet-title = <b>Pairs without a meeting: { $count }</b>
attention-quiet-pair = • { $mentor } – { $mentee }: since { $day }
attention-quiet-none = No pair is without a meeting.
attention-nudge = ✉️ Remind the mentors
attention-nudge-ask = { $count ->
        [one] <b>{ $count } mentor</b> gets a reminder
       *[other] <b>{ $count } mentors</b> get a reminder
    }, { $when }.
attention-nudge-now = right now
attention-nudge-later = { $day }, in the morning
attention-nudge-sample =
    This is it, with the names of each:
    <blockquote>{ $text }</blockquote>
attention-nudge-told = Reminded within seven days already: { $count }. I never write more often than that.
attention-nudge-out = Not told: { $count }. They are on leave, have put reminders off or turned them off, or are not in the bot.
attention-nudge-nobody = There is nobody to remind just now.
attention-nudge-sure = Yes, send it
attention-nudge-changed = Things have changed, please look again
attention-nudge-sent = Reminders on their way: { $count }

attention-disputed-title = <b>Disputed meetings</b>
attention-disputed-meeting =
    <b>{ $logger }</b>: we met, { $what }.
    <b>{ $other }</b>: we did not (said on { $day }).
attention-disputed-how = Ask both. If the day is wrong, whoever logged the meeting can mend it: /meetings. They can also take it back if there was none. If there was one, the other side answers so in the same place.
attention-disputed-none = No meeting is disputed.
