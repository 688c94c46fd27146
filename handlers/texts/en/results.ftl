# Choosing a questionnaire and a school
results-no-rounds = There have been no questionnaires this school year yet. Once their days are set, you will see here who has answered, and afterwards what your colleagues think.
results-choose-round = Which questionnaire's results would you like to see?
results-choose-place = <b>{ $round }</b>

    Choose a school. The line with “Σ” is all schools together.
results-round-intro = Opening questionnaire
results-round-interim = Midway questionnaire
results-round-final = Closing questionnaire
results-phase-planned = to come
results-phase-open = under way
results-phase-closed = finished
results-phase-missed = not held

results-title-planned =
    <b>{ $round }</b>
    { $place }
    Opens on { $opens }.
results-title-open =
    <b>{ $round }</b>
    { $place }
    { $all ->
        [1] Under way, the last day is { $closes }.
       *[other] Under way, the last day is { $closes }. Schools finished: { $done } of { $all }.
    }
results-title-closed =
    <b>{ $round }</b>
    { $place }
    Finished: { $opens } – { $closes }.
results-title-missed =
    <b>{ $round }</b>
    { $place }
    Not held.

# Response
results-answered-mentor = Mentors: { $done } of { $all } answered
results-answered-mentee = Mentees: { $done } of { $all } answered
results-nobody-invited = Nobody has been invited yet.
results-count-started = Begun but not sent: { $n }
results-count-notified = Not begun: { $n }
results-count-no_account = Never opened the bot: { $n }
results-count-blocked = Blocked the bot: { $n }
results-count-no_consent = Gave no consent: { $n }
results-count-muted = Switched reminders off: { $n }
results-later = Answers will be shown once it is over, and only together: nobody will see who answered what.
results-later-whole = The overall results will be shown once all schools have finished, and only together: nobody will see who answered what.

# Results
results-role-mentor = Mentors
results-role-mentee = Mentees
results-legend = Mean ratings. n is how many people answered.

results-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
results-median = median { NUMBER($value, maximumFractionDigits: 1) }
results-range = from { $low } to { $high }
results-n = n = { $n }
results-n-pairs = n = { $n }, pairs { $answers }
results-missing = no answer { $n }
results-few = fewer than { $k } people answered, so it is not shown
results-few-mentor = Mentors: fewer than { $k } people answered each question, so their answers are not shown.
results-few-mentee = Mentees: fewer than { $k } people answered each question, so their answers are not shown.
results-left-out = without the answers of { $n } from schools where fewer than { $k } answered
results-left-out-total = Some overall numbers leave out schools where fewer than { $k } people answered ({ $n } people at most): otherwise their answers could be worked out.
results-page = page { $page } of { $pages }
results-picture = 📊 Picture
results-workbook = 📗 Excel
results-distributions = Distributions
results-texts = In their own words
results-response = Response
results-larger = Σ All schools together
results-back = ‹ To the results
results-count-share = { $n } ({ $share }%)
results-single-values = Single ratings are shown when at least { $n } people answered.
results-no-texts = This questionnaire had no open questions.
results-no-picture = There is nothing to draw yet: no rating question was answered by at least { $k } people.
results-picture-note = n is how many people answered. Fewer than { $k } people are not shown.

# The Excel workbook
results-sheet-summary = Summary
results-sheet-means = Means
results-sheet-distributions = Distributions
results-sheet-texts = In their own words
results-sheet-method = Method
results-both = All
results-response-invited = Invited
results-response-submitted = Answered
results-response-started = Begun and not sent
results-response-notified = Not begun
results-response-no_account = Never opened the bot
results-response-blocked = Blocked the bot
results-response-no_consent = Gave no consent
results-response-muted = Switched reminders off
results-response-share = Response rate
results-by-school = Answered by school
results-of = { $done } of { $all }
results-question = Question
results-option = Answer
results-who = Who
results-answer = Answer
results-note = Note
results-column-mean = mean
results-column-median = median
results-column-from = from
results-column-to = to
results-column-people = people
results-column-answers = answers
results-column-missing = no answer
results-column-share = share
results-chart = Mean ratings
results-few-single = single ratings are shown when at least { $k } people answered
results-missing-hard_to_say = Hard to say
results-missing-skipped = Skipped
results-method-what = What
results-method-how = How
results-fact-place = Organisation
results-fact-round = Questionnaire
results-fact-waves = Schools
results-fact-opens = First day
results-fact-closes = Last day
results-fact-made = Workbook made on
results-fact-least = Smallest group (k), people
results-fact-hidden = Hidden cells (question and role)
results-fact-rest = Left out of overall numbers, people at most
results-name-scale = Scale
results-rule-scale = Ratings are whole numbers, usually from 1 (least) to 10 (most). The mean is the sum of the answers divided by their number; the median is the answer in the middle.
results-name-n = People (n)
results-rule-n = How many different people gave an answer of substance. Only questionnaires that were sent count.
results-name-pairs = Answers
results-rule-pairs = A mentor answers a question about the pair for each mentee, so there may be more answers than people. The mean is taken over answers.
results-name-missing = No answer
results-rule-missing = “Hard to say” and skipped questions are counted apart. They are not part of the means and are never a zero.
results-name-hide = What is hidden
results-rule-hide = When fewer than { $k } people in a role answered a question, the answers are not shown: one could guess who answered what.
results-name-rest = Overall numbers
results-rule-rest = Answers of small schools are part of the overall numbers when at least { $k } people gave them between them. Otherwise they are not: they could be worked out by subtracting the other schools.
results-name-single = Single ratings
results-rule-single = The lowest and the highest rating (“from”, “to”) and the distribution of ratings are shown when at least { $twice } people answered.
results-name-share = Shares
results-rule-share = Percentages are given for { $share } answers or more. Below that there are only numbers.
results-name-texts = In their own words
results-rule-texts = Shown without names and in shuffled order when at least { $k } people answered. Before you pass the workbook on, take out names if there are any.
