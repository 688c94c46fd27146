# The list and the template
own-button = 📝 Own questionnaires
own-list = <b>Own questionnaires</b>
own-none = None so far.
own-how = Take the template, type your questions and send the table here. I name every mistake at once; a finished one can be looked at, tried on yourself and launched.
own-template = 📗 Excel template
own-template-file = Own questionnaire.xlsx
own-template-sent = Fill in the sheets «Анкета» (the whole) and «Вопросы» (the questions); the third has an example and advice. Send the finished table here.
own-state-draft = draft
own-state-launched = launched
own-state-withdrawn = withdrawn

# The table that came back
own-kept = Thank you, this is a draft now: only those who run the programme see it.
own-mistakes-file = What to mend.txt
own-mistakes-caption = Here is the whole list: it did not fit into one message.
own-other-file = This is no table of a questionnaire. Take the “Excel template”, type the questions on its sheets «Анкета» and «Вопросы» and send it here.
own-field-missing = there is no row “{ $field }”. Put it back as in the template and fill it in.
own-role-unknown = I do not know who “{ $value }” are. There are: наставники, наставляемые, кураторы.
own-no-questions = there is no question. Type at least one.
own-many-questions = there are more than { $most } questions, too many to ask. Keep what matters.
own-curator-pair = curators are in no pair and cannot be asked about a colleague. Choose «о себе», or take the curators out of «Для кого».
own-word-unknown = I cannot make out “{ $value }”. Choose from the list: { $known }.
own-code-form = the code “{ $value }” does not fit: up to 12 Latin letters and digits, a letter first. For example, USE.
own-code-twice = the code { $value } stands in row { $first } already. Give another.
own-question-twice = this question stands in row { $first } already. Drop one of them.
own-not-needed = “{ $kind }” does not need this, I left it out.
own-options-few = at least two options are needed: each on a line of its own, or separated by “;”.
own-options-many = there are { $count } options, and up to { $most } are easy to read. Put similar ones together.
own-options-twice = the option “{ $value }” stands twice. Keep one.
own-options-unequal = there are { $ru } options in Russian and { $en } in English. Make them equal.
own-condition-form = I cannot make out “{ $value }”. Write a code and an answer: USE = 1–5, or GO = нет.
own-condition-unknown = there is no question with the code { $question }. Type this code at the question that this one depends on.
own-condition-later = the question { $question } does not stand before this one. Swap the rows.
own-condition-text = { $question } is answered in free words, which nothing can depend on. Choose another question.
own-condition-scope = { $question } is asked about each colleague and this question once. Let both be «о каждом коллеге».
own-condition-answer = there is no answer “{ $value }” to it. There are: { $options }.
own-other-words = the questionnaire of this title has asked { $question } in other words. Give the question a new code, or put the old words back.

# One questionnaire
own-about =
    <b>{ $title }</b> ({ $state })
    { $purpose }

    { $count ->
        [one] { $count } question
       *[other] { $count } questions
    }, { $minutes } min. For: { $roles }.
own-preview = 👁 Look at it
own-preview-mentor = 👁 As a mentor sees it
own-preview-mentee = 👁 As a mentee sees it
own-preview-curator = 👁 As a curator sees it
own-try = ✍️ Try it yourself
own-to-launch = 🚀 To the launch
own-withdraw = Withdraw
own-waves = How it goes
own-back = To the questionnaire
own-withdraw-ask = Withdraw the draft “{ $title }”? It cannot be launched afterwards.
own-withdraw-yes = Yes, withdraw it
own-is-launched = This questionnaire has been launched. It can be closed before its last day: /waves
own-is-withdrawn = This questionnaire has been withdrawn. Send the table again for a new draft.

# To look at and to try
own-colleague = Anna Ivanova (an example)
own-only-if = <i>Asked only if “{ $label }” is { $answers }.</i>
own-try-stop = End the try
own-try-over = The try is over
own-tried =
    That is all. It took you { $minutes ->
        [0] { $seconds } s.
       *[other] { $minutes } min { $seconds } s.
    } Respondents are promised { $promised } min.

    Your answers have not been kept anywhere.
own-try-mentor = ✍️ As a mentor
own-try-mentee = ✍️ As a mentee
own-try-curator = ✍️ As a curator

# The launch
own-plan =
    <b>Launch: { $title }</b>
    For: { $roles }
    Schools: { $schools }
    Days: { $days }
    Opens at { $hour }:00, the school's time

    Write other days as a message, for example: 10.12–20.12
own-plan-nobody = nobody so far
own-plan-no-days = not chosen yet
own-plan-where = { $count } of { $all }
own-plan-schools = Choose schools
own-plan-today = A week from today
own-plan-tomorrow = A week from tomorrow
own-plan-on = Go on ›
own-plan-which = Where shall we ask? Chosen: { $count } of { $all }.
own-plan-all = All
own-plan-none = None
own-plan-done = Done ›
own-no-roles = Choose for whom the questionnaire is.
own-no-schools = Choose at least one school that has pairs this year.
own-no-days = Choose the days: press a button or write, for example: 10.12–20.12
own-no-working-day = On these days no working hour is left in “{ $school }”: days off, holidays or vacations. Choose other days.
own-nobody = There is nobody to ask: the chosen schools have no such people on these days. Change the schools, the days or for whom it is.
own-confirm =
    <b>Launch “{ $title }”?</b>

    Who is asked:
    { $people }

    It is open { $days }. The messages leave by the school's time:
    { $when }

    It takes { $minutes } min. The whole year with it (at most { $limit } min were agreed on): { $sums }
own-confirm-people = { $who }: { $count ->
        [0] nobody
       *[other] { $count }, of whom the bot can write to { $told }
    }
own-confirm-when = { $day }, at { $hour }: { $count ->
        [one] { $count } school
       *[other] { $count } schools
    }
own-confirm-later = …and later
own-confirm-reason = What for: “{ $reason }”
own-launch = 🚀 Launch
own-launched = Launched
