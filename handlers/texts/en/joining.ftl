command-start = Start
command-language = Change the language
command-stop = Stop the reminders

join-first =
    Hello! I help mentors and new teachers: note a meeting, answer a questionnaire, forget nothing.

    To begin, open your personal invitation link or QR code: the mentoring curator of your school has it.
join-name = Hello! Please write your family name and your first name.
join-name-wrong = A family name and a first name are needed, such as: Ivanova Anna. Please write again.
join-name-taken = { $name } is already on the list of this organisation. Ask the curator for your personal link, it opens at once.

invite-unknown = This link does not work: it is incomplete or was replaced by a new one. Ask your curator for a fresh one.
invite-used = Somebody has already joined by this link. If it was not you, tell your curator: you will get a new one.
invite-expired = This link has expired. Ask your curator for a new one, it is quick.
invite-foreign = This link is for another person, and you have joined under your own name. Nothing has changed. Menu: /menu
invite-no-organisation = There is no organisation number { $number }.

consent-hello =
    Hello, { $name }!
    You are invited to the mentoring programme: { $place }.

    Before we begin, your consent is needed. Until you give it, I ask nothing.
consent-text =
    <b>Consent to the processing of personal data</b>

    Who answers for the data: { $operator }.
    Which data: name, position, years of work, category, phone from the school's list; notes of meetings; answers to questionnaires; requests for help, which are read only by whom you send them to.
    What for: to run the mentoring programme and to see its aggregated results.
    What is done with them: they are collected, kept, summed up, erased. Answers are shown only together, of { $group } people at least.
    How long: until the programme ends or you withdraw. You can withdraw at any time: /settings.

    You need not agree, and it does not affect your work. Version of this text: { $version }.
consent-agree = I agree
consent-refuse = I do not agree
consent-refused =
    All right, I will ask nothing. Meetings and questionnaires do not work here without your consent.

    If you change your mind, I am here.
consent-read-again = Read the consent again
consent-thanks = Thank you, { $name }! All is ready. Where shall we begin?
consent-withdraw = Withdraw my consent
consent-withdraw-ask = Withdraw your consent? I will stop writing and asking, and questionnaires and meetings here will close for you.
consent-withdraw-yes = Yes, withdraw
consent-withdrawn = Your consent is withdrawn. I ask nothing any more. What happens to the data already collected is decided by whoever answers for them, within the time the law sets.

section-settings = Settings
command-settings = Language, reminders, consent
settings = What would you like to change?
settings-muted = Reminders are off. I answer your messages as usual.
settings-mute = Send no reminders
settings-unmute = Send reminders again
settings-snoozed = Reminders are put off until { $day }.
settings-consent = My consent

stop = Am I in the way? You can switch the reminders off, or withdraw your consent altogether.

language-ask = Which language shall we speak?
language-own-name = English
button-language = 🌐 English / Русский
invite-no-person = There is no person number { $number } on the list.
