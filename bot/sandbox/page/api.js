// Talking to the sandbox, and small helpers for building the page.
export async function get(path) {
  return answerOf(await fetch(`/sandbox/${path}`));
}

export async function post(path, body = {}) {
  const form = body instanceof FormData;
  const headers = form ? {} : { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: form ? body : JSON.stringify(body) };
  return answerOf(await fetch(`/sandbox/${path}`, options));
}

async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

let hiding;

export function flash(text) {
  const node = document.getElementById("flash");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => node.classList.remove("shown"), 4000);
}

export function failed(error) {
  flash(error.message);
}

export function notice(title, text) {
  document.getElementById("notice-title").textContent = title;
  document.getElementById("notice-text").textContent = text;
  const dialog = document.getElementById("notice");
  if (!dialog.open) dialog.showModal();
}
