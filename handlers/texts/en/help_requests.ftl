section-support = 🤝 I need help
command-support = Ask for help: nobody learns of it who need not
section-requests = 🤝 Requests for help
command-requests = Requests for help that wait for you

help-kind-methodical = Get help with methods
help-kind-curator = Talk to the curator
help-kind-psychologist = Talk to the psychologist
help-kind-find_psychologist = Ask the curator to find a psychologist
help-kind-mentor = Talk to my mentor
help-kind-change_mentor = Change my mentor
help-kind-lay_down = Lay down my duties as a mentor
help-kind-other = Help is needed

help-title = <b>How can I help?</b>
help-promise = Before a request is sent I show who will read it. I do not ask for reasons.
help-own = <b>Your requests</b>
help-own-line = • { $what } — { $state }
help-state-waits = waiting, to be answered by { $day }
help-state-nobody = waiting: there is nobody to read it yet
help-state-late = waiting, though it should have been answered by { $day }
help-state-up = waiting: nobody answered by { $day }, and now it is seen further up too ({ $names })
help-state-taken = { $name } is dealing with it
help-state-done = settled on { $day }
help-more = { $names } and { $count } more
help-requests = Requests to me · { $count }
help-undo = Take back: { $what }
help-undone = The request is taken back. If somebody has read it already, it can no longer be answered.
help-undo-late = Somebody is dealing with it already

help-ask = <b>{ $what }</b>
help-ask-readers = { $count ->
        [one] { $names } will read the request
       *[other] These people will read the request: { $names },
    } in working hours.
help-ask-by = It is to be answered by { $day }.
help-ask-up = If nobody takes it on by { $day }, { $count ->
        [one] { $names } will see it too.
       *[other] these people will see it too: { $names }.
    }
help-ask-nobody = There is nobody to read the request yet. I will keep it and pass it on as soon as there is. If it cannot wait, please talk in person.
help-ask-promise = Nobody else will see it, and it stays out of the statistics. I do not ask for reasons, and there is no need to write about your health: only the request itself and your name are passed on.
help-instead-psychologist = No psychologist who could read the request is in the bot yet. But you can ask the curator:
help-instead-mentor = Your mentor cannot read the request in the bot yet. But you can turn to the curator:
help-send = Send the request
help-sent = The request is sent. As soon as somebody takes it on, I will write to you.
help-sent-already = This request has been sent already
help-changed = Please look again at who will read it: that has changed since

help-request =
    <b>{ $name }</b> asks for help: “{ $what }”.
    { $place }

    It is to be answered by { $day }. This is a private request: nobody but those it is addressed to sees it.
help-late =
    A request for help was not answered by { $day }: <b>{ $name }</b>, “{ $what }”.
    { $place }

    Will you take it on? This is a private request: nobody but those it is addressed to sees it.
help-take = I will take it on
help-yours =
    The request is yours: <b>{ $name }</b>, “{ $what }”.
    { $place }

    I have passed on that you know and will get in touch. When it is settled, press “Settled”.
help-phone = Phone: { $phone }
help-next-change_mentor = Who becomes the mentor is up to you. I change nothing by myself.
help-next-lay_down = Who takes over the pair is up to you. I change nothing by myself.
help-done = Settled
help-closed =
    Settled: <b>{ $name }</b>, “{ $what }”.
    { $place }
help-others = { $name } is already in touch. Thank you for responding.
help-person = Card: { $name }
help-to-list = ‹ All requests
help-taken = { $name } knows about your request and will get in touch with you.
help-settled = Your request for help is settled.
help-gone = This request is not with you any more: it was taken back, settled or passed on. What waits for you now: /support

help-list = <b>Requests that wait for you</b>
help-list-empty = No requests wait for you just now.
help-list-line =
    <b>{ $name }</b>: { $what }
    { $place }, to be answered by { $day }
help-list-late =
    <b>{ $name }</b>: { $what }
    { $place }, should have been answered by { $day }
help-list-mine =
    <b>{ $name }</b>: { $what }
    { $place }, yours
help-list-private = These are private requests. Please do not forward them.
help-remind = { $name }, { $count ->
        [one] this request still waits for an answer:
       *[other] these requests still wait for an answer:
    }

    { $lines }
help-remind-line = • <b>{ $name }</b>, “{ $what }” — by { $day }

help-goes-to = { $count ->
        [one] { $names } will read your request for help
       *[other] These people will read your request for help: { $names },
    } in working hours.
help-nobody-else = Nobody else sees it.
help-goes-up = If nobody takes it on by { $day }, { $count ->
        [one] { $names } will see it too.
       *[other] these people will see it too: { $names }.
    }
help-nobody-curator = I have kept your request for help, but there is nobody to pass it to yet: no curator who could read it is in the bot yet. I will pass it on as soon as one is. If it cannot wait, please talk to the curator in person.
help-nobody-psychologist = I have kept your request for help, but there is nobody to pass it to yet: no psychologist who could read it is in the bot yet. I will pass it on as soon as one is. If it cannot wait, please turn to the psychologist in person.
help-nobody-mentor = I have kept your request for help, but there is nobody to pass it to yet: your mentor cannot read it in the bot just now. I will pass it on as soon as that is possible. If it cannot wait, please talk to your mentor in person.
