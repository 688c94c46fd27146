decisions-button = 📌 What was decided
decisions-none-yet = Nothing is chosen yet.
decisions-line = • { $text }
decisions-how = Choose up to { $most } decisions: what you will do in the coming months. Everybody who was asked will read them, and the next questionnaire asks whether they have noticed a change.
decisions-own = ✏️ In your own words
decisions-tell = 📨 Tell the participants
decisions-type = Write the decision in one sentence, at most { $most } characters. All participants will read it, so please name nobody.
decisions-ask = { $count ->
        [one] { $count } person
       *[other] { $count } people
    } will get this message. The decisions cannot be changed afterwards.
decisions-yes = Yes, send it
decisions-told = The participants were told on { $day }.
decisions-told-to = On its way to { $count }. The messages leave in working hours.

decisions-message =
    <b>{ $round }: what was decided</b>
    { $place }

    Thank you for your answers. This is what will be done about them:
decisions-thanks = The next questionnaire will ask whether you have noticed a change.
decisions-asked =
    <b>{ $round } is over.</b> Answered: { $done } of { $all }.

    People are waiting to see what changes. Look at the results and choose up to { $most } decisions: the participants get them in one short message.

decisions-long = That is { $length } characters, and { $most } is the most. Please shorten it.
decisions-enough = More than { $most } decisions would be too many. Take one back if you need another.
decisions-not-over = The questionnaire is still open. Better decide when everybody has answered.
decisions-told-already = The participants have been told, so it cannot be changed.
decisions-none = Choose at least one decision first.
