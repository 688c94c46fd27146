# Выбор анкеты и школы
results-no-rounds = Анкет в { $year } учебном году ещё не было. Когда они откроются, здесь станет видно, кто ответил, а после завершения — что думают коллеги. Сроки: /waves
results-choose-round = Результаты какой анкеты показать?
results-choose-place = <b>{ $round }</b>

    Выберите школу. Строка с «Σ» — все школы вместе.
results-phase-planned = впереди
results-phase-open = идёт
results-phase-closed = завершена
results-phase-missed = пропущена

results-title-planned =
    <b>{ $round }</b>
    { $place }
    Откроется { $opens }.
results-title-open =
    <b>{ $round }</b>
    { $place }
    { $all ->
        [1] Идёт, последний день — { $closes }.
       *[other] Идёт, последний день — { $closes }. Уже завершили школ: { $done } из { $all }.
    }
results-title-closed =
    <b>{ $round }</b>
    { $place }
    Завершена: { $opens } – { $closes }.
results-title-missed =
    <b>{ $round }</b>
    { $place }
    Не проводилась.

# Отклик
results-answered = { $who }: ответили { $done } из { $all }
results-nobody-invited = Пока никого не приглашали.
results-count-started = Начали, но не отправили: { $n }
results-count-notified = Не начинали: { $n }
results-count-no_account = Не открывали бота: { $n }
results-count-blocked = Заблокировали бота: { $n }
results-count-no_consent = Не дали согласия: { $n }
results-count-muted = Выключили напоминания: { $n }
results-later = Ответы станут видны после завершения и только вместе: кто что ответил, не увидит никто.
results-later-whole = Общие результаты станут видны, когда завершат все школы, и только вместе: кто что ответил, не увидит никто.

# Результаты
results-role-mentor = Наставники
results-role-mentee = Наставляемые
results-role-curator = Кураторы
results-role-municipal_coordinator = Координаторы
results-role-head = Руководители
results-role-psychologist = Психологи
results-role-council_member = Члены совета
results-side-then = Как было в начале года, по их мнению
results-heading = <b>{ $text }</b>
results-legend = Средние оценки. n — сколько человек ответило.

results-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
results-median = медиана { NUMBER($value, maximumFractionDigits: 1) }
results-range = от { $low } до { $high }
results-grown = Выросли, по их мнению: { $up } из { $n }, без изменений { $same }, стало хуже у { $down }.
results-growth = Выросло за год: { $value }
results-n = n = { $n }
results-n-pairs = n = { $n }, пар { $answers }
results-missing = без ответа { $n }
results-few = ответило меньше { $k } человек, поэтому не показываю
results-few-role = { $who }: на каждый вопрос ответило меньше { $k } человек, поэтому их ответы не показываю.
results-left-out = не вошли ответы { $n } чел. из школ, где ответило меньше { $k }
results-left-out-total = В некоторые общие числа не вошли ответы из школ, где ответило меньше { $k } человек (до { $n } чел.): иначе их можно было бы вычислить.
results-page = стр. { $page } из { $pages }
results-workbook = 📗 Excel
results-distributions = Распределения
results-texts = Своими словами
results-response = Отклик
results-larger = Σ Все школы вместе
results-back = ‹ К результатам
results-count-share = { $n } ({ $share } %)
results-single-values = Отдельные оценки видны, когда ответило хотя бы { $n } человек.
results-no-texts = Открытых вопросов в этой анкете не было.
results-no-picture = Рисовать пока нечего: ни на один вопрос с оценкой или вариантами не ответило хотя бы { $k } человек.
results-area-subj = Предмет
results-area-meth = Методика
results-area-psyp = Работа с классом
results-area-comm = Общение
results-area-ict = Цифровые средства
results-area-norm = Нормы и документы
results-level-deficit = выраженный дефицит
results-level-zone = зона развития
results-level-enough = достаточно
results-level-resource = ресурс

# Анкета куратора о своей школе
results-forms-whose = Это слова самих кураторов о своих школах, с именем. Видят их кураторы школы и координатор.
results-forms-none = Пока никто не ответил.
results-forms-line = { $school } ({ $author }): { $sum }
results-forms-head = <b>{ $author }</b>: { $sum }
results-forms-sum = { $n } из { $most }, { $level }
results-forms-part = { $n } из { $most }, отвечено не на всё ({ $given })
results-forms-point = { $label } — { $points }
results-forms-open = без ответа
results-forms-words = { $label }: «{ $text }»
results-form-optimal = оптимальный уровень
results-form-acceptable = допустимый уровень
results-form-unacceptable = недопустимый уровень

# Что увидит куратор: до ответа на анкету
results-sample-head =
    <b>Что увидит куратор</b>
    { $title }

    Вместо многоточий здесь будут числа, и только после завершения. Если на вопрос ответит меньше { $k } человек, его не будет видно совсем; наименьшая, наибольшая и отдельные оценки видны от { $twice } человек. Имён и времени ответов нет ни здесь, ни в файле Excel.
results-sample-form =
    <b>Что увидят другие</b>
    { $title }

    Эту анкету вы заполняете как куратор, от своего имени. Её ответы, вашу фамилию и сумму баллов увидят кураторы вашей школы и координатор.
results-sample-downloads = { $n ->
        [0] Файлы с результатами этой анкеты пока никто не скачивал.
        [one] Результаты этой анкеты скачивали { $n } раз.
        [few] Результаты этой анкеты скачивали { $n } раза.
       *[many] Результаты этой анкеты скачивали { $n } раз.
    }
