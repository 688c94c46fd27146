waves-title =
    <b>Анкеты этого учебного года</b>

    { $lines }
waves-none = Сроков пока нет: они появятся, когда будут загружены пары. Загрузить список: /roster


waves-line = <b>{ $name }</b>: { $what }
waves-schools = <b>{ $name }</b>: { $schools ->
        [one] { $schools } школа
        [few] { $schools } школы
       *[many] { $schools } школ
    }. { $what }
waves-choose-school = Выберите школу:
waves-of = { $sent } из { $all }
waves-answered = Ответили { $counted }.

waves-state-planned = { $days }, ещё не открыта.
waves-state-open = { $days }, идёт.
waves-state-closed = { $days }, закрыта.
waves-state-missed = { $days }, не проводилась.
waves-state-mixed = { $days }{ $open ->
        [0] .
       *[other] , сейчас идёт в { $open }.
    }
waves-short-planned = с { $day }
waves-short-open = идёт
waves-short-closed = закрыта
waves-short-missed = не проводилась

waves-head =
    <b>{ $name }</b>
    { $school }
waves-mentor = Наставники: { $counted }{ $started ->
        [0] .
       *[other] , начали и не отправили: { $started }.
    }
waves-mentee = Наставляемые: { $counted }{ $started ->
        [0] .
       *[other] , начали и не отправили: { $started }.
    }
waves-curator = Кураторы: { $counted }{ $started ->
        [0] .
       *[other] , начали и не отправили: { $started }.
    }
waves-in-doubt = Не дошло или под вопросом: { $count }.

waves-button-open = Открыть сейчас
waves-button-move = Изменить даты
waves-button-longer = +{ $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    }
waves-button-prolong = Продлить до другого дня
waves-button-close = Закрыть
waves-earlier = ‹
waves-later = ›

waves-ask-open = { $all ->
        [one] Открыть анкету сейчас? Она для { $all } человека.
       *[other] Открыть анкету сейчас? Она для { $all } человек.
    } { $later ->
        [0] Её получат все.
       *[other] Получат сразу: { $told }, когда войдут в бот: { $later }.
    }
waves-told-now = Сообщения уйдут сразу.
waves-told-later = Сейчас не рабочее время, сообщения уйдут { $day }, с { $hour }.
waves-told-never = Рабочих дней впереди не видно: проверьте каникулы школы.
waves-yes-open = Да, открыть
waves-ask-close = Закрыть анкету? Ответили { $sent } из { $all }. Кто не успел, ответить уже не сможет, а открыть её снова нельзя.
waves-yes-close = Да, закрыть
waves-ask-prolong = Сейчас анкета открыта по { $day }. До какого дня продлить? Напишите, например: 25.12
waves-ask-move = Когда открыть и когда закрыть? Напишите два дня, например: 10.12–20.12
waves-done = Готово
waves-changed = Здесь уже всё иначе

waves-day-wrong = Не разобрал день. Напишите его так: 25.12
waves-days-wrong = Нужны два дня, первый и последний. Напишите их так: 10.12–20.12
waves-no-such-day = Дня { $day } не бывает. Напишите ещё раз.
waves-in-the-past = Этот день уже прошёл. Выберите сегодняшний или любой следующий.
waves-ends-early = Последний день раньше первого. Напишите ещё раз.
waves-too-long = Слишком долго: анкета может быть открыта не больше { $most } дней.
waves-other-year = Эти дни из другого учебного года. Напишите ещё раз.
waves-only-days-off = В эти дни нет ни одного рабочего. Напишите другие.
waves-not-later = Анкета и так открыта дольше. Выберите день попозже.
waves-open-too-early = До последнего дня больше { $most } дней. Сначала измените даты.
waves-is-planned = Эта анкета ещё не открыта.
waves-is-open = Эта анкета уже открыта.
waves-is-closed = Эта анкета уже закрыта.
waves-is-missed = Её дни прошли. Сначала измените даты.
waves-overlap = В эти дни тех же людей уже спрашивает «{ $round }» ({ $days }{ $place }). Выберите другие дни: две анкеты сразу никому не нужны.
