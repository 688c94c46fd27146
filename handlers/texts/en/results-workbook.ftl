# Charts of the workbook
results-sheet-gaps = Differences
results-sheet-shares = Shares of answers
results-gap-column-apart = How far apart
results-gap-column-difference = Mentors minus mentees
results-shares-options = Number of answers
results-chart-label = Label in the chart
results-chart-hidden = hidden
results-chart-axis = Mean mark
results-chart-areas = The six areas: mean mark from 1 (very hard) to 5 (at ease)
results-chart-gaps = Where mentors and mentees see differently
results-chart-shares = How the answers are divided (the numbers are answers)
results-chart-several = People who chose the answer
results-chart-before = Before
results-chart-after = After
results-chart-hoped = Expected
results-chart-came = How it was

# The method
results-name-gaps = Differences
results-rule-gaps = Questions with a mark that both mentors and mentees were asked. The difference is the mentors' mean minus the mentees'. A question is listed when at least { $k } people of each role answered it. Everybody who answered counts, not pair by pair.
results-name-cuts = By form and experience
results-rule-cuts = Form, experience and area are those of the day on which a questionnaire was sent. Who has pairs of several forms, or has not told their experience, is in no part. A part is shown if neither it nor what remains leaves fewer than { $k } people, even when schools and parts are added and subtracted. Answers in one's own words and single marks are not shown by part, nor are questions that not everybody is asked.
results-name-groups = Shares of answers
results-rule-groups = Marks are put together in four groups. Of 1 to 10 these are 1–4, 5–6, 7–8 and 9–10, of 1 to 5 they are 1–2, 3, 4 and 5. Marks need at least { $twice } people who answered, other questions at least { $k }.
results-name-themes = Themes of answers
results-rule-themes = The bot finds themes by the words of an answer, and the curator corrects them in the chat. An answer may have several themes, so they add up to more than the answers. Where no theme was found it says “Other”.
results-name-charts = Charts
results-rule-charts = Excel draws them from the cells of this workbook; n in a label is how many people answered, mentors and mentees with a slash between them. Nothing hidden is in the charts.