results-sample-scale = { $who }: <b>…</b> · медиана … · n = …
results-sample-choice = { $who } (n = …)
results-sample-text = { $who }: • … (ответы целиком, без имён и вперемешку)
results-sample-more = Из тех же чисел сделаны остальные страницы и файлы: картинки, средние по годам, средние по форме наставничества, стажу и направлению (только если по ним никого не узнать), темы ответов своими словами, Word и Excel.
results-sample-private = Вопроса о помощи здесь нет: в результаты он не попадает.
results-sample-back = ‹ К анкете

# Картинка
results-picture-note = n — сколько человек ответило. Меньше { $k } человек не показываем.

# Книга Excel
results-sheet-summary = Сводка
results-sheet-means = Средние
results-sheet-distributions = Распределения
results-sheet-texts = Ответы своими словами
results-sheet-areas = Области
results-sheet-forms = Анкеты кураторов
results-sheet-method = Метод
results-both = Всего
results-response-invited = Приглашены
results-response-submitted = Ответили
results-response-started = Начали и не отправили
results-response-notified = Не начинали
results-response-no_account = Не открывали бота
results-response-blocked = Заблокировали бота
results-response-no_consent = Не дали согласия
results-response-muted = Выключили напоминания
results-response-share = Доля ответивших
results-by-school = Ответили по школам
results-of = { $done } из { $all }
results-question = Вопрос
results-option = Ответ
results-who = Кто
results-answer = Ответ
results-note = Примечание
results-column-mean = среднее
results-column-median = медиана
results-column-from = от
results-column-to = до
results-column-people = человек
results-column-answers = ответов
results-column-missing = без ответа
results-column-share = доля
results-column-growth = Рост за год
results-column-level-deficit = выраженный дефицит
results-column-level-zone = зона развития
results-column-level-enough = достаточно
results-column-level-resource = ресурс
results-area = Область
results-school = Школа
results-curator = Куратор
results-sum = Сумма
results-level = Уровень
results-in-words = Своими словами
results-chart = Средние оценки
results-few-single = отдельные оценки видны, когда ответило хотя бы { $k } человек
results-missing-hard_to_say = Затрудняюсь ответить
results-missing-skipped = Пропущено
results-method-what = Что
results-method-how = Как
results-fact-place = Организация
results-fact-round = Анкета
results-fact-waves = Школ
results-fact-opens = Первый день
results-fact-closes = Последний день
results-fact-made = Книга составлена
results-fact-paper = Из них сдано на бумаге, анкет
results-fact-least = Наименьшая группа (k), человек
results-fact-hidden = Скрыто ячеек «вопрос и роль»
results-fact-rest = Не вошли в общие числа, человек (самое большее)
results-name-scale = Шкала
results-rule-scale = Оценки целые, обычно от 1 (меньше всего) до 10 (больше всего). Среднее — сумма ответов, делённая на их число; медиана — ответ в середине ряда.
results-name-n = Человек (n)
results-rule-n = Сколько разных людей дали содержательный ответ. Считаются только отправленные анкеты.
results-name-pairs = Ответов
results-rule-pairs = На вопрос о паре наставник отвечает о каждом наставляемом отдельно, поэтому ответов может быть больше, чем людей. Среднее считается по ответам.
results-name-missing = Без ответа
results-rule-missing = «Затрудняюсь ответить» и пропуски считаются отдельно. В средние они не входят, нулём не бывают.
results-name-hide = Что скрыто
results-rule-hide = Если на вопрос в одной роли ответило меньше { $k } человек, ответы не показываются: иначе можно было бы догадаться, кто что ответил.
results-name-rest = Общие числа
results-rule-rest = Ответы небольших школ входят в общие числа, если вместе их дали хотя бы { $k } человек. Иначе они не входят: их можно было бы вычислить, вычтя остальные школы.
results-name-single = Отдельные оценки
results-rule-single = Наименьшая и наибольшая оценки («от», «до») и распределение оценок видны, когда ответило хотя бы { $twice } человек.
results-name-share = Доли
results-rule-share = Проценты указаны, когда ответов хотя бы { $share }. Меньше — только числа.
results-name-texts = Ответы своими словами
results-rule-texts = Показаны без имён и в перемешанном порядке, если ответило хотя бы { $k } человек. Прежде чем пересылать книгу, уберите из них имена, если они есть.
results-name-areas = Области
results-rule-areas = Среднее области — среднее её утверждений. Уровень считается для каждого человека: среднее его ответов, если он ответил хотя бы на три утверждения области из четырёх. Ниже 2,5 — выраженный дефицит, от 2,5 — зона развития, от 3,5 — достаточно, от 4,5 — ресурс. Наставник оценивает область целиком, отдельно для каждого коллеги.
results-name-then = Рост за год
results-rule-then = В мае один и тот же человек отвечает дважды: как сейчас и как было в начале года по его нынешнему пониманию. Рост — разность двух средних.
results-name-form = Анкета куратора
results-rule-form = Девять пунктов по 0–2 балла, всего до 18. От 15 — оптимальный уровень, от 9 — допустимый, ниже — недопустимый. Уровень указан, когда есть все девять ответов. Это слова самого куратора о школе, а не обобщение мнений.

# По годам
results-trend = По годам
results-trend-head = Средние, как их показала каждая анкета: { $rounds }. Прочерк — не спрашивали или ответило слишком мало.
results-trend-expected = Вводная спрашивает, чего ждут, остальные — как есть.
results-trend-none = Сравнивать пока не с чем: нужна ещё хотя бы одна завершённая анкета, где на те же вопросы ответило не меньше { $k } человек.
results-trend-year = { $who }, { $year }: { $told }
results-trend-point = <b>{ $value }</b> (n = { $n })
