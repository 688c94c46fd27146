calendar-button = 📅 Календарь
calendar-choose-place = Чей календарь посмотреть?
calendar-title =
    <b>Календарь { $year }</b>
    { $place }
calendar-line = <b>{ $name }</b>: { $days }
calendar-not-held = не проводится
calendar-from-programme = по умолчанию
calendar-from-region = регион
calendar-from-municipality = город
calendar-from-school = школа
calendar-other-year = { $year }
calendar-vacations-button = 🌴 Каникулы
calendar-outlook-button = 📨 Что кому уйдёт

calendar-head =
    <b>{ $name }, { $year }</b>
    { $place }
calendar-later-years = Эти дни действуют и в следующие годы, пока их не изменят.
calendar-days-button = Назначить дни
calendar-off-button = Не проводить
calendar-drop-button = Вернуть общие дни
calendar-again-button = Снова проводить
calendar-ask-days = Когда открыть и когда закрыть? Напишите два дня, например: 10.12–20.12. Сначала покажу, что изменится.

calendar-before = Сейчас: { $days }
calendar-after = Станет: { $days }
calendar-people = Анкету получат: { $roles }{ $schools ->
        [0] .
        [1] .
        [one] { " " }({ $schools } школа).
        [few] { " " }({ $schools } школы).
       *[many] { " " }({ $schools } школ).
    }
calendar-opens = { $schools ->
        [0] Придёт { $when } по местному времени.
        [one] { $schools } школа: { $when } по местному времени.
        [few] { $schools } школы: { $when } по местному времени.
       *[many] { $schools } школ: { $when } по местному времени.
    }
calendar-never = { $schools ->
        [0] В эти дни нет ни одного рабочего: анкета не придёт.
        [one] { $schools } школа: в эти дни нет рабочих, анкета не придёт.
        [few] { $schools } школы: в эти дни нет рабочих, анкета не придёт.
       *[many] { $schools } школ: в эти дни нет рабочих, анкета не придёт.
    }
calendar-reminders = Кто не ответит, тем напомним: { $days }.
calendar-last-day = Последний день — { $day }.
calendar-more = И ещё: { $count }.
calendar-nobody-yet = Пока никому ничего не уйдёт: пар на этот год ещё нет.
calendar-nothing-sent = { $schools ->
        [1] Анкета никому не придёт.
        [one] Анкета никому не придёт ({ $schools } школа).
        [few] Анкета никому не придёт ({ $schools } школы).
       *[many] Анкета никому не придёт ({ $schools } школ).
    }
calendar-keep-own = { $schools ->
        [one] Останется как есть: { $schools } школа со своими днями.
        [few] Останется как есть: { $schools } школы со своими днями.
       *[many] Останется как есть: { $schools } школ со своими днями.
    }
calendar-keep-opened = { $schools ->
        [one] Уже открыта и не изменится: { $schools } школа.
        [few] Уже открыта и не изменится: { $schools } школы.
       *[many] Уже открыта и не изменится: { $schools } школ.
    }
calendar-apply = ✅ Применить
calendar-same = Так уже и есть
calendar-opened = Эта анкета уже открыта, её дни отсюда не изменить. Продлить или закрыть: /waves
calendar-over = Общие дни уже прошли. Назначьте новые.
calendar-other-years = Изменить можно только этот учебный год и следующий.

calendar-outlook =
    <b>Что кому уйдёт</b>
    { $place }
calendar-outlook-empty = Впереди пока ничего нет.
calendar-month = <i>{ $month }</i>
calendar-outlook-line = <b>{ $when }</b> · { $name }{ $schools ->
        [1] { "" }
        [one] { "" }, { $schools } школа
        [few] { "" }, { $schools } школы
       *[many] { "" }, { $schools } школ
    }
calendar-outlook-people = Кому: { $roles }. Последний день — { $day }.

calendar-vacations =
    <b>Каникулы: в эти дни бот сам никому не пишет</b>
    { $place }
calendar-vacations-none = Пока не записаны. Выходные, праздники, июль и август и так свободны.
calendar-vacation-line = { $days }: { $name }
calendar-vacation-add = Добавить
calendar-vacation-remove-button = ✕ { $name }
calendar-vacation-ask = Напишите первый и последний день и название, например: 25.10–02.11 Осенние каникулы
calendar-vacation-quiet = В эти дни бот сам никому не пишет.
calendar-vacation-yes = ✅ Добавить
calendar-vacation-ask-remove = Убрать? Тогда в эти дни бот снова пишет.
calendar-vacation-yes-remove = Да, убрать
calendar-vacation-nameless = Напишите после дней и название, например: 25.10–02.11 Осенние каникулы
calendar-vacation-name-long = Название длинновато: сократите его до { $most } знаков.
calendar-vacation-long = Слишком долго: каникулы могут длиться не больше { $most } дней.
calendar-vacation-far = Так далеко не загадываю: можно до конца следующего учебного года.
calendar-vacation-overlaps = На эти дни уже записано «{ $name }»: { DATETIME($starts_on, dateStyle: "long") } – { DATETIME($ends_on, dateStyle: "long") }. Выберите другие или сначала уберите прежние.
calendar-moves-nothing = Сроки анкет не сдвинутся.
calendar-moves = Сдвинутся анкеты:
calendar-moves-line = { $name }: { $before } → { $after }
calendar-at-no-time = не придёт
