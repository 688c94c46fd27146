people-none = Nobody is on the list yet. Import it from Excel, and you can invite people.
people-places = <b>People</b>: { $joined } of { $total } have joined.
people-place-line = { $place }: { $joined } of { $total } have joined
people-place = <b>{ $place }</b>: { $joined } of { $total } have joined.
people-count-joined = joined
people-count-muted = joined, no reminders
people-count-no_consent = have not agreed yet
people-count-blocked = blocked the bot
people-count-gone = deleted their account
people-count-never_started = have not opened the link
people-all = All · { $count }
people-out = Not in · { $count }
people-all-places = ‹ All organisations
people-sheet = 🖨 Sheet of QR codes

people-name = <b>{ $name }</b>
people-detail = { $text }
people-role-mentor = mentor
people-role-mentee = mentee
people-role-curator = curator
people-role-municipal_coordinator = municipal coordinator
people-role-head = head
people-role-psychologist = psychologist
people-role-council_member = member of the mentors' council

people-state-joined = In the bot already, all is well.
people-state-muted = In the bot already, but reminders are off: the bot does not write by itself. Only this person can switch them on: /settings.
people-state-no_consent = The link was opened, but there is no consent to the processing of data yet. Ask whether all is clear. Nobody has to agree; to come back to the question, sending /start to the bot is enough.
people-state-blocked = The bot is blocked in Telegram, messages do not arrive. Ask to open the chat with the bot, press “Unblock” and /start. No new link is needed for that.
people-state-gone = The Telegram account is no more. If there is a new one, make a new link.
people-state-never_started = The link has not been opened yet. Make an invitation and forward it, or hand over the card with the QR code.

people-link = ✉️ Invitation link
people-link-anew = ✉️ Link for a new phone
people-link-waits = There is an unused link, good until { $day }. I cannot show it again: only its fingerprint is kept. A new link replaces it.
people-link-ask = { $name } is in the bot already. A new link is needed only after a change of number or Telegram account: once it is used, the former chat is cut off. Shall I make it?
people-link-sure = Yes, make a link
people-link-made = Done. Forward the message below as it is: it has the personal link.
people-link-replaced = Done. Forward the message below as it is: it has the personal link. The former link works no more.
people-link-stale = The link is made already, see below in the chat
people-link-above = This person runs more than your organisation. Their own coordinator can make the link.
people-forward =
    Hello, { $name }! I invite you to the mentoring programme: { $place }.

    In the bot you can note a meeting and answer a questionnaire; it does not take long. Open the link and press “Start”:
    { $link }

    The link is personal, opens once and is good until { $day }.
people-forward-button = Join

people-sheet-ask = { $count ->
        [one] I will make a sheet with a card for { $count } person
       *[other] I will make a sheet with cards for { $count } people
    }: { $place }. These are all who have not joined yet.

    Everybody gets a new link. Former links and cards of these people stop working, unless they were used.
people-sheet-make = Make the sheet
people-sheet-nobody = Everybody has joined, no sheet is needed.
people-sheet-made = The sheet is ready, see the message below. Former unused links of these people work no more.
people-sheet-stale = The sheet is made already, or the links have changed since. I changed nothing. If you need a new sheet, press “Sheet of QR codes”.
people-sheet-file = Invitations.pdf
people-sheet-caption = { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }. Print it, cut along the dashes and give everybody their own: the code is personal.
people-print-title = Invitations · { $place } · { $day }
people-print-how = Point the phone's camera at the code or open the link, then press “Start”. Telegram is needed. The link is personal and opens once.
people-print-until = Good until { $day }
