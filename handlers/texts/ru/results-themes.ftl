# Темы ответов своими словами
themes-button = 🏷 Темы
themes-top = Темы: { $themes }
themes-question = { $label }, { $who }
themes-choose =
    Бот разложил ответы по темам: по словам, которые в них встречаются. Ошибку можно поправить.

    Темы какого вопроса показать?
themes-nothing = Показывать пока нечего: своими словами на каждый вопрос ответило меньше { $k } человек.
themes-how = Сколько ответов о чём. В одном ответе бывает несколько тем.
themes-line = { $name } — { $n }
themes-under = Тема «{ $name }»: { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    }
themes-answer = { $number }. { $text }
themes-answer-times = { $number }. { $text } (×{ $n })
themes-press = Тема не та? Нажмите номер ответа.
themes-no-answers = Ответов с этой темой сейчас нет.
themes-words = «{ $text }»
themes-now = Сейчас: { $themes }
themes-equal = { $n ->
        [one] Так написали в { $n } ответе: темы у всех общие.
       *[other] Так написали в { $n } ответах: темы у всех общие.
    }
themes-toggle = Нажмите тему, чтобы поставить или снять её. Без единой темы ответ попадёт в «Другое».
themes-new = ＋ Новая тема
themes-undo = Вернуть как было
themes-reset = Вернуть все как было
themes-rename = Переименовать
themes-drop = Удалить тему
themes-back = ‹ К темам
themes-back-answers = ‹ К ответам
themes-back-questions = ‹ К вопросам
themes-back-texts = ‹ К ответам своими словами
themes-ask = Как назвать новую тему? Напишите одним сообщением, до { $most } знаков. Без имён: название попадёт в документы.
themes-ask-rename = Как переименовать тему «{ $name }»? Напишите одним сообщением, до { $most } знаков. Без имён: название попадёт в документы.
themes-empty = В названии темы должно быть хоть одно слово. Напишите ещё раз.
themes-long = { $length ->
        [one] Длинновато для названия: { $length } знак, а поместится { $most }. Напишите короче.
        [few] Длинновато для названия: { $length } знака, а поместится { $most }. Напишите короче.
       *[many] Длинновато для названия: { $length } знаков, а поместится { $most }. Напишите короче.
    }
themes-taken = Тема «{ $name }» уже есть. Придумайте другое название.
themes-enough = Своих тем уже { $most }, больше не поместится. Удалите ненужную.
themes-gone = Этого уже нет. Показываю, как сейчас.

# Книга Excel и документы
results-sheet-themes = Темы ответов
themes-column-themes = Темы
themes-column-theme = Тема
themes-column-answers = Ответов
themes-column-of = Всего ответов
themes-line-of = { $label }, { $who }: { $themes }
themes-of = { $name } — { $share }
