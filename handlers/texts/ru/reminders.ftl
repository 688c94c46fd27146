reminder-survey-open =
    { $name }, здравствуйте. Открылась «{ $title }»: { $left ->
        [one] { $left } вопрос
        [few] { $left } вопроса
       *[many] { $left } вопросов
    }, это { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }.

    Ответить можно по { $day } включительно. { $promise }
reminder-survey-promise = Кто что ответил, не увидит никто: ответы показываю только вместе, от { $group } человек.
reminder-survey-signed = Эту анкету вы заполняете от своего имени: ответы и сумму баллов увидят кураторы вашей школы и координатор.

reminder-one = { $name }, { $line }
reminder-several =
    { $name }, напоминаю сразу обо всём:

    { $lines }
reminder-line = • { $line }

reminder-survey-waits = вас ждёт «{ $title }»: { $left ->
        [one] { $left } вопрос
        [few] { $left } вопроса
       *[many] { $left } вопросов
    }, это { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }. Она открыта по { $day }.
reminder-survey-left = «{ $title }»: { $left ->
        [one] остался { $left } вопрос
        [few] осталось { $left } вопроса
       *[many] осталось { $left } вопросов
    }, это { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }. Она открыта по { $day }.
reminder-survey-send = «{ $title }» заполнена, осталось нажать «Отправить». Она открыта по { $day }.
reminder-confirm = подтвердите, пожалуйста, встречу ({ $day }, { $name }).
reminder-soon = у вас запланирована встреча: { $day }, { $name }.
reminder-held = состоялась ли встреча ({ $day }, { $name })?
reminder-quiet = давно нет отметок о встречах ({ $name }). Если встречались, запишите — это двадцать секунд.

reminder-button-begin = Начать
reminder-button-go-on = Продолжить анкету
reminder-button-yes = Да, была { $day }
reminder-button-other = Не так
reminder-button-meeting = Встреча { $day }
reminder-button-log = Записать: { $name }

snooze-tomorrow = Завтра
snooze-three = Через 3 дня
snooze-vacation = После каникул
snooze-holidays = После праздников
snooze-eve = Накануне последнего дня
snooze-weekday = { $weekday ->
        [0] В понедельник
        [1] Во вторник
        [2] В среду
        [3] В четверг
        [4] В пятницу
        [5] В субботу
       *[6] В воскресенье
    }
snooze-day = { $day }
snooze-till = { $weekday ->
        [0] понедельника, { $day }
        [1] вторника, { $day }
        [2] среды, { $day }
        [3] четверга, { $day }
        [4] пятницы, { $day }
        [5] субботы, { $day }
       *[6] воскресенья, { $day }
    }
snooze-done = Отложено до { $day }. Тогда напомню один раз обо всём, что ещё не сделано.
snooze-undo = Не откладывать
snooze-undone = Снова напоминаю как обычно
