paper-button = 🖨 On paper
paper-head =
    <b>On paper: { $name }</b>
    { $school }
paper-explain = Not answered yet: { $count }. For whom the bot is no help, print a form, type the answers into the table and send it here as a file. The data will say that they came on paper.
paper-nobody = Everybody here has answered: no paper is needed.
paper-not-open = This questionnaire is not open now, so no answers can be entered.
paper-form-mentor = 📄 The mentor's form
paper-form-mentee = 📄 The mentee's form
paper-form-curator = 📄 The curator's form
paper-table = 📗 Table for the answers
paper-file-mentor = Form for a mentor.docx
paper-file-mentee = Form for a mentee.docx
paper-file-curator = Form for a curator.docx
paper-file-table = Answers on paper.xlsx
paper-form-sent = The form can be printed, or changed in Word. For several colleagues, copy the part “About the colleague”.
paper-table-sent = A row is a person, a column is a question; under its code stands what to type. An empty row means that the form has not come back yet. Send the finished table here.

# On the form
paper-who = Full name: ______________________________   { $school }
paper-promise = The school's curator copies the answers into the bot and so will see them. Results show answers only when there are at least { $group } of them, without names. Please name no colleagues or pupils. If you need help, tell the curator or write to the bot: do not ask for it on this form.
paper-about-colleague = About the colleague: ______________________________
paper-only-if = If in question { $condition }
paper-several = Several may be ticked.
paper-thanks = Thank you! Please give the form back to the curator.

# The table that came back
paper-ask = The table has the answers of { $count ->
        [one] { $count } person
       *[other] { $count } people
    }. Enter them? They cannot be changed afterwards.
paper-name = • { $name }
paper-more = …and { $count } more
paper-done-already = These have answered by themselves, and their answers stay: { $names }.
paper-yes = Yes, enter them
paper-no = Do not enter
paper-entered = { $count ->
        [0] There was nothing to enter: everybody has answered by themselves.
        [one] The answers of { $count } person are entered.
       *[other] The answers of { $count } people are entered.
    }
paper-discarded = All right, nothing is entered. You can send the table again.
paper-gone = This table has been entered or put aside already. Send it again if you need to.
paper-mistakes = { $count ->
        [one] The table has { $count } mistake
       *[other] The table has { $count } mistakes
    }. Nothing is entered yet: please mend and send it again.
paper-mistake = • “{ $sheet }”, row { $row }, “{ $column }”: { $what }
paper-other-file = This is another table: take it by the button “Table for the answers”, type the answers and send it here.
paper-nothing-typed = The table is empty: nothing stands under the questions yet.
paper-row-wrong = there was no such row in the table (“{ $value }”). Please leave the first column as it is.
paper-cell-twice = this question is already answered in another row ({ $who })
paper-cell-scale = “{ $value }” does not fit: a number from { $low } to { $high } is wanted
paper-cell-single = “{ $value }” does not fit: one of { $options } is wanted
paper-cell-yes_no = “{ $value }” does not fit: one of { $options } is wanted
paper-cell-multiple = “{ $value }” does not fit: list some of { $options }, separated by “;”
paper-cell-text = longer than { $most } characters, please shorten it
