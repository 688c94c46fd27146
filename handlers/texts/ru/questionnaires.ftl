survey-title = <b>{ $title }</b>
survey-purpose = { $purpose }
survey-size = { $count ->
        [one] { $count } вопрос
        [few] { $count } вопроса
       *[many] { $count } вопросов
    }, примерно { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }. Ответить можно по { $day } включительно.
survey-who-sees = Кто что ответил, не увидит никто: ответы показываю только вместе, от { $group } человек.
survey-who-sees-help = Последний вопрос — о помощи. Его прочитает только тот, к кому вы обратитесь.
survey-saved-at-once = Каждый ответ сохраняется сразу: можно отвлечься и вернуться.
survey-begin = Начать

survey-progress = { $number } из { $total }
survey-about-mentor = Коллега: <b>{ $name }</b>
survey-about-mentee = Наставник: <b>{ $name }</b>
survey-question = <b>{ $text }</b>
survey-ends = { $minimum } — { $low }, { $maximum } — { $high }
survey-several = Можно выбрать несколько.
survey-hint = <i>{ $text }</i>
survey-type = Напишите ответ сообщением.
survey-your-text =
    Ваш ответ: «{ $text }»

    Чтобы изменить, напишите новый.
survey-hard-to-say = Затрудняюсь ответить
survey-skip = Пропустить
survey-done = Готово ›
survey-keep = Оставить так ›

survey-review = <b>Всё готово. Проверьте ответы</b>
survey-review-about = <b>{ $name }</b>
survey-review-line = { $number }. { $label } — { $value }
survey-review-how = Чтобы поправить ответ, нажмите его номер. После отправки изменить уже нельзя.
survey-answer-hard = затрудняюсь ответить
survey-answer-skipped = пропущено
survey-send = Отправить
survey-sent =
    Спасибо, анкета отправлена. Изменить ответы уже нельзя.

    Кто что ответил, не увидит никто и потом: пока ответы хранятся, показываю их только вместе, от { $group } человек.

survey-which = Вас ждёт несколько анкет. С какой начнём?
survey-none = Сейчас открытых анкет для вас нет.
survey-all-sent = Вы уже на всё ответили, спасибо.
survey-next = Следующая анкета откроется { $day }. Я напишу.
survey-early = Эта анкета откроется { $day }.
survey-closed = Анкета закрылась { $day }.
survey-closed-unsent = Вы её не отправили, поэтому ваши ответы в результаты не попали.

survey-stale = Этот вопрос уже позади
survey-not-taken = Это сообщение я ответом не посчитал: вопрос уже другой.
survey-use-buttons = Здесь нужно нажать одну из кнопок под вопросом.
survey-text-long = Получилось длинновато: { $length } знаков, а сохранить могу { $limit }. Напишите, пожалуйста, короче.
survey-only-text = Здесь я понимаю только текст и кнопки. Ответьте, пожалуйста, на вопрос выше.
