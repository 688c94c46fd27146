delivery-button = 📬 Delivery
delivery-head =
    <b>Delivery: { $name }</b>
    { $school }

delivery-head-all =
    <b>Delivery: { $name }</b>
    { $schools ->
        [one] { $schools } school
       *[other] { $schools } schools
    }, by people:
delivery-first = First message: { $counted }.
delivery-reminders = Reminders: { $counted }.
delivery-next = The next leave on { $when }.
delivery-count-sent = { $count } delivered
delivery-count-queued = { $count } waiting
delivery-count-failed = { $count } not delivered
delivery-count-unknown = { $count } not confirmed
delivery-count-held = { $count } waiting for the administrator
delivery-count-cancelled = { $count } no longer needed
delivery-count-none = none so far
delivery-sum = { $icon } { $what }: { $count }

delivery-list = <b>By name</b>
delivery-all-fine = It has reached everybody, nobody needs help.
delivery-nobody = This questionnaire has been sent to nobody yet.
delivery-person = { $icon } { $name }, { $role } — { $what }
delivery-but-told = { $what } (the message of { $day } arrived)
delivery-absent-till = on leave till { $day }
delivery-leaves = leaves on { $when }
delivery-school = { $count ->
        [0] all clear
       *[other] { $count } in doubt
    }

delivery-fate-no_account = has not joined yet
delivery-fate-gone = the Telegram account is deleted
delivery-fate-blocked = has blocked the bot
delivery-fate-no_consent = has not agreed to the processing of data
delivery-fate-dead = Telegram refused the message, show this to the administrator
delivery-fate-held = waits for the administrator
delivery-fate-missed = the chat was closed, it is open again
delivery-fate-expired = could not leave in working hours
delivery-fate-untold = there was no message
delivery-fate-unknown = Telegram did not confirm, it may have arrived
delivery-fate-muted = has turned reminders off
delivery-fate-absent = on leave
delivery-fate-queued = waits to be sent
delivery-fate-sent = arrived
delivery-fate-answered = has answered

delivery-last-sent = Last message: delivered on { $day }.
delivery-last-failed = Last message not delivered: { $what }.
delivery-last = Last message: { $what }.
