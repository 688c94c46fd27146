ops-head = <b>Состояние бота</b>
ops-updates = Обращения людей: { $count ->
        [0] все разобраны.
       *[other] ждут { $count }, дольше всех — { $age }.
    }
ops-messages = Сообщения людям: { $count ->
        [0] очереди нет.
       *[other] в очереди { $count }, дольше всех — { $age }.
    }
ops-lane-reply = • ответы: { $count }
ops-lane-personal = • личные: { $count }
ops-lane-push = • рассылки: { $count }
ops-later = Время ещё не пришло: { $count }
ops-under-way = Взяты к отправке: { $leased }, отправляются: { $sending }

ops-minutes = { $count ->
        [0] меньше минуты
       *[other] { $count } мин
    }
ops-hours = { $count } ч
ops-days = { $count } дн.

ops-fine = Всё в порядке: решать нечего.
ops-decide = <b>Ждёт вашего решения</b>
ops-trouble-updates = • обращения, которые не удалось разобрать: { $count }
ops-trouble-dead = • сообщения, которые не удалось отправить: { $count }
ops-trouble-unknown = • неизвестно, дошли ли: { $count }
ops-trouble-held = • придержаны после восстановления: { $count }
ops-muted = Оповещения к вам не приходят: вы выключили напоминания. Включить: /settings

ops-button-updates = Не разобраны · { $count }
ops-button-dead = Не отправлены · { $count }
ops-button-unknown = Неизвестно · { $count }
ops-button-held = Придержаны · { $count }
ops-refresh = Обновить
ops-look = Посмотреть
ops-alert = Здравствуйте! Боту нужна помощь администратора.

ops-list-updates =
    <b>Не разобраны: { $count }</b>
    На этих обращениях бот споткнулся несколько раз подряд. Когда причина устранена, их можно разобрать снова.
ops-list-dead =
    <b>Не отправлены: { $count }</b>
    Telegram отказался принять эти сообщения, или попытки кончились.
ops-list-unknown =
    <b>Неизвестно, дошли ли: { $count }</b>
    Связь прервалась посреди отправки. Сами эти сообщения второй раз не уйдут.
ops-list-held =
    <b>Придержаны: { $count }</b>
    База восстановлена из копии. Возможно, эти сообщения ушли ещё до сбоя, поэтому они ждут вас.
ops-one-updates = <b>Обращение не разобрано</b>
ops-one-dead = <b>Сообщение не отправлено</b>
ops-one-unknown = <b>Неизвестно, дошло ли сообщение</b>
ops-one-held = <b>Сообщение придержано после восстановления</b>
ops-number = № { $number }
ops-line = № { $number } · <code>{ $kind }</code> · { $age } · { $error }
ops-attempts = Попыток: { $count }
ops-not-repeatable = Повторить нельзя: это текст, а человек с тех пор ушёл дальше. Слова попали бы не в тот вопрос.

ops-again-updates = Попробовать ещё раз
ops-again-dead = Отправить ещё раз
ops-again-unknown = Отправить ещё раз
ops-again-held = Отправить
ops-drop-updates = Убрать
ops-drop-dead = Убрать
ops-drop-unknown = Считать, что дошло
ops-drop-held = Не отправлять
ops-all = { $what }: все { $count }

ops-ask = { $what }: { $count }, людей: { $people }. Делаем?
ops-ask-twice = Кто-то может получить одно и то же дважды.
ops-left = Ещё { $count } повторить нельзя: это тексты, а люди с тех пор ушли дальше.
ops-yes = Да, сделать ({ $count })
ops-done = Сделано: { $count }
ops-changed = Здесь уже всё иначе
