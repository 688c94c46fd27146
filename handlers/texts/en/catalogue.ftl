# Advice on questionnaires: python -m bot questionnaires lint
catalogue-many-closed = { $count ->
        [one] { $count } closed question
       *[other] { $count } closed questions
    }: more than { $most } tire people out, better drop some.
catalogue-many-closed-because = { $count ->
        [one] { $count } closed question
       *[other] { $count } closed questions
    }, more than { $most }. The reason given: “{ $reason }”
catalogue-needless-reason = There is a reason why the questionnaire is long, but it has { $count } closed questions, at most { $most }: the reason can go.
catalogue-many-pair-items = { $count ->
        [one] { $count } question
       *[other] { $count } questions
    } about the pair: a mentor of three answers each three times, better at most { $most }.
catalogue-long-text = The question ({ $language }) is too long: { $length } characters, better up to { $most }.
catalogue-double-barrelled = These look like two questions in one ({ $language }): split them.
catalogue-leading = The words “{ $words }” ({ $language }) push towards an answer: ask neutrally.
catalogue-no-scale = { $item } asks “how much” but has no scale: make it a scale or ask differently.
catalogue-long-option = Option { $option } will not fit on a button: { $length } characters, better up to { $most }.
catalogue-no-way-out = { $item } leaves no way out to somebody who does not know: add “hard to say” or let it be skipped.
catalogue-no-hint = The hint of the open question { $item } does not ask for no names and nothing about particular pupils. Add it.
catalogue-not-russian = Field { $field }: the Russian text is written in Latin letters.
catalogue-not-english = Field { $field }: the English text has Russian letters in it.
catalogue-no-mirror = There is no { $mirror } to compare with in the other role's questionnaire of the same wave.
catalogue-other-mirror = { $mirror }, which it is to be compared with, has other answers or another scale.
catalogue-other-kind = { $item } has another kind, other answers or another scale than in { $other }: they cannot be compared.
catalogue-other-scope = { $item } is asked differently in { $other }: once per person or once per pair. Keep to one.
catalogue-other-label = { $item } has another label in { $other }: charts need the same one.
catalogue-other-words = { $other } has asked { $item } in other words: give a changed question a new code.
