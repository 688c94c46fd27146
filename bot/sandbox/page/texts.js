// Every word of the page, in both languages.
const TEXTS = {
  ru: {
    title: "Наставник · песочница",
    brand: "Песочница",
    brand_mark: "Н",
    clock_toggle: "Показать или спрятать перевод часов",
    actions: "Действия",
    add_person: "Открыть чат",
    language: "Язык страницы",
    quick_moves: "Быстрый перевод часов",
    zone: "Часовой пояс",
    move_to: "Дата и время",
    move: "Перевести",
    open_chats: "Открытые чаты",
    welcome_title: "За кого сыграем?",
    welcome_text: "Откройте чаты нескольких людей: они встанут рядом. Пишите, нажимайте кнопки, "
      + "переводите часы – бот отвечает так же, как в Telegram.",
    choose_person: "Выбрать человека",
    people_title: "Чей чат открыть",
    search: "Имя, роль или школа",
    nobody: "Никого не нашлось",
    close: "Закрыть",
    ok: "Понятно",
    step_hour: "+1 час",
    step_day: "+1 день",
    step_workday: "Следующий рабочий день, 10:00",
    step_week: "+1 неделя",
    moved: (when) => `Теперь ${when}`,
    write: "Сообщение",
    send: "Отправить",
    attach: "Приложить файл",
    commands: "Команды",
    start: "Начать",
    block: "Заблокировать бота",
    unblock: "Разблокировать",
    more: "Ещё",
    blocked: "Бот заблокирован: сообщения сюда не дойдут.",
    deactivated: "Аккаунт удалён. Бот об этом не знает, пока не попробует написать.",
    empty: "Здесь пока пусто",
    edited: "изменено",
    typing: "печатает…",
    state_new: "ещё не в боте",
    state_active: "в боте",
    state_blocked: "бот заблокирован",
    state_deactivated: "аккаунт удалён",
    new_messages: "новые сообщения",
    download: "Скачать",
    picture: "Картинка от бота",
    close_column: "Закрыть чат",
    lost: "Песочница не отвечает. Пробую снова…",
    found: "Связь вернулась",
    working: "Выполняется…",
    done: "Готово",
    messages_of: (name) => `Чат: ${name}`,
  },
  en: {
    title: "Nastavnik · sandbox",
    brand: "Sandbox",
    brand_mark: "N",
    clock_toggle: "Show or hide the clock controls",
    actions: "Actions",
    add_person: "Open a chat",
    language: "Page language",
    quick_moves: "Quick moves of the clock",
    zone: "Time zone",
    move_to: "Date and time",
    move: "Move",
    open_chats: "Open chats",
    welcome_title: "Who shall we play?",
    welcome_text: "Open the chats of several people and they stand side by side. Write, press "
      + "buttons, move the clock – the bot answers as it does in Telegram.",
    choose_person: "Choose a person",
    people_title: "Whose chat to open",
    search: "Name, role or school",
    nobody: "Nobody found",
    close: "Close",
    ok: "OK",
    step_hour: "+1 hour",
    step_day: "+1 day",
    step_workday: "Next working day, 10:00",
    step_week: "+1 week",
    moved: (when) => `Now it is ${when}`,
    write: "Message",
    send: "Send",
    attach: "Attach a file",
    commands: "Commands",
    start: "Start",
    block: "Block the bot",
    unblock: "Unblock",
    more: "More",
    blocked: "The bot is blocked: nothing it sends will arrive here.",
    deactivated: "The account is deleted. The bot learns it when it tries to write.",
    empty: "Nothing here yet",
    edited: "edited",
    typing: "typing…",
    state_new: "not in the bot yet",
    state_active: "in the bot",
    state_blocked: "blocked the bot",
    state_deactivated: "account deleted",
    new_messages: "new messages",
    download: "Download",
    picture: "Picture from the bot",
    close_column: "Close the chat",
    lost: "The sandbox does not answer. Trying again…",
    found: "Connected again",
    working: "Working…",
    done: "Done",
    messages_of: (name) => `Chat: ${name}`,
  },
};

const KEY = "sandbox.language";
const asked = new URLSearchParams(location.search).get("lang");
export let language = asked in TEXTS ? asked : localStorage.getItem(KEY) || "ru";

export function t(key, ...args) {
  const text = TEXTS[language][key];
  return typeof text === "function" ? text(...args) : text;
}

export function setLanguage(code) {
  language = code;
  localStorage.setItem(KEY, code);
  translate(document);
}

// Fills in the words of everything marked with data-text, data-label or data-placeholder.
export function translate(root) {
  document.documentElement.lang = language;
  document.title = t("title");
  for (const node of root.querySelectorAll("[data-text]")) {
    node.textContent = t(node.dataset.text);
  }
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
    node.title = t(node.dataset.label);
  }
  for (const node of root.querySelectorAll("[data-placeholder]")) {
    node.placeholder = t(node.dataset.placeholder);
  }
  for (const node of root.querySelectorAll("[data-language]")) {
    node.setAttribute("aria-pressed", String(node.dataset.language === language));
  }
}
