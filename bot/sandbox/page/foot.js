// The foot of a chat: writing, attaching a file, commands, the reply keyboard – or why not.
import { element } from "./api.js";
import { t } from "./texts.js";

export class Foot {
  constructor(column) {
    this.column = column;
    this.node = element("footer", { class: "chat-foot" });
    this.input = null;
  }

  forget() {
    this.state = "";
  }

  // Drawn anew only when something in it changes, so that a draft is never lost.
  draw(chat) {
    const state = JSON.stringify([chat.state, chat.keyboard, chat.commands]);
    if (state === this.state) return;
    const draft = this.input?.value || "";
    const focused = this.input && this.input === document.activeElement;
    this.state = state;
    this.node.replaceChildren(...this.footOf(chat));
    if (this.input) this.input.value = draft;
    if (focused) this.input?.focus();
  }

  footOf(chat) {
    this.input = null;
    if (chat.state === "deactivated") return [element("p", { class: "closed" }, t("deactivated"))];
    if (chat.state === "blocked") {
      return [element("p", { class: "closed" }, t("blocked")), this.wide("unblock", () => this.column.post("unblock"))];
    }
    if (chat.state === "new") return [this.wide("start", () => this.column.post("start"))];
    return [...this.menuOf(chat), this.composer(chat), ...this.replyKeys(chat)];
  }

  wide(key, onclick) {
    return element("button", { type: "button", class: "accent wide", "data-testid": `${key}-wide`, onclick }, t(key));
  }

  menuOf(chat) {
    this.menu = element("ul", { class: "commands", hidden: true, "data-testid": "commands" },
      ...chat.commands.map((one) => element("li", {}, element("button", { type: "button",
        "data-testid": "command", onclick: () => this.command(`/${one.command}`) },
        element("b", {}, `/${one.command}`), element("span", {}, one.description)))));
    return [this.menu];
  }

  command(text) {
    this.toggleMenu(false);
    this.column.actions.write(text);
  }

  toggleMenu(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
  }

  composer(chat) {
    this.input = element("textarea", { rows: "1", placeholder: t("write"), "aria-label": t("write"),
      "data-testid": "composer", onkeydown: (event) => this.key(event), oninput: () => this.grow() });
    const file = element("input", { type: "file", class: "hidden", tabindex: "-1", "aria-label": t("attach"),
      "data-testid": "file-input", onchange: () => this.upload(file) });
    this.opener = element("button", { type: "button", class: "icon slash", title: t("commands"), hidden:
      !chat.commands.length, "aria-label": t("commands"), "aria-expanded": "false", "data-testid":
      "commands-open", onclick: () => this.toggleMenu() }, "/");
    return element("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.opener,
      element("button", { type: "button", class: "icon", title: t("attach"), "aria-label": t("attach"),
        onclick: () => file.click() }, clip()), file, this.input,
      element("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send"),
        "data-testid": "send" }, "➤"));
  }

  replyKeys(chat) {
    if (!chat.keyboard.length) return [];
    const row = (keys) => element("div", { class: "keys" }, ...keys.map((text) => element("button",
      { type: "button", class: "reply-key", onclick: () => this.column.actions.write(text) }, text)));
    return [element("div", { class: "reply-keys", "data-testid": "reply-keys" }, ...chat.keyboard.map(row))];
  }

  key(event) {
    if (event.key === "Escape") this.toggleMenu(false);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    if (!(await this.column.post("text", { text })) && this.input) this.input.value = text;
  }

  async upload(input) {
    const form = new FormData();
    form.append("file", input.files[0]);
    form.append("caption", this.input.value.trim());
    if (await this.column.post("document", form)) this.input.value = "";
    input.value = "";
  }
}

function clip() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M8 12.5l6.2-6.2a3 3 0 014.3 4.3l-8.3 8.2a5 5 0 01-7-7l8-8");
  svg.append(path);
  return svg;
}
