# Pictures: the choice
results-pictures = 📊 Pictures
results-pictures-choose =
    { $title }

    What shall I draw? It comes as a picture; n is how many people answered.
results-pictures-none = There is no such picture now: too few answers for it so far. What can be drawn is under “Pictures”.
results-pictures-back = ‹ To the pictures
results-pictures-page = Part { $page } of { $pages }
results-pictures-means = Means
results-pictures-radar = Areas in a circle
results-pictures-distributions = How people answered
results-pictures-changes = What has changed
results-pictures-gaps = Where they see differently
results-pictures-band = The school among others

# Pictures: what they show
results-pictures-what-means = Means
results-pictures-what-radar = Self-assessment by area: 1 is very hard, 5 is easy
results-pictures-what-distributions = How the answers are distributed
results-pictures-what-changes = Those who answered both times: means and difference
results-pictures-what-gaps = Where they see differently: { $shown } of { $all } questions
results-pictures-what-band = The school among others: means
results-pictures-gap = { $text }: { $apart } apart
results-pictures-expected = Expected and came true (before: { $round })
results-pictures-was = Before and now (before: { $round })
results-pictures-marks-changes = A hollow mark is before, a filled one is now.
results-pictures-twice = n is how many people answered both times. Fewer than { $k } people are not shown.
results-pictures-marks-expected = Expectation and fact are two questions: the difference is no growth.
results-pictures-marks-shares = Numbers on the bars are per cent, and counts of answers where there are fewer than { $share }.
results-pictures-marks-single = Marks are shown when at least { $n } people answered.
results-pictures-marks-radar = Mentees rate themselves, mentors rate their mentees.
results-pictures-marks-band = The mark is the school. The bar is the middle half of the schools' means, the line is the mean of all schools: { $whole }. Neither names of schools nor their places are here.
results-pictures-schools = schools: { $n }
results-pictures-answers = answers: { $n }
results-pictures-group-1 = low ({ $values })
results-pictures-group-2 = middling ({ $values })
results-pictures-group-3 = good ({ $values })
results-pictures-group-4 = high ({ $values })
results-pictures-share = { $share }%
results-pictures-level-from = { $name }: from { NUMBER($bound, minimumFractionDigits: 1) }
results-pictures-level-below = { $name }: below { NUMBER($bound, minimumFractionDigits: 1) }

# Pictures: in Word
reports-picture = Figure { $number }. { $what }, n = { $people }. Fewer than { $k } people are not shown.
reports-picture-alt = { $what }. { $round }, { $place }. The numbers are in the tables of this document.
reports-gaps-note = Ratings given by both sides, those that differ most first.
reports-column-apart = Apart
