# Что изменилось: одни и те же люди в двух анкетах
results-changes = Что изменилось
results-changes-head = Здесь только те, кто ответил на вопрос оба раза: n — сколько их.
results-changes-none = Сравнить не с чем: раньше в этом году такие вопросы не задавали, или та анкета ещё не завершена.
results-changes-hidden = Не показываю строк: { $n }. Оба раза ответило меньше { $k } человек, или по остатку можно было бы узнать ответы тех, кто ответил один раз.
results-changes-left-out = Часть ответивших оба раза (до { $n } чел.) в числа не вошла, её выбрал жребий: так нельзя вычислить, что ответил тот, кто ответил только один раз.
results-change-was = <b>Было → стало.</b> Раньше: { $round }
results-change-expected = <b>Ждали → получилось.</b> Раньше: { $round }. Это разные вопросы, разность — не рост.
results-change-ways = выше { $better }, так же { $same }, ниже { $worse }
results-change-interval = для всех таких людей, скорее всего, от { $low } до { $high }
results-change-notable = изменение заметно ({ $p })
results-change-chance = в пределах случайного ({ $p })
results-change-p = p = { NUMBER($p, minimumFractionDigits: 3, maximumFractionDigits: 3) }
results-change-p-least = p &lt; { NUMBER(0.001, minimumFractionDigits: 3) }
results-sample-change = { $who }: … → … · n = …, выше …, так же …, ниже …

# Где видят по-разному
results-gaps = Где видят по-разному
results-gaps-head = Вопросы к обеим сторонам. Сверху те, где средние расходятся сильнее.
results-gaps-none = Пока нечего сравнивать: нужны вопросы с оценкой, на которые в каждой роли ответило хотя бы { $k } человек.
results-gap = <b>{ $text }</b>: расходятся на { $apart }
results-sample-gaps = Если тот же вопрос задан и другой стороне, средние двух сторон покажут рядом, на странице «Где видят по-разному».

# Книга Excel
results-sheet-changes = Изменения
results-change-column-since = С какой анкетой
results-change-column-people = человек
results-change-column-answers = ответов
results-change-column-before = было
results-change-column-after = стало
results-change-column-change = разность
results-change-column-low = интервал от
results-change-column-high = интервал до
results-change-column-better = выше
results-change-column-same = так же
results-change-column-worse = ниже
results-change-column-p = p
results-change-few = оба раза ответило меньше { $k } человек или по остатку можно было бы узнать чужие ответы, поэтому не показываю
results-change-yes = изменение заметно
results-change-no = в пределах случайного
results-change-left-out = без { $n } чел.: по жребию или мало ответов
results-name-change = Изменения
results-rule-change = Сравниваются ответы одних и тех же людей в одной школе, на один вопрос и о той же паре. Интервал (95 %, по Стьюденту) виден, когда таких людей хотя бы { $twice }; проверка, заметно ли изменение (парный критерий Стьюдента, граница p = 0,05), — от 20 человек. Число p — с поправкой Холма на то, что проверяется много вопросов сразу. Если в школе лишь единицы ответили один раз, часть ответивших дважды в сравнение не входит, по жребию: иначе разность выдала бы этих единиц. Вводная анкета спрашивает об ожиданиях: разность с ней — не рост.

# Word
reports-no-changes = Показать нечего: на каждый вопрос оба раза ответило меньше { $k } человек или по остатку можно было бы узнать чужие ответы.
reports-changes-note = Одни и те же люди, ответившие оба раза. Вводная анкета спрашивала об ожиданиях, поэтому разность с ней — не рост. Меньше { $k } человек не показываем, в том числе тех, кого можно было бы узнать по остатку. Проверка — от 20 человек.
reports-column-since = С чем сравниваем
reports-column-change = Изменение
reports-column-ways = Сколько ответов
