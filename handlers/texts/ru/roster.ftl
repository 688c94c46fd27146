# Файл целиком
roster-file-empty = Файл пустой: в нём нет ни одной строки с данными.
roster-file-large = Файл слишком большой. Я справлюсь с таблицей до { $limit } МБ: уберите из неё картинки и лишние листы.
roster-file-password = Файл защищён паролем, и я не могу его открыть. Снимите пароль («Файл» → «Сведения» → «Защита книги») и пришлите ещё раз.
roster-file-old = Это таблица старого формата (.xls). Откройте её и сохраните как «Книга Excel (.xlsx)», потом пришлите ещё раз.
roster-file-other-table = Это таблица другого формата. Сохраните её как «Книга Excel (.xlsx)» и пришлите ещё раз.
roster-file-word = Это документ Word, а мне нужна таблица Excel (.xlsx).
roster-file-text = Это текстовый файл (csv, кодировка { $encoding }). Откройте его в Excel, сохраните как «Книга Excel (.xlsx)» и пришлите ещё раз.
roster-file-text-unknown = Это текстовый файл (csv) в незнакомой мне кодировке. Откройте его в Excel, сохраните как «Книга Excel (.xlsx)» и пришлите ещё раз.
roster-file-not-workbook = Это не таблица Excel. Пришлите, пожалуйста, файл .xlsx.
roster-file-broken = Файл повреждён, и открыть его не получилось. Сохраните таблицу заново как .xlsx и пришлите ещё раз.
roster-file-rows = На листе «{ $sheet }» слишком много строк: я беру до { $limit }. Если данных меньше, удалите всё, что стоит ниже них.
roster-file-columns = На листе «{ $sheet }» слишком много столбцов: я беру до { $limit }. Удалите всё, что стоит правее данных.
roster-file-sheets = Не хватает листов: { $missing }. В файле есть: { $found }.
roster-file-headings = На листе «{ $sheet }» не нашлось столбцов: { $missing }.
roster-file-headings-alike = На листе «{ $sheet }» не нашлось столбцов: { $missing }. Возможно, их просто назвали иначе: { $alike }.
roster-file-heading-twice = На листе «{ $sheet }» столбец встречается дважды: { $headings }. Оставьте один.

# Строка списка ошибок
roster-place = «{ $sheet }», строка { $row }, «{ $column }»
roster-issue = • { $place }: { $what }
roster-issue-meant = { $line } Возможно, имелось в виду «{ $suggestion }».
roster-errors = { $count ->
    [one] Нашлась { $count } ошибка. Исправьте её и пришлите файл снова. Пока ничего не загружено.
    [few] Нашлось { $count } ошибки. Исправьте их и пришлите файл снова. Пока ничего не загружено.
   *[many] Нашлось { $count } ошибок. Исправьте их и пришлите файл снова. Пока ничего не загружено.
}
roster-warnings = { $count ->
    [one] { $count } замечание. Загрузке оно не мешает, но взгляните:
    [few] { $count } замечания. Загрузке они не мешают, но взгляните:
   *[many] { $count } замечаний. Загрузке они не мешают, но взгляните:
}
roster-more = И ещё { $count }.
roster-errors-stand = { $count ->
    [one] Загрузить пока нельзя: осталась { $count } ошибка.
    [few] Загрузить пока нельзя: осталось { $count } ошибки.
   *[many] Загрузить пока нельзя: осталось { $count } ошибок.
}

# Ячейки
roster-column-skipped = столбец «{ $value }» мне незнаком, я его пропустил.
roster-cell-missing = здесь пусто, а без этого не обойтись.
roster-cell-formula = здесь формула. Впишите само значение.
roster-cell-failure = в ячейке ошибка Excel. Впишите само значение.
roster-cell-not-text = «{ $value }» – это дата или время, а нужен текст.
roster-cell-long = «{ $value }» длиннее { $limit } знаков.
roster-word-unknown = не знаю слова «{ $value }».
roster-number-wrong = «{ $value }» – не число, впишите цифрами.
roster-number-range = «{ $value }»: должно быть от { $low } до { $high }.
roster-date-impossible = дня «{ $value }» не бывает.
roster-date-wrong = «{ $value }» не похоже на дату. Пишите так: 01.09.2026.
roster-phone-wrong = «{ $value }» не похоже на номер телефона, оставлю пустым.

