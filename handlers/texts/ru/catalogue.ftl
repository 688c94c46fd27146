# Советы по анкетам: python -m bot questionnaires lint
catalogue-many-closed = { $count ->
        [one] { $count } закрытый вопрос
        [few] { $count } закрытых вопроса
       *[many] { $count } закрытых вопросов
    }: больше { $most } утомляют, лучше что-то убрать.
catalogue-many-pair-items = { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[many] { $count } вопросов
    } о паре: наставник троих ответит на каждый трижды, лучше не больше { $most }.
catalogue-long-text = Вопрос ({ $language }) слишком длинный: { $length } зн., лучше до { $most }.
catalogue-double-barrelled = Похоже, здесь два вопроса в одном ({ $language }): разделите их.
catalogue-leading = Слова «{ $words }» ({ $language }) подталкивают к ответу: спросите нейтрально.
catalogue-long-option = Вариант { $option } не поместится на кнопке: { $length } зн., лучше до { $most }.
catalogue-no-way-out = В { $item } некуда деться тому, кто не знает ответа: добавьте «затрудняюсь ответить» или пропуск.
catalogue-no-hint = Под открытым вопросом { $item } нет подсказки: попросите не называть имён.
catalogue-not-russian = Поле { $field }: русский текст написан латиницей.
catalogue-not-english = Поле { $field }: в английском тексте есть русские буквы.
catalogue-no-mirror = Нет вопроса { $mirror }, с которым предложено сравнивать, в анкете другой роли за ту же волну.
catalogue-other-mirror = У вопроса { $mirror }, с которым предложено сравнивать, другие ответы или шкала.
catalogue-other-kind = У { $item } другой вид, ответы или шкала, чем в { $other }: сравнить не получится.
catalogue-other-scope = { $item } в { $other } спрашивают иначе: раз о человеке или отдельно о каждой паре. Оставьте что-то одно.
catalogue-other-label = { $item } в { $other } подписан иначе: на графиках подпись должна быть одна.
