// The sandbox's clock: shown, moved, and used for the times of messages.
import { element, failed, flash, get, post } from "./api.js";
import { language, t } from "./texts.js";

const KEY = "sandbox.zone";
const ZONES = {
  "Europe/Kaliningrad": ["Калининград", "Kaliningrad"],
  "Europe/Moscow": ["Москва", "Moscow"],
  "Europe/Samara": ["Самара", "Samara"],
  "Asia/Yekaterinburg": ["Екатеринбург", "Yekaterinburg"],
  "Asia/Omsk": ["Омск", "Omsk"],
  "Asia/Krasnoyarsk": ["Красноярск", "Krasnoyarsk"],
  "Asia/Irkutsk": ["Иркутск", "Irkutsk"],
  "Asia/Yakutsk": ["Якутск", "Yakutsk"],
  "Asia/Vladivostok": ["Владивосток", "Vladivostok"],
  "Asia/Magadan": ["Магадан", "Magadan"],
  "Asia/Kamchatka": ["Камчатка", "Kamchatka"],
};
const STEPS = ["hour", "day", "workday", "week"];
const saved = localStorage.getItem(KEY);
let zone = saved in ZONES ? saved : "Asia/Yekaterinburg";
let offset = 0;
let shown = "";

const find = (id) => document.getElementById(id);
const now = () => new Date(Date.now() + offset);

function format(moment, options) {
  const locale = language === "ru" ? "ru-RU" : "en-GB";
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(moment));
}

export function clockTime(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit" });
}

export function dayOf(moment) {
  const year = format(moment, { year: "numeric" }) === format(now(), { year: "numeric" });
  return format(moment, { day: "numeric", month: "long", ...(year ? {} : { year: "numeric" }) });
}

function tick() {
  const date = format(now(), { weekday: "short", day: "numeric", month: "long", year: "numeric" });
  const text = `${date}|${clockTime(now())}`;
  if (text === shown) return;
  shown = text;
  find("now").replaceChildren(
    element("strong", {}, clockTime(now())), element("span", {}, date.replace(" г.", "")));
}

export async function readClock() {
  const clock = await get(`clock?zone=${encodeURIComponent(zone)}`);
  offset = new Date(clock.now) - Date.now();
  tick();
  find("moment").value = clock.local;
  find("moment").min = clock.local;
  find("chips").replaceChildren(...clock.chips.map(chip));
}

function chip(about) {
  const step = STEPS.includes(about.id);
  const label = step ? t(`step_${about.id}`)
    : `${format(about.at, { day: "numeric", month: "long" })}, ${clockTime(about.at)}`;
  return element("button", { type: "button", class: step ? "chip" : "chip day", title: moment(about.at),
    "data-testid": step ? `chip-${about.id}` : `chip-${format(about.at, { month: "numeric" })}`,
    onclick: () => move(jump(about)) }, label);
}

// Steps of an hour count from the moment of the press, not from when the chip was drawn.
function jump(about) {
  if (about.id !== "hour") return { now: about.at };
  return { now: new Date(now().getTime() + 3600_000).toISOString() };
}

function moment(at) {
  return `${format(at, { weekday: "short", day: "numeric", month: "long", year: "numeric" })}, ${clockTime(at)}`;
}

async function move(body) {
  try {
    const moved = await post("clock", body);
    await readClock();
    flash(t("moved", moment(moved.now)));
  } catch (error) {
    failed(error);
  }
}

function fillZones() {
  const column = language === "ru" ? 0 : 1;
  find("zone").replaceChildren(...Object.entries(ZONES).map(([value, names]) =>
    element("option", { value, selected: value === zone }, names[column])));
}

export function translateClock() {
  fillZones();
  shown = "";
  return readClock();
}

export function setUpClock(changed) {
  const toggle = (open) => {
    document.body.classList.toggle("clock-closed", !open);
    find("now").setAttribute("aria-expanded", String(open));
  };
  toggle(window.innerWidth > 720);
  find("now").addEventListener("click", () => toggle(document.body.classList.contains("clock-closed")));
  find("zone").addEventListener("change", async (event) => {
    zone = event.target.value;
    localStorage.setItem(KEY, zone);
    shown = "";
    await readClock().catch(failed);
    changed();
  });
  find("move").addEventListener("submit", (event) => {
    event.preventDefault();
    move({ local: find("moment").value, zone });
  });
  setInterval(tick, 500);
  return translateClock();
}
