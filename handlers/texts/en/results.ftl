# Choosing a questionnaire and a school
results-no-rounds = There have been no questionnaires in the school year { $year } yet. Once they open, you will see here who has answered, and afterwards what your colleagues think. Their days: /waves
results-choose-round = Which questionnaire's results would you like to see?
results-choose-place = <b>{ $round }</b>

    Choose a school. The line with “Σ” is all schools together.
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
results-answered = { $who }: { $done } of { $all } answered
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
results-role-curator = Curators
results-role-municipal_coordinator = Coordinators
results-role-head = Heads
results-role-psychologist = Psychologists
results-role-council_member = Council members
results-side-then = As it was at the start of the year, in their view
results-heading = <b>{ $text }</b>
results-legend = Mean ratings. n is how many people answered.

results-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
results-median = median { NUMBER($value, maximumFractionDigits: 1) }
results-range = from { $low } to { $high }
results-grown = Have grown, as they see it: { $up } of { $n }, no change { $same }, worse { $down }.
results-growth = Grown over the year: { $value }
results-n = n = { $n }
results-n-pairs = n = { $n }, pairs { $answers }
results-missing = no answer { $n }
results-few = fewer than { $k } people answered, so it is not shown
results-few-role = { $who }: fewer than { $k } people answered each question, so their answers are not shown.
results-left-out = without the answers of { $n } from schools where fewer than { $k } answered
results-left-out-total = Some overall numbers leave out schools where fewer than { $k } people answered ({ $n } people at most): otherwise their answers could be worked out.
results-page = page { $page } of { $pages }
results-workbook = 📗 Excel
results-distributions = Distributions
results-texts = In their own words
results-response = Response
results-larger = Σ All schools together
results-back = ‹ To the results
results-count-share = { $n } ({ $share }%)
results-single-values = Single ratings are shown when at least { $n } people answered.
results-no-texts = This questionnaire had no open questions.
results-no-picture = There is nothing to draw yet: no question with marks or options was answered by at least { $k } people.
results-area-subj = The subject
results-area-meth = Teaching methods
results-area-psyp = Work with the class
results-area-comm = Getting on with people
results-area-ict = Digital means
results-area-norm = Rules and papers
results-level-deficit = marked deficit
results-level-zone = room to grow
results-level-enough = enough
results-level-resource = strength

# The curators' own form about their schools
results-forms-whose = These are the curators' own words about their schools, with their names. The curators of the school and the coordinator see them.
results-forms-none = Nobody has answered yet.
results-forms-line = { $school } ({ $author }): { $sum }
results-forms-head = <b>{ $author }</b>: { $sum }
results-forms-sum = { $n } of { $most }, { $level }
results-forms-part = { $n } of { $most }, not everything is answered ({ $given })
results-forms-point = { $label } – { $points }
results-forms-open = no answer
results-forms-words = { $label }: “{ $text }”
results-form-optimal = optimal level
results-form-acceptable = acceptable level
results-form-unacceptable = unacceptable level

# What the curator will see, before the questionnaire is answered
results-sample-head =
    <b>What the curator will see</b>
    { $title }

    There will be numbers in place of the dots, and only once it is over. A question that fewer than { $k } people answer is not shown at all; the lowest, the highest and single ratings are shown from { $twice } people on. Names and the time of answers are neither here nor in the Excel file.
results-sample-form =
    <b>What others will see</b>
    { $title }

    You fill this in as the curator, in your own name. The curators of your school and the coordinator will see its answers, your name and the sum of the points.
results-sample-downloads = { $n ->
        [0] Nobody has downloaded a file with these results yet.
        [one] These results have been downloaded once.
       *[other] These results have been downloaded { $n } times.
    }
results-sample-scale = { $who }: <b>…</b> · median … · n = …
results-sample-choice = { $who } (n = …)
results-sample-text = { $who }: • … (answers in full, without names and shuffled)
results-sample-more = The other pages and files are made of the same numbers: pictures, means over the years, means by form of mentoring, tenure and area of work (only where they tell nobody apart), themes of what people wrote, Word and Excel.
results-sample-private = The question about help is not here: it never becomes part of the results.
results-sample-back = ‹ To the questionnaire

# The picture
results-picture-note = n is how many people answered. Fewer than { $k } people are not shown.

# The Excel workbook
results-sheet-summary = Summary
results-sheet-means = Means
results-sheet-distributions = Distributions
results-sheet-texts = In their own words
results-sheet-areas = Areas
results-sheet-forms = Curators' forms
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
results-column-growth = Growth over the year
results-column-level-deficit = marked deficit
results-column-level-zone = room to grow
results-column-level-enough = enough
results-column-level-resource = strength
results-area = Area
results-school = School
results-curator = Curator
results-sum = Sum
results-level = Level
results-in-words = In their own words
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
results-fact-paper = Handed in on paper, of those sent
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
results-name-areas = Areas
results-rule-areas = An area's mean is the mean of its statements. The level is found for each person: the mean of their answers, if they answered at least three of the four statements of the area. Below 2.5 it is a marked deficit, from 2.5 room to grow, from 3.5 enough, from 4.5 a strength. A mentor rates an area as a whole, for each colleague.
results-name-then = Growth over the year
results-rule-then = In May the same person answers twice: as it is now, and as it was at the start of the year in today's view. Growth is the difference of the two means.
results-name-form = The curator's form
results-rule-form = Nine points of 0 to 2, 18 at most. From 15 the level is optimal, from 9 acceptable, below that unacceptable. It is given when all nine are answered. These are the curator's own words about the school, not a summary of opinions.

# Over the years
results-trend = Over the years
results-trend-head = Means as each questionnaire showed them: { $rounds }. A dash: not asked, or too few answered.
results-trend-expected = The first questionnaire asks what people expect, the others how it is.
results-trend-none = There is nothing to compare with yet: it takes one more finished questionnaire in which at least { $k } people answered the same questions.
results-trend-year = { $who }, { $year }: { $told }
results-trend-point = <b>{ $value }</b> (n = { $n })
