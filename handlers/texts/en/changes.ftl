# What has changed: the same people in two questionnaires
results-changes = What has changed
results-changes-head = Only those who answered the question both times: n is how many.
results-changes-none = There is nothing to compare: no earlier questionnaire of this year asked the same, or it is not finished yet.
results-changes-hidden = Lines not shown: { $n }. Fewer than { $k } people answered both times, or the rest would tell the answers of those who answered once.
results-changes-left-out = Some of those who answered both times (up to { $n } people) are not in the numbers, chosen by chance: so nobody can work out what somebody said who answered only once.
results-change-was = <b>Before → now.</b> Before: { $round }
results-change-expected = <b>Expected → came true.</b> Before: { $round }. These are different questions, the difference is no growth.
results-change-ways = higher { $better }, the same { $same }, lower { $worse }
results-change-interval = for all such people most likely { $low } to { $high }
results-change-notable = a notable change ({ $p })
results-change-chance = may well be chance ({ $p })
results-change-p = p = { NUMBER($p, minimumFractionDigits: 3, maximumFractionDigits: 3) }
results-change-p-least = p &lt; { NUMBER(0.001, minimumFractionDigits: 3) }
results-sample-change = { $who }: … → … · n = …, higher …, the same …, lower …

# Where the sides see differently
results-gaps = Where they see differently
results-gaps-head = Questions to both sides. Those whose means are furthest apart come first.
results-gaps-none = Nothing to compare yet: it takes ratings that at least { $k } people of each role have given.
results-gap = <b>{ $text }</b>: { $apart } apart
results-sample-gaps = If the other side is asked the same, the means of both sides stand beside each other on the page “Where they see differently”.

# Excel workbook
results-sheet-changes = Changes
results-change-column-since = compared with
results-change-column-people = people
results-change-column-answers = answers
results-change-column-before = before
results-change-column-after = now
results-change-column-change = difference
results-change-column-low = interval from
results-change-column-high = interval to
results-change-column-better = higher
results-change-column-same = the same
results-change-column-worse = lower
results-change-column-p = p
results-change-few = fewer than { $k } people answered both times, or the rest would tell the answers of others, so it is not shown
results-change-yes = a notable change
results-change-no = may well be chance
results-change-left-out = without { $n } people: by chance, or few answers
results-name-change = Changes
results-rule-change = The answers of the same people in the same school are compared, to the same question and about the same pair. The interval (95 %, Student) is shown when there are at least { $twice } such people; the test whether a change is notable (Student's paired test, p = 0.05) from 20 people on. p is corrected after Holm, as many questions are tested at once. Where only a few of a school answered once, some of those who answered twice are left out with them, by chance: otherwise the difference would give these few away. The opening questionnaire asks what people expect: the difference from it is no growth.

# Word
reports-no-changes = Nothing can be shown: fewer than { $k } people answered each question both times, or the rest would tell the answers of others.
reports-changes-note = The same people, who answered both times. The opening questionnaire asked what they expected, so the difference from it is no growth. Fewer than { $k } people are not shown, nor those who could be told by what remains. Tests are made from 20 people on.
reports-column-since = Compared with
reports-column-change = Change
reports-column-ways = How many answers
