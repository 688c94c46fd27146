# Файл, который готовится в фоне
results-export-going = Готовлю файл. Ответов много, это займёт время; ждать у экрана не нужно — пришлю его сюда.
results-export-waiting = Скоро начну.
results-export-counting = Считаю ответы…
results-export-sheets = Готово листов: { $done } из { $parts }
results-export-other = Сначала закончу файл, который уже готовлю: по одному за раз.
results-export-cancel = Отменить
results-export-cancelled = Остановлено: файла не будет.
results-export-done = Файл готов.
results-export-failed = Приготовить файл не получилось. Попробуйте ещё раз; если снова не выйдет, напишите тому, кто ведёт бота.
results-export-gone = Файла не будет: эти результаты вам больше не доступны.
results-export-again = Приготовить снова
