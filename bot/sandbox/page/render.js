// From a message to its bubble. Nothing of a message is ever read as HTML: the words come as
// plain text with entities, and every piece becomes a text node.
import { element } from "./api.js";
import { clockTime } from "./clock.js";
import { t } from "./texts.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  code: "code", pre: "pre", blockquote: "blockquote",
};
const LINK = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)])|(?<=^|\s)(\/[A-Za-z0-9_]+)/g;
const START = /^https?:\/\/t\.me\/\w+\?start=([\w-]+)$/;

export function formatted(plain, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(plain, sorted, 0, plain.length, actions);
}

function pieces(plain, entities, from, to, actions) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length;) {
    const outer = entities[i];
    const end = Math.min(outer.offset + outer.length, to);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (outer.offset >= at) {
      nodes.push(...linked(plain.slice(at, outer.offset), actions));
      const inside = pieces(plain, entities.slice(i + 1, next), outer.offset, end, actions);
      nodes.push(wrapped(outer, inside, actions));
      at = end;
    }
    i = next;
  }
  nodes.push(...linked(plain.slice(at, to), actions));
  return nodes;
}

function wrapped(entity, inside, actions) {
  if (entity.type === "text_link") return link(entity.url, inside, actions);
  if (entity.type === "spoiler") return spoiler(inside);
  return element(TAGS[entity.type] || "span", {}, ...inside);
}

function spoiler(inside) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return element("span", { class: "spoiler", tabindex: "0", role: "button", onclick: show,
    onkeydown: (event) => event.key === "Enter" && show(event) }, ...inside);
}

function linked(text, actions) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    nodes.push(text.slice(at, match.index));
    nodes.push(match[1] ? link(match[1], [match[1]], actions) : command(match[2], actions));
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

function command(text, actions) {
  return element("button", { type: "button", class: "command", onclick: () => actions.write(text) }, text);
}

export function link(url, inside, actions) {
  const href = /^(https?|tg|mailto|tel):/i.test(url) ? url : `https://${url}`;
  const start = href.match(START);
  const follow = (event) => {
    event.preventDefault();
    actions.start(start[1]);
  };
  return element("a", { href, target: "_blank", rel: "noopener noreferrer",
    onclick: start ? follow : () => {} }, ...inside);
}

export function bubble(message, actions) {
  const mine = message.from === "user";
  const body = element("div", { class: "bubble" },
    message.photo ? picture(message) : null,
    message.file ? file(message.file) : null,
    message.plain ? element("div", { class: "words", "data-testid": "message-text" },
      ...formatted(message.plain, message.entities, actions)) : null,
    stamp(message));
  return element("article", {
    class: `message ${mine ? "mine" : "theirs"}`,
    "data-testid": mine ? "user-message" : "bot-message",
    "data-message-id": message.message_id,
  }, body, message.buttons.length ? keyboard(message, actions) : null);
}

function stamp(message) {
  const edited = message.edited ? `${t("edited")} ` : "";
  return element("time", { class: "stamp", datetime: message.date }, edited + clockTime(message.date));
}

function picture(message) {
  return element("a", { href: message.photo, target: "_blank", class: "picture" },
    element("img", { src: message.photo, alt: message.plain || t("picture"), "data-testid": "photo" }));
}

function file(about) {
  const kind = (about.name.split(".").pop() || "").slice(0, 4);
  return element("a", { href: about.url, download: about.name, class: "file", "data-testid": "file",
    "aria-label": `${t("download")}: ${about.name}` },
    element("span", { class: "file-kind", "aria-hidden": "true" }, kind),
    element("span", { class: "file-about" },
      element("span", { class: "file-name" }, about.name),
      element("span", { class: "file-size" }, size(about.size))));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function keyboard(message, actions) {
  const rows = message.buttons.map((row) => element("div", { class: "keys" },
    ...row.map((button) => key(message, button, actions))));
  return element("div", { class: "keyboard", "data-testid": "keyboard" }, ...rows);
}

function key(message, button, actions) {
  if (button.url) {
    const node = link(button.url, [button.text], actions);
    node.className = "key link";
    return node;
  }
  return element("button", { type: "button", class: "key", "data-testid": "key",
    "data-callback": button.callback_data,
    onclick: (event) => actions.press(message.message_id, button.callback_data, event.currentTarget),
  }, button.text);
}
