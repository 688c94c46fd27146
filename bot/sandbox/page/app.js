// Puts the page together: columns, tabs, the clock, actions, and the stream of events.
import { element, failed, flash, get, notice, post } from "./api.js";
import { readClock, setUpClock, translateClock } from "./clock.js";
import { avatar, Column } from "./column.js";
import { People } from "./people.js";
import { language, setLanguage, t, translate } from "./texts.js";

const KEY = "sandbox.columns";
const find = (id) => document.getElementById(id);
const columns = new Map();
let current = 0;
let actions = [];

const people = new People(openPerson, (userId) => columns.has(userId));

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

async function openColumn(userId) {
  if (!columns.has(userId)) {
    const column = new Column(userId, () => closeColumn(userId));
    columns.set(userId, column);
    find("columns").append(column.node);
    await column.refresh().catch(failed);
  }
  showColumn(userId);
  remember();
}

async function openPerson(one) {
  await openColumn(one.user_id);
  if (columns.get(one.user_id).chat?.state === "new") await post(`users/${one.user_id}/start`).catch(failed);
  columns.get(one.user_id)?.foot.input?.focus();
}

function closeColumn(userId) {
  columns.get(userId).node.remove();
  columns.delete(userId);
  if (current === userId) current = [...columns.keys()].at(-1) || 0;
  remember();
}

function remember() {
  localStorage.setItem(KEY, JSON.stringify([...columns.keys()]));
  find("welcome").hidden = columns.size > 0;
  drawTabs();
}

function showColumn(userId) {
  current = userId;
  columns.get(userId).node.scrollIntoView({ behavior: "smooth", block: "nearest", inline: "nearest" });
  drawTabs();
}

// Tabs are for a narrow screen, where one chat is seen at a time.
function drawTabs() {
  for (const [userId, column] of columns) column.node.classList.toggle("current", userId === current);
  find("tabs").replaceChildren(...[...columns.values()].filter((column) => column.chat).map((column) =>
    element("button", { type: "button", role: "tab", "data-testid": "tab", "aria-selected":
      String(column.id === current), onclick: () => showColumn(column.id) },
      avatar(column.chat), column.chat.name.split(" ").slice(0, 2).join(" "))));
}

async function readActions() {
  actions = await get("actions");
  find("actions").hidden = !actions.length;
  find("actions").querySelector(".menu-list").replaceChildren(...actions.map((action) =>
    element("button", { type: "button", role: "menuitem", "data-testid": `action-${action.name}`,
      onclick: () => runAction(action) }, action[language])));
}

function toggleActions(open) {
  find("actions").querySelector(".menu-list").hidden = !open;
  find("actions").querySelector("[aria-haspopup]").setAttribute("aria-expanded", String(open));
}

async function runAction(action) {
  toggleActions(false);
  flash(t("working"));
  const reminding = setInterval(() => flash(t("working")), 3000);
  try {
    const { result } = await post(`actions/${action.name}`);
    const said = result?.[language] ?? result;
    const text = typeof said === "string" ? said : JSON.stringify(said, null, 2);
    notice(action[language], result === null ? t("done") : text);
  } catch (error) {
    notice(action[language], error.message);
  } finally {
    clearInterval(reminding);
  }
}

function hear(events) {
  const changed = new Set();
  for (const event of events) {
    columns.get(event.chat_id)?.hear(event);
    changed.add(event.what === "commands" ? "all" : event.chat_id);
    if (event.what === "clock") readClock().catch(failed);
  }
  for (const [userId, column] of columns) {
    if (changed.has(userId) || changed.has("all")) column.refresh().catch(failed);
  }
  if (events.some((event) => event.what === "message" || event.what === "people")) {
    people.readSoon();
  }
}

async function listen() {
  let since = (await get("events?timeout=0&since=0")).last;
  let lost = false;
  for (;;) {
    try {
      const news = await get(`events?since=${since}`);
      since = news.last;
      if (lost || news.reset) await readAll();
      if (lost) flash(t("found"));
      lost = false;
      hear(news.events);
    } catch {
      lost = true;
      flash(t("lost"));
      await new Promise((resolve) => { setTimeout(resolve, 1500); });
    }
  }
}

async function readAll() {
  await Promise.all([people.read(), readClock(), readActions()]);
  await Promise.all([...columns.values()].map((column) => column.refresh()));
}

async function speak(code) {
  setLanguage(code);
  await Promise.all([translateClock(), readActions(), people.read()]);
  for (const column of columns.values()) column.redraw();
}

function setUpControls() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => speak(button.dataset.language).catch(failed));
  }
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
  const opener = find("actions").querySelector("[aria-haspopup]");
  opener.addEventListener("click", () => toggleActions(opener.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("click", (event) => {
    if (!find("actions").contains(event.target)) toggleActions(false);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && toggleActions(false));
}

async function begin() {
  translate(document);
  setUpControls();
  await setUpClock(() => columns.forEach((column) => column.redraw()));
  const listening = listen();
  await Promise.all([people.read(), readActions()]);
  for (const userId of remembered()) await openColumn(userId);
  remember();
  document.body.dataset.ready = "true";
  await listening;
}

begin().catch(failed);
