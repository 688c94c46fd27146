attention-title = <b>Что требует внимания</b>
attention-monday = { $name }, здравствуйте! <b>Что требует внимания на этой неделе:</b>
attention-nothing = Сейчас всё спокойно: встречи идут, сообщения доходят, просьб без ответа нет.
attention-settled = Здесь уже всё улажено

attention-requests = 🤝 Просьбы о помощи, на которые не ответили в срок: <b>{ $count }</b>
attention-all-requests = 🤝 Просьбы о помощи, на которые не ответили в срок: <b>{ $count }</b>
attention-button-requests = 🤝 Ответить на просьбы
attention-disputed = ❗ Встречи, о которых в паре говорят разное: <b>{ $count }</b>
attention-all-disputed = ❗ Встречи, о которых в паре говорят разное: <b>{ $count }</b>
attention-button-disputed = ❗ Спорные встречи
attention-quiet = 💤 Пары без встреч три недели и дольше: <b>{ $count }</b>
attention-all-quiet = 💤 Пары без встреч три недели и дольше: <b>{ $count }</b>
attention-button-quiet = 💤 Пары без встреч
attention-unreached = 📵 До кого не доходят сообщения: <b>{ $count }</b> ({ $why })
attention-all-unreached = 📵 До кого не доходят сообщения: <b>{ $count }</b> ({ $why })
attention-button-unreached = 📵 Кто не на связи
attention-low = 🌧 Молодым педагогам сейчас тяжело: в среднем <b>{ $mean }</b> из 5 ({ $round }, ответили: { $of })
attention-all-low = 🌧 Школы, где молодым педагогам сейчас тяжело: <b>{ $count }</b> ({ $round })
attention-button-low = 🌧 { $round }
attention-response = 📝 { $round }: не ответили <b>{ $count } из { $of }</b>, открыта по { $day }
attention-all-response = 📝 { $round }: ответили <b>{ $done } из { $of }</b>
attention-button-response = 📝 { $round }
attention-worst-first = Выберите школу. Сначала те, где положение труднее.

attention-quiet-title = <b>Пары без встреч: { $count }</b>
attention-quiet-pair = • { $mentor } – { $mentee }: с { $day }
attention-quiet-none = Пар без встреч сейчас нет.
attention-nudge = ✉️ Напомнить наставникам
attention-nudge-ask = { $count ->
        [one] Напоминание получит <b>{ $count } наставник</b>
        [few] Напоминание получат <b>{ $count } наставника</b>
       *[many] Напоминание получат <b>{ $count } наставников</b>
    }, { $when }.
attention-nudge-now = прямо сейчас
attention-nudge-later = { $day }, с утра
attention-nudge-sample =
    Вот оно, у каждого со своими именами:
    <blockquote>{ $text }</blockquote>
attention-nudge-told = За последние семь дней уже напоминали: { $count }. Чаще раза в неделю не пишу.
attention-nudge-out = Не получат: { $count }. Они в отпуске, отложили напоминания, выключили их или не в боте.
attention-nudge-nobody = Сейчас напоминать некому.
attention-nudge-sure = Да, отправить
attention-nudge-changed = С тех пор всё изменилось, посмотрите ещё раз
attention-nudge-sent = Отправляю напоминаний: { $count }

attention-disputed-title = <b>Спорные встречи</b>
attention-disputed-meeting =
    <b>{ $logger }</b>: встреча была, { $what }.
    <b>{ $other }</b>: не было (ответ { $day }).
attention-disputed-how = Спросите обоих. Если перепутан день, его поправит тот, кто записал встречу: /meetings. Он же отменит запись, если встречи не было. А если она была, второй ответит там же «Всё-таки была».
attention-disputed-none = Спорных встреч сейчас нет.
