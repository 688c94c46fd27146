survey-title = <b>{ $title }</b>
survey-purpose = { $purpose }
survey-size = { $count ->
        [one] { $count } question
       *[other] { $count } questions
    }, about { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. You can answer until { $day }, that day included.
survey-who-sees =
    🔒 This is confidential: nobody will see who answered what. The curator will see overall numbers and words without names, once the questionnaire is over and at least { $group } people have answered the question.
    Your questionnaires of different times are linked, to show what changes, so they are not “anonymous”. When exactly you answered is not part of the results.
survey-who-sees-form = This is your word as the curator about your school. It is not averaged: the curators of the school and the coordinator will see the answers with your name.
survey-glance = What the curator will see
survey-glance-form = What others will see
survey-who-sees-help = The last question is about help. Only the person you turn to will read it, and if nobody answers within three working days, whoever stands above them too.
survey-saved-at-once = Every answer is saved at once: you can leave and come back.
survey-begin = Begin

survey-progress = { $number } of { $total }
survey-about-mentor = Colleague: <b>{ $name }</b>
survey-about-mentee = Mentor: <b>{ $name }</b>
survey-question = <b>{ $text }</b>
survey-ends = { $minimum } – { $low }, { $maximum } – { $high }
survey-several = You can choose several.
survey-hint = <i>{ $text }</i>
survey-type = Write your answer as a message.
survey-your-text =
    Your answer: “{ $text }”

    To change it, write a new one.
survey-hard-to-say = Hard to say
survey-skip = Skip
survey-done = Done ›
survey-keep = Keep it ›

survey-review = <b>All done. Check your answers</b>
survey-review-about = <b>{ $name }</b>
survey-review-line = { $number }. { $label } – { $value }
survey-review-how = To change an answer, press its number. Nothing can be changed after sending.
survey-answer-hard = hard to say
survey-answer-skipped = skipped
survey-send = Send
survey-sent = Thank you, your questionnaire is sent. The answers cannot be changed any more.
survey-sent-kept = Nobody will see who answered what later on either: for as long as answers are kept, I show them only together, of { $group } people at least.

survey-which = Several questionnaires are waiting for you. Which one first?
survey-none = There is no questionnaire open for you now.
survey-all-sent = You have answered everything, thank you.
survey-next = The next questionnaire opens on { $day }. I will write to you.
survey-early = This questionnaire opens on { $day }.
survey-closed = The questionnaire closed on { $day }.
survey-nobody = This asked about colleagues paired with you, and just now there is none. No answer is needed.
survey-closed-unsent = You had not sent it, so your answers are not in the results.

survey-stale = You are past this question
survey-not-taken = I have not taken this message as an answer: the question has changed.
survey-use-buttons = Please press one of the buttons under the question.
survey-text-long = That is rather long: { $length } characters, and I can keep { $limit }. Please write it shorter.
survey-only-text = I understand only text and buttons here. Please answer the question above.
