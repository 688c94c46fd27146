meeting-who = Whom did you meet?
meeting-which-pair = Whose meetings shall I open?
meeting-no-pair = You have no active pair at present, so there is nobody to log a meeting with. If this is a mistake, tell your curator, who can mend the list.
meeting-pair-ended = This pair is not active at present. Its meetings can be read: /meetings, but not added to or changed. If this is a mistake, tell your curator.

meeting-when =
    <b>{ $name }</b>
    When did you meet?
meeting-when-ahead =
    <b>{ $name }</b>
    Which day shall we plan?
meeting-today = Today, { $day }
meeting-yesterday = Yesterday, { $day }
meeting-other-day = Another day
meeting-how-long =
    <b>{ $name }</b> · { $day }
    How long was the meeting?
meeting-minutes = { $minutes } min
meeting-about =
    <b>{ $name }</b> · { $day } · { $minutes } min
    What was it mostly about?

meeting-topic-lesson = lesson
meeting-topic-methods = methods
meeting-topic-documents = documents
meeting-topic-discipline = discipline
meeting-topic-parents = parents
meeting-topic-digital = digital tools
meeting-topic-adaptation = settling in
meeting-topic-other = other

meeting-what = { $day } · { $minutes } min · { $topic }
meeting-logged = Logged: <b>{ $what }</b>
meeting-both-logged = You both logged this meeting, so it is confirmed at once: <b>{ $what }</b>
meeting-exists = There is a meeting on that day already: <b>{ $what }</b>
meeting-corrected = Corrected: <b>{ $what }</b>
meeting-planned = Planned: <b>{ $what }</b>

meeting-card = <b>{ $what }</b>
meeting-card-state = { $name } · the meeting { $state }
meeting-card-note = Note:
meeting-card-task = For next time:
meeting-state-planned = is planned
meeting-state-waiting = waits for confirmation
meeting-state-yours = waits for your answer
meeting-state-confirmed = is confirmed
meeting-state-disputed = is disputed
meeting-state-cancelled = is cancelled
meeting-mark-planned = 📅
meeting-mark-waiting = ⏳
meeting-mark-confirmed = ✅
meeting-mark-disputed = ❗

meeting-ask = { $name } writes that you met: <b>{ $what }</b>. Did you?
meeting-yes = Yes, we did
meeting-no = No, we did not
meeting-another-day = On another day
meeting-yes-after-all = We did after all
meeting-no-after-all = We did not after all
meeting-answered-confirmed = Thank you, confirmed: <b>{ $what }</b>
meeting-answered-disputed =
    I see, there was no meeting: <b>{ $what }</b>
    { $name } will be told and can correct it.

meeting-note = Note
meeting-task = Task
meeting-ask-note = Write a note about the meeting, up to 1,000 characters. You and { $name } will see it. No pupils' names, please.
meeting-ask-next_task = What is to be done until next time? Write up to 1,000 characters. You and { $name } will see it.
meeting-written = At present:
meeting-replaces = A new text will replace it.
meeting-clear = Remove this text
meeting-text-long = That is a bit long: { $length } characters, where { $limit } fit. Please shorten it and send it again.

meeting-correct = Correct
meeting-correct-what =
    <b>{ $what }</b>
    What shall we correct?
meeting-correct-day = The day
meeting-correct-minutes = How long
meeting-correct-topic = The topic
meeting-undo = Take it back
meeting-undone = Taken back: { $what }. If it was a slip, it is easy to restore.
meeting-restore = Restore it

meeting-plan = Plan a meeting
meeting-plan-next = Plan the next one
meeting-move = Move
meeting-call-off = Call it off
meeting-called-off = Taken off the plan: { $what }.
meeting-due =
    <b>{ $name }</b>
    You planned a meeting for { $day }. Did you meet?
meeting-log-another = Log another meeting

meeting-to-list = ‹ Meetings
meeting-list = <b>Meetings: { $name }</b>
meeting-list-line = { $mark } { $what } — { $state }
meeting-list-empty = None yet. The first can be logged right now.
meeting-list-none = No meetings were logged.
meeting-list-ended = This pair is not active at present, so its meetings can only be read.

meeting-day-outside = This day does not fit: choose one from { DATETIME($first, dateStyle: "long") } to { DATETIME($last, dateStyle: "long") }.
meeting-day-taken = You have a meeting on { DATETIME($day, dateStyle: "long") } already. Choose another day, or open it: /meetings

meeting-told-disputed = { $name } answers that there was no meeting on { $day }. If it is the date, correct the day. If there was none indeed, take it back.
meeting-told-changed = { $name } confirms the meeting, but on another day: { $day }, not { $was }. If that is not so, please correct it.
meeting-told-planned = { $name } suggests meeting on <b>{ $day }</b>. If the day does not suit you, it can be moved.
meeting-told-moved = { $name } moves the meeting from { $was } to <b>{ $day }</b>.
meeting-told-called-off = { $name } calls off the meeting of { $day }.
meeting-told-cancelled = { $name } takes back the meeting of { $day }. If there was one after all, log it yourself: /meeting
