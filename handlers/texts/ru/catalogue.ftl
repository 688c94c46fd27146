# Советы по анкетам: python -m bot questionnaires lint
catalogue-many-closed = { $count ->
        [one] { $count } закрытый вопрос
        [few] { $count } закрытых вопроса
       *[many] { $count } закрытых вопросов
    }: больше { $most } утомляют, лучше что-то убрать.
catalogue-many-closed-because = { $count ->
        [one] { $count } закрытый вопрос
        [few] { $count } закрытых вопроса
       *[many] { $count } закрытых вопросов
    }, больше { $most }. Причина названа: «{ $reason }».
catalogue-needless-reason = Названа причина, почему анкета длинная, а закрытых вопросов в ней { $count }, не больше { $most }: причину можно убрать.
catalogue-many-pair-items = { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[many] { $count } вопросов
    } о паре: наставник троих ответит на каждый трижды, лучше не больше { $most }.
catalogue-long-text = Вопрос ({ $language }) слишком длинный: { $length } зн., лучше до { $most }.
catalogue-double-barrelled = Похоже, здесь два вопроса в одном ({ $language }): разделите их.
catalogue-leading = Слова «{ $words }» ({ $language }) подталкивают к ответу: спросите нейтрально.
catalogue-no-scale = { $item } спрашивает «насколько», а шкалы нет: сделайте вопрос шкалой или спросите иначе.
catalogue-long-option = Вариант { $option } не поместится на кнопке: { $length } зн., лучше до { $most }.
catalogue-no-way-out = В { $item } некуда деться тому, кто не знает ответа: добавьте «затрудняюсь ответить» или пропуск.
catalogue-no-hint = Подсказка под открытым вопросом { $item } не просит обойтись без имён и сведений об учениках. Добавьте эту просьбу.
catalogue-not-russian = Поле { $field }: русский текст написан латиницей.
catalogue-not-english = Поле { $field }: в английском тексте есть русские буквы.
catalogue-no-mirror = Нет вопроса { $mirror }, с которым предложено сравнивать, в анкете другой роли за ту же волну.
catalogue-other-mirror = У вопроса { $mirror }, с которым предложено сравнивать, другие ответы или шкала.
catalogue-other-kind = У { $item } другой вид, ответы или шкала, чем в { $other }: сравнить не получится.
catalogue-other-scope = { $item } в { $other } спрашивают иначе: раз о человеке или отдельно о каждой паре. Оставьте что-то одно.
catalogue-other-label = { $item } в { $other } подписан иначе: на графиках подпись должна быть одна.
catalogue-other-words = В { $other } под кодом { $item } уже спрашивали другими словами: изменённому вопросу дайте новый код.
