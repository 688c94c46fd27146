// One person's chat: a phone that stands beside the others.
import { element, failed, get, notice, post } from "./api.js";
import { dayOf } from "./clock.js";
import { Foot } from "./foot.js";
import { bubble } from "./render.js";
import { t } from "./texts.js";

const COLOURS = ["#c0564b", "#b9722c", "#4a8f4e", "#2f8b93", "#3a7bb8", "#7a62b3", "#b0557f"];

export function avatar(person) {
  const initials = person.name.split(/\s+/).slice(0, 2).map((word) => word[0] || "").join("");
  const node = element("span", { class: "avatar", "aria-hidden": "true" }, initials);
  node.style.background = COLOURS[Math.abs(person.user_id) % COLOURS.length];
  return node;
}

export class Column {
  constructor(userId, close) {
    this.id = userId;
    this.close = close;
    this.pressed = new Map();
    this.drawn = new Map();
    this.seen = 0;
    this.build();
  }

  build() {
    this.head = element("header", { class: "chat-head" });
    this.list = element("div", { class: "list", role: "log", "aria-live": "polite", tabindex: "0",
      "data-testid": "messages" });
    this.toast = element("div", { class: "toast", role: "status", "data-testid": "toast" });
    this.typing = element("div", { class: "typing", hidden: true });
    this.foot = new Foot(this);
    this.node = element("section", { class: "column", "data-testid": "column", "data-user-id": this.id },
      this.head, this.list, this.toast, this.typing, this.foot.node);
    this.actions = {
      write: (text) => this.post("text", { text }),
      start: (payload) => this.post("start", { payload }),
      press: (messageId, data, key) => this.press(messageId, data, key),
    };
  }

  async post(what, body) {
    try {
      return await post(`users/${this.id}/${what}`, body);
    } catch (error) {
      failed(error);
      return null;
    }
  }

  // Draws the chat as it stands; a call during a call makes it draw once more afterwards.
  async refresh() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.again = false;
        this.draw(await get(`chats/${this.id}`));
      } while (this.again);
    } finally {
      this.busy = false;
    }
  }

  redraw() {
    this.drawn.clear();
    this.headState = "";
    this.foot.forget();
    if (this.chat) this.draw(this.chat);
  }

  draw(chat) {
    this.chat = chat;
    this.node.setAttribute("aria-label", t("messages_of", chat.name));
    this.node.dataset.state = chat.state;
    this.drawHead(chat);
    this.drawMessages(chat);
    this.foot.draw(chat);
    this.seen = chat.last_id;
  }

  drawHead(chat) {
    const state = chat.name + chat.subtitle + chat.state;
    if (state === this.headState) return;
    this.headState = state;
    const blocked = chat.state === "blocked";
    const gone = chat.state === "deactivated";
    const under = chat.state === "active" ? chat.subtitle : t(`state_${chat.state}`);
    this.head.replaceChildren(avatar(chat),
      element("div", { class: "who" }, element("h2", {}, chat.name),
        element("p", { title: chat.subtitle, "data-testid": "subtitle" }, under || t("state_active"))),
      gone || chat.state === "new" ? "" : element("button", { type: "button", class: "icon",
        "aria-label": t(blocked ? "unblock" : "block"), title: t(blocked ? "unblock" : "block"),
        "data-testid": blocked ? "unblock" : "block",
        onclick: () => this.post(blocked ? "unblock" : "block") }, blocked ? "↺" : "⊘"),
      element("button", { type: "button", class: "icon", "aria-label": t("close_column"),
        title: t("close_column"), "data-testid": "close-column", onclick: this.close }, "✕"));
  }

  drawMessages(chat) {
    const low = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    const fresh = new Map();
    const nodes = [];
    let day = "";
    for (const message of chat.messages) {
      if (dayOf(message.date) !== day) {
        day = dayOf(message.date);
        nodes.push(element("div", { class: "day" }, element("span", {}, day)));
      }
      const look = JSON.stringify(message);
      const before = this.drawn.get(message.message_id);
      const node = before?.look === look ? before.node : bubble(message, this.actions);
      fresh.set(message.message_id, { look, node });
      nodes.push(node);
    }
    if (!nodes.length) nodes.push(element("p", { class: "empty" }, t("empty")));
    this.drawn = fresh;
    this.place(nodes);
    if (low || chat.last_id !== this.seen) this.toEnd();
  }

  // Moves only what is not yet in its place, so that focus and pictures stay as they are.
  place(nodes) {
    nodes.forEach((node, index) => {
      const there = this.list.childNodes[index];
      if (there !== node) this.list.insertBefore(node, there || null);
    });
    while (this.list.childNodes.length > nodes.length) this.list.lastChild.remove();
  }

  toEnd() {
    const down = () => { this.list.scrollTop = this.list.scrollHeight; };
    down();
    for (const image of this.list.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", down, { once: true });
    }
  }

  async press(messageId, data, key) {
    key.classList.add("waiting");
    const callback = await this.post("press", { message_id: messageId, data });
    if (!callback) return key.classList.remove("waiting");
    this.pressed.set(callback.id, key);
    const known = await get(`callbacks/${callback.id}`);
    if (known.answered) this.release(callback.id);
    return setTimeout(() => this.release(callback.id), 15000);
  }

  release(callbackId) {
    this.pressed.get(callbackId)?.classList.remove("waiting");
    this.pressed.delete(callbackId);
  }

  // What an event asks for besides drawing anew.
  hear(event) {
    if (event.what === "answered") {
      this.release(event.callback_id);
      if (event.alert) notice(this.chat?.name || "", event.text);
      else if (event.text) this.show(this.toast, event.text, 4000);
    }
    if (event.what === "typing") this.show(this.typing, t("typing"), 5000);
    if (event.what === "message") this.typing.hidden = true;
  }

  show(node, text, milliseconds) {
    node.textContent = text;
    node.hidden = false;
    node.classList.add("shown");
    clearTimeout(node.timer);
    node.timer = setTimeout(() => node.classList.remove("shown"), milliseconds);
  }
}
