// Choosing whose chat to open.
import { element, failed, get } from "./api.js";
import { avatar } from "./column.js";
import { t } from "./texts.js";

const MOST = 200;
const find = (id) => document.getElementById(id);
const folded = (text) => text.toLowerCase().replaceAll("ё", "е");

export class People {
  constructor(open, isOpen) {
    this.open = open;
    this.isOpen = isOpen;
    this.list = [];
    this.seen = new Map();
    find("search").addEventListener("input", () => this.draw());
    find("search").addEventListener("keydown", (event) => this.key(event));
    for (const id of ["add-person", "welcome-add"]) {
      find(id).addEventListener("click", () => this.show());
    }
  }

  async read() {
    const first = !this.list.length;
    this.list = await get("people");
    for (const one of this.list) {
      if (first || this.isOpen(one.user_id)) this.seen.set(one.user_id, one.last_id);
    }
    this.badge();
    this.suggest();
    if (find("people").open) this.draw();
  }

  // A wave brings many messages at once: one reading is enough for all.
  readSoon() {
    this.reading ??= setTimeout(() => {
      this.reading = null;
      this.read().catch(failed);
    }, 300);
  }

  unread(one) {
    return one.last_id > (this.seen.get(one.user_id) || 0) && !this.isOpen(one.user_id);
  }

  badge() {
    const count = this.list.filter((one) => this.unread(one)).length;
    find("unread").hidden = !count;
    find("unread").textContent = count || "";
    find("unread").title = t("new_messages");
  }

  suggest() {
    find("suggestions").replaceChildren(...this.list.slice(0, 6).map((one) => this.card(one)));
  }

  show() {
    find("search").value = "";
    this.draw();
    find("people").showModal();
    find("search").focus();
    this.read();
  }

  choose(one) {
    this.seen.set(one.user_id, one.last_id);
    if (find("people").open) find("people").close();
    this.open(one);
    this.badge();
  }

  draw() {
    const words = folded(find("search").value).split(/\s+/);
    const fits = (one) => words.every((word) => folded(`${one.name} ${one.subtitle}`).includes(word));
    this.found = this.list.filter(fits);
    this.found.sort((a, b) => this.unread(b) - this.unread(a));
    this.found.length = Math.min(this.found.length, MOST);
    find("people-list").replaceChildren(...this.found.map((one) => element("li", {}, this.card(one))));
    find("nobody").hidden = this.found.length > 0;
  }

  card(one) {
    const unread = this.unread(one);
    return element("button", { type: "button", class: "person", "data-testid": "person",
      "data-user-id": one.user_id, onclick: () => this.choose(one) },
      avatar(one),
      element("span", { class: "person-about" }, element("b", {}, one.name),
        element("span", {}, one.subtitle || t(`state_${one.state}`))),
      unread ? element("span", { class: "dot", title: t("new_messages"), role: "img",
        "aria-label": t("new_messages") }) : null,
      element("span", { class: `state ${one.state}` }, t(`state_${one.state}`)));
  }

  key(event) {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    // Else the same Enter would press the button that gets the focus back.
    event.preventDefault();
    if (event.key === "ArrowDown") find("people-list").querySelector("button")?.focus();
    else if (this.found.length) this.choose(this.found[0]);
  }
}
