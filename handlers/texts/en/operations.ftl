ops-head = <b>How the bot is doing</b>
ops-updates = From people: { $count ->
        [0] everything is handled.
       *[other] { $count } waiting, the longest for { $age }.
    }
ops-messages = To people: { $count ->
        [0] nothing is queued.
       *[other] { $count } queued, the longest for { $age }.
    }
ops-lane-reply = • replies: { $count }
ops-lane-personal = • personal: { $count }
ops-lane-push = • to many: { $count }
ops-later = Not due yet: { $count }
ops-under-way = Taken by a sender: { $leased }, being sent: { $sending }

ops-minutes = { $count ->
        [0] under a minute
       *[other] { $count } min
    }
ops-hours = { $count } h
ops-days = { $count } d

ops-fine = All is well: nothing to decide.
ops-decide = <b>Waiting for your decision</b>
ops-trouble-updates = • updates that could not be handled: { $count }
ops-trouble-dead = • messages that could not be sent: { $count }
ops-trouble-unknown = • nobody knows whether they arrived: { $count }
ops-trouble-held = • held after a restore: { $count }
ops-muted = Alerts do not reach you: you have turned reminders off. Turn them on: /settings

ops-button-updates = Not handled · { $count }
ops-button-dead = Not sent · { $count }
ops-button-unknown = Unknown · { $count }
ops-button-held = Held · { $count }
ops-refresh = Refresh
ops-look = Have a look
ops-alert = Hello! The bot needs an administrator.

ops-list-updates =
    <b>Not handled: { $count }</b>
    The bot has stumbled over these several times. Once the cause is mended they can be handled again.
ops-list-dead =
    <b>Not sent: { $count }</b>
    Telegram refused these messages, or there were no tries left.
ops-list-unknown =
    <b>Nobody knows whether they arrived: { $count }</b>
    The line broke in the middle. They will not be sent twice by themselves.
ops-list-held =
    <b>Held: { $count }</b>
    The database was restored from a backup. These may have been sent before that, so they wait for you.
ops-one-updates = <b>An update that was not handled</b>
ops-one-dead = <b>A message that was not sent</b>
ops-one-unknown = <b>Nobody knows whether this message arrived</b>
ops-one-held = <b>A message held after a restore</b>
ops-number = No. { $number }
ops-line = No. { $number } · <code>{ $kind }</code> · { $age } · { $error }
ops-attempts = Tries: { $count }
ops-not-repeatable = It cannot be repeated: it is a text, and its writer has gone on since. The words would answer another question.

ops-again-updates = Try again
ops-again-dead = Send again
ops-again-unknown = Send again
ops-again-held = Send
ops-drop-updates = Dismiss
ops-drop-dead = Dismiss
ops-drop-unknown = Take as arrived
ops-drop-held = Do not send
ops-all = { $what }: all { $count }

ops-ask = { $what }: { $count }, people: { $people }. Shall I?
ops-ask-twice = Somebody may get the same message twice.
ops-left = { $count } more cannot be repeated: they are texts, and their writers have gone on since.
ops-yes = Yes, do it ({ $count })
ops-done = Done: { $count }
ops-changed = Things have changed here
