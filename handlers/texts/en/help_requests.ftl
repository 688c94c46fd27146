help-request =
    <b>{ $name }</b> asks for help: “{ $what }”.
    { $place }

    This is a private request: nobody but those it is addressed to sees it.
help-take = I will get in touch
help-yours =
    The request is yours: <b>{ $name }</b>, “{ $what }”.
    { $place }

    I have passed on that you know and will get in touch.
help-phone = Phone: { $phone }
help-others = { $name } is already in touch. Thank you for responding.
help-taken = { $name } knows about your request and will get in touch with you.
help-goes-to = Your request for help will be read in working hours by { $names }. { $count ->
        [one] Nobody else sees it.
       *[other] Nobody but them sees it.
    }
help-nobody-curator = I have kept your request for help, but there is nobody to pass it to yet: no curator who could read it is in the bot yet. I will pass it on as soon as one is. If it cannot wait, please talk to the curator in person.
help-nobody-psychologist = I have kept your request for help, but there is nobody to pass it to yet: no psychologist who could read it is in the bot yet. I will pass it on as soon as one is. If it cannot wait, please turn to the psychologist in person.
