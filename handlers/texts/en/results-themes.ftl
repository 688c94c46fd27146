# Themes of what people typed
themes-button = 🏷 Themes
themes-top = Themes: { $themes }
themes-question = { $label }, { $who }
themes-choose =
    The bot has sorted the answers into themes by the words in them. Where it is wrong, you can correct it.

    Which question shall I show?
themes-nothing = Nothing to show yet: fewer than { $k } people answered each question in their own words.
themes-how = How many answers are about what. One answer may have several themes.
themes-line = { $name } — { $n }
themes-under = Theme “{ $name }”: { $n ->
        [one] { $n } answer
       *[other] { $n } answers
    }
themes-answer = { $number }. { $text }
themes-answer-times = { $number }. { $text } (×{ $n })
themes-press = Wrong theme? Press the number of the answer.
themes-no-answers = There are no answers with this theme now.
themes-words = “{ $text }”
themes-now = Now: { $themes }
themes-equal = { $n ->
        [one] { $n } answer says so; its themes are shared by all that do.
       *[other] { $n } answers say so; they share their themes.
    }
themes-toggle = Press a theme to put it on or take it off. Without any theme the answer goes to “Other”.
themes-new = ＋ New theme
themes-undo = As it was
themes-reset = All as they were
themes-rename = Rename
themes-drop = Delete the theme
themes-back = ‹ Themes
themes-back-answers = ‹ Answers
themes-back-questions = ‹ Questions
themes-back-texts = ‹ In their own words
themes-ask = What shall the new theme be called? Send one message, up to { $most } characters. No names, please: it goes into documents.
themes-ask-rename = What shall the theme “{ $name }” be called? Send one message, up to { $most } characters. No names, please: it goes into documents.
themes-empty = The name of a theme needs at least one word. Please try again.
themes-long = That is long for a name: { $length } characters, and there is room for { $most }. Please make it shorter.
themes-taken = There is a theme “{ $name }” already. Please choose another name.
themes-enough = There are { $most } themes of your own already, and no room for more. Delete one you do not need.
themes-gone = That is not there any more. This is how things are now.

# The workbook and the documents
results-sheet-themes = Themes of answers
themes-column-themes = Themes
themes-column-theme = Theme
themes-column-answers = Answers
themes-column-of = Answers in all
themes-line-of = { $label }, { $who }: { $themes }
themes-of = { $name } — { $share }
