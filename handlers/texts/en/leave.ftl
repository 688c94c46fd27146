leave-button-off-mine = 🌴 I am on leave
leave-button-on-mine = 🌴 I am on leave: change
leave-button-off-theirs = 🌴 On leave
leave-button-on-theirs = 🌴 Leave: change
leave-ask-mine =
    { $name }, what is the last day of your leave? Choose a day or write it, such as 25 December.

    I do not need the reason. Until you are back I do not write first: no questionnaires, no reminders.
leave-ask-theirs =
    { $name }: what is the last day of the leave? Choose a day or write it, such as 25 December.

    No reason is needed. Until then the bot does not write first to this person.
leave-unknown = Not known yet
leave-till-mine = All right, I do not write first till { $day } inclusive. What is still needed then comes when you are back. You can answer questionnaires and note meetings now as well, if you wish.
leave-open-mine = All right, I do not write first till you are back. Press “I am back at work” when it is time. You can answer questionnaires and note meetings now as well, if you wish.
leave-till-theirs = { $name }: the bot does not write first till { $day } inclusive.
leave-open-theirs = { $name }: the bot does not write first until the return is noted.
leave-come-back-mine = I am back at work
leave-come-back-theirs = Back at work
leave-other-day = Another day
leave-over-mine = Welcome back, { $name }! What is still open comes in working hours.
leave-over-theirs = { $name }: the leave is over. What is still open comes in working hours.
leave-line = 🌴 On leave till { $day }: the bot does not write first.
leave-line-open = 🌴 On leave: the bot does not write first.
leave-past = { DATETIME($day, dateStyle: "long") } is over. Choose today or a later day.
leave-too-far = That is too far ahead. Choose a day within a year, or press “Not known yet”.
