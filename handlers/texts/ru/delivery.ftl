delivery-button = 📬 Доставка
delivery-head =
    <b>Доставка: { $name }</b>
    { $school }

delivery-head-all =
    <b>Доставка: { $name }</b>
    { $schools ->
        [one] { $schools } школа
        [few] { $schools } школы
       *[many] { $schools } школ
    }, по людям:
delivery-first = Первое сообщение: { $counted }.
delivery-reminders = Напоминания: { $counted }.
delivery-next = Ближайшая отправка: { $when }.
delivery-count-sent = доставлено { $count }
delivery-count-queued = ждёт отправки { $count }
delivery-count-failed = не доставлено { $count }
delivery-count-unknown = не подтверждено { $count }
delivery-count-held = ждёт администратора { $count }
delivery-count-cancelled = уже не понадобилось { $count }
delivery-count-none = пока не было
delivery-sum = { $icon } { $what }: { $count }

delivery-list = <b>По именам</b>
delivery-all-fine = До всех дошло, помогать никому не нужно.
delivery-nobody = Эту анкету пока никому не отправляли.
delivery-person = { $icon } { $name }, { $role } — { $what }
delivery-but-told = { $what } (сообщение от { $day } дошло)
delivery-absent-till = в отпуске или на больничном по { $day }
delivery-leaves = уйдёт { $when }
delivery-school = { $count ->
        [0] без вопросов
       *[other] под вопросом { $count }
    }

delivery-fate-no_account = ещё не входили в бот
delivery-fate-gone = аккаунт в Telegram удалён
delivery-fate-blocked = бот заблокирован
delivery-fate-no_consent = нет согласия на обработку данных
delivery-fate-dead = Telegram не принял сообщение, покажите администратору
delivery-fate-held = ждёт решения администратора
delivery-fate-missed = чат был закрыт, сейчас связь есть
delivery-fate-expired = не успело уйти в рабочее время
delivery-fate-untold = сообщения не было
delivery-fate-unknown = Telegram не подтвердил доставку, могло и дойти
delivery-fate-muted = напоминания выключены
delivery-fate-absent = в отпуске или на больничном
delivery-fate-queued = ждёт отправки
delivery-fate-sent = дошло
delivery-fate-answered = анкета уже отправлена

delivery-last-sent = Последнее сообщение: доставлено { $day }.
delivery-last-failed = Последнее сообщение не доставлено: { $what }.
delivery-last = Последнее сообщение: { $what }.