# Организации
roster-organisation-unknown = организации «{ $value }» нет на листе «Организации».
roster-organisation-twice = эта организация уже есть в строке { $first }, объединю их.
roster-organisation-ambiguous = «{ $value }»: организаций с таким названием несколько. Укажите вышестоящую.
roster-duplicate-differs = здесь не то, что в строке { $first } о той же организации.
roster-young-more = молодых педагогов ({ $young }) больше, чем всех ({ $total }).
roster-zone-unknown = не знаю часового пояса «{ $value }».
roster-zone-assumed = часовой пояс не указан, взят { $zone }. Если это не так, впишите свой.
roster-zone-missing = укажите часовой пояс, например Asia/Yekaterinburg или МСК+2.
roster-parent-unknown = вышестоящей организации «{ $value }» нет на этом листе.
roster-parent-cycle = «{ $value }» стоит и выше, и ниже этой организации.
roster-parent-narrow = «{ $value }» не может стоять выше: школа входит в муниципалитет, муниципалитет – в регион.

# Участники
roster-name-strange = «{ $value }» не похоже на ФИО: есть лишние знаки.
roster-name-short = «{ $value }»: нужны хотя бы фамилия и имя.
roster-name-initials = «{ $value }»: напишите имя полностью, без инициалов.
roster-person-twice = { $value } уже есть в строке { $first } ({ $kept }), объединю их.
roster-duplicate-kept = «{ $value }», а в строке { $first } о том же человеке «{ $kept }». Оставлю то, что в строке { $first }.
roster-rank-without-mentor = «{ $value }» – категория наставника, а роли наставника нет. Пропущу.
roster-coordinator-of-school = { $value }: муниципальный координатор бывает у муниципалитета или региона, а не у школы.

# Пары
roster-person-unknown = { $value } – такого человека нет на листе «Участники» в этой организации.
roster-person-elsewhere = { $value } есть на листе «Участники», но в другой организации.
roster-role-lacking = { $value } – здесь нужна роль «{ $role }», а в строке { $first } стоит «{ $has }».
roster-pair-self = { $value } не может быть наставником самому себе.
roster-pair-ends-early = окончание { $value } раньше начала { $starts }.
roster-pair-late-order = приказ от { $value } позже начала работы пары ({ $starts }).
roster-pair-twice = эта пара уже есть в строке { $first }, возьму её один раз.
roster-pair-differs = эта пара уже есть в строке { $first } на тот же учебный год, но там другое: { $headings }. Оставьте одну строку.

# Чужое
roster-foreign = «{ $value }»: менять здесь данные может только тот, кто ведёт эту организацию.

# Что будет сделано
roster-part-organisations = Организации: новых { $created }, изменится { $changed }, без изменений { $same }.
roster-part-people = Люди: новых { $created }, изменится { $changed }, без изменений { $same }.
roster-part-roles = Роли: новых { $created }, изменится { $changed }, без изменений { $same }.
roster-part-pairs = Пары: новых { $created }, изменится { $changed }, без изменений { $same }.
roster-absent = { $count ->
    [one] Ещё { $count } человек есть в базе, но не в файле. Его я не трогаю.
    [few] Ещё { $count } человека есть в базе, но не в файле. Их я не трогаю.
   *[many] Ещё { $count } человек есть в базе, но не в файле. Их я не трогаю.
}
roster-change = { $name }: { $fields }
roster-field-change = { $field } «{ $old }» → «{ $new }»
roster-field-name = название
roster-field-kind = вид
roster-field-timezone = часовой пояс
roster-field-teachers-total = педагогов всего
roster-field-young-total = молодых педагогов
roster-field-parent-id = появится вышестоящая организация
roster-field-full-name = ФИО
roster-field-position = должность
roster-field-tenure-years = стаж
roster-field-category = квалификационная категория
roster-field-phone = телефон
roster-field-rank = категория наставника
roster-field-form = форма
roster-field-work-area = направление
roster-field-order-number = приказ №
roster-field-order-date = дата приказа
roster-field-starts-on = начало
roster-field-ends-on = окончание
