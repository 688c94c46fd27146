meeting-who = С кем вы встречались?
meeting-which-pair = Чьи встречи открыть?
meeting-no-pair = Сейчас у вас нет действующей пары, так что записать встречу не с кем. Если это ошибка, скажите куратору: он поправит список.
meeting-pair-ended = Эта пара сейчас не действует. Прошлые встречи можно читать: /meetings, а записывать и менять уже нельзя. Если это ошибка, скажите куратору.

meeting-when =
    <b>{ $name }</b>
    Когда вы встречались?
meeting-when-ahead =
    <b>{ $name }</b>
    На какой день запланируем?
meeting-today = Сегодня, { $day }
meeting-yesterday = Вчера, { $day }
meeting-other-day = Другой день
meeting-how-long =
    <b>{ $name }</b> · { $day }
    Сколько длилась встреча?
meeting-minutes = { $minutes } мин
meeting-about =
    <b>{ $name }</b> · { $day } · { $minutes } мин
    О чём больше всего говорили?

meeting-topic-lesson = урок
meeting-topic-methods = методика
meeting-topic-documents = документы
meeting-topic-discipline = дисциплина
meeting-topic-parents = родители
meeting-topic-digital = цифровые сервисы
meeting-topic-adaptation = адаптация
meeting-topic-other = другое

meeting-what = { $day } · { $minutes } мин · { $topic }
meeting-logged = Записано: <b>{ $what }</b>
meeting-both-logged = Вы оба отметили эту встречу, так что она сразу подтверждена: <b>{ $what }</b>
meeting-exists = За этот день встреча уже записана: <b>{ $what }</b>
meeting-corrected = Исправлено: <b>{ $what }</b>
meeting-planned = Запланировано: <b>{ $what }</b>

meeting-card = <b>{ $what }</b>
meeting-card-state = { $name } · встреча { $state }
meeting-card-note = Заметка:
meeting-card-task = К следующей встрече:
meeting-state-planned = запланирована
meeting-state-waiting = ждёт подтверждения
meeting-state-yours = ждёт вашего ответа
meeting-state-confirmed = подтверждена
meeting-state-disputed = оспорена
meeting-state-cancelled = отменена
meeting-mark-planned = 📅
meeting-mark-waiting = ⏳
meeting-mark-confirmed = ✅
meeting-mark-disputed = ❗

meeting-ask = { $name } пишет, что вы встречались: <b>{ $what }</b>. Была такая встреча?
meeting-yes = Была
meeting-no = Не было
meeting-another-day = Была в другой день
meeting-yes-after-all = Всё-таки была
meeting-no-after-all = Всё-таки не было
meeting-answered-confirmed = Спасибо, подтверждено: <b>{ $what }</b>
meeting-answered-disputed =
    Понял, встречи не было: <b>{ $what }</b>
    { $name } узнает об этом и сможет исправить запись.

meeting-note = Заметка
meeting-task = Задание
meeting-ask-note = Напишите заметку о встрече, до 1000 знаков. Её увидите вы и { $name }. Пожалуйста, без фамилий учеников.
meeting-ask-next_task = Что сделать к следующей встрече? Напишите, до 1000 знаков. Задание увидите вы и { $name }.
meeting-written = Сейчас там:
meeting-replaces = Новый текст его заменит.
meeting-clear = Убрать этот текст
meeting-text-long = Длинновато: знаков { $length }, а помещается { $limit }. Сократите, пожалуйста, и пришлите ещё раз.

meeting-correct = Исправить
meeting-correct-what =
    <b>{ $what }</b>
    Что исправить?
meeting-correct-day = День
meeting-correct-minutes = Длительность
meeting-correct-topic = Тему
meeting-undo = Отменить запись
meeting-undone = Запись отменена: { $what }. Если нажали случайно, её легко вернуть.
meeting-restore = Вернуть запись

meeting-plan = Запланировать встречу
meeting-plan-next = Запланировать следующую
meeting-move = Перенести
meeting-call-off = Отменить встречу
meeting-called-off = Убрал из планов: { $what }.
meeting-due =
    <b>{ $name }</b>
    Вы планировали встречу на { $day }. Была?
meeting-log-another = Записать другую встречу

meeting-to-list = ‹ К встречам
meeting-list = <b>Встречи: { $name }</b>
meeting-list-line = { $mark } { $what } — { $state }
meeting-list-empty = Пока ни одной. Первую можно записать прямо сейчас.
meeting-list-none = Встреч не записано.
meeting-list-ended = Эта пара сейчас не действует, поэтому встречи можно только читать.

meeting-day-outside = Этот день не подходит. С { DATETIME($first, dateStyle: "long") } по { DATETIME($last, dateStyle: "long") } можно выбрать любой.
meeting-day-taken = { DATETIME($day, dateStyle: "long") } у вас уже есть встреча. Выберите другой день или откройте её: /meetings

meeting-told-disputed = { $name } отвечает, что встречи { $day } не было. Если дело в дате, исправьте день. Если встречи и правда не было, отмените запись.
meeting-told-changed = { $name } подтверждает встречу, но в другой день: { $day }, а не { $was }. Если это не так, поправьте запись.
meeting-told-planned = { $name } предлагает встретиться <b>{ $day }</b>. Если день не подходит, его можно перенести.
meeting-told-moved = { $name } переносит встречу с { $was } на <b>{ $day }</b>.
meeting-told-called-off = { $name } отменяет встречу, которая намечалась на { $day }.
meeting-told-cancelled = { $name } отменяет запись о встрече { $day }. Если встреча всё-таки была, запишите её сами: /meeting
