# Картинки: выбор
results-pictures = 📊 Картинки
results-pictures-choose =
    { $title }

    Что нарисовать? Пришлю картинкой; n — сколько человек ответило.
results-pictures-none = Такой картинки сейчас нет: для неё пока мало ответов. Что можно нарисовать, видно по кнопке «Картинки».
results-pictures-back = ‹ К картинкам
results-pictures-page = Часть { $page } из { $pages }
results-pictures-means = Средние оценки
results-pictures-radar = Области по кругу
results-pictures-distributions = Как отвечали
results-pictures-changes = Что изменилось
results-pictures-gaps = Где видят по-разному
results-pictures-band = Школа среди других

# Картинки: что на них
results-pictures-what-means = Средние оценки
results-pictures-what-radar = Самооценка по областям: 1 — очень трудно, 5 — свободно
results-pictures-what-distributions = Как распределились ответы
results-pictures-what-changes = Те, кто ответил оба раза: средние и разность
results-pictures-what-gaps = Где видят по-разному: вопросов { $shown } из { $all }
results-pictures-what-band = Школа среди других: средние оценки
results-pictures-gap = { $text }: разница { $apart }
results-pictures-expected = Ожидание и факт (раньше: { $round })
results-pictures-was = Было и стало (раньше: { $round })
results-pictures-marks-changes = Пустой знак — раньше, закрашенный — теперь.
results-pictures-twice = n — сколько человек ответило оба раза. Меньше { $k } человек не показываем.
results-pictures-marks-expected = Ожидание и факт — разные вопросы, разность между ними — не рост.
results-pictures-marks-shares = Числа на полосах — проценты, а если ответов меньше { $share } — сколько ответов.
results-pictures-marks-single = Оценки видны, когда ответило хотя бы { $n } человек.
results-pictures-marks-radar = Наставляемые оценивают себя, наставники — своих наставляемых.
results-pictures-marks-band = Знак — эта школа. Полоса — средняя половина средних по школам, черта — среднее всех школ: { $whole }. Ни названий школ, ни мест здесь нет.
results-pictures-schools = школ: { $n }
results-pictures-answers = ответов: { $n }
results-pictures-group-1 = низкие ({ $values })
results-pictures-group-2 = средние ({ $values })
results-pictures-group-3 = хорошие ({ $values })
results-pictures-group-4 = высокие ({ $values })
results-pictures-share = { $share } %
results-pictures-level-from = { $name }: от { NUMBER($bound, minimumFractionDigits: 1) }
results-pictures-level-below = { $name }: ниже { NUMBER($bound, minimumFractionDigits: 1) }

# Картинки: в документах Word
reports-picture = Рисунок { $number }. { $what }, n = { $people }. Меньше { $k } человек не показываем.
reports-picture-alt = { $what }. { $round }, { $place }. Числа есть в таблицах этого документа.
reports-gaps-note = Оценки, которые ставили обе стороны; сверху те, что расходятся сильнее.
reports-column-apart = Разница
