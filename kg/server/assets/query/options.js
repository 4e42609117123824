/* A list of options under a box: opened and closed, moved through with the arrow keys, chosen from. */

import { dot, isolated, make } from "./elements.js";

/**
 * Give a box a list. An option is `{ text, note, kind, about }`; `choose` gets the chosen one.
 * `expands` says that the box is a combobox, which tells whether its list is open.
 */
export function optionList(box, dropdown, choose, { expands = false } = {}) {
  const list = dropdown.querySelector("[role=listbox]");
  const about = dropdown.querySelector(".about");
  let options = [];
  let active = -1;

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const item = list.children[index];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) box.setAttribute("aria-activedescendant", item.id);
    else box.removeAttribute("aria-activedescendant");
    if (about) {
      about.textContent = options[index]?.about ?? "";
      about.hidden = !about.textContent;
    }
  }

  function item(option, index) {
    const made = make(
      "li",
      { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" },
      ...(option.kind ? [dot(option.kind)] : []),
      isolated("span", "text", option.text),
      make("span", { class: "kind" }, option.note ?? "")
    );
    made.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
    made.addEventListener("click", () => take(index));
    return made;
  }

  function show(found, first) {
    options = found;
    list.replaceChildren(...options.map(item));
    dropdown.hidden = !options.length;
    if (expands) box.setAttribute("aria-expanded", String(options.length > 0));
    activate(options.length ? first : -1);
  }
  const close = () => show([], -1);

  function take(index) {
    const chosen = options[index];
    close();
    choose(chosen);
  }

  box.addEventListener("keydown", (event) => {
    if (dropdown.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) activate((Math.max(active, step > 0 ? -1 : 0) + step + options.length) % options.length);
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) take(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  box.addEventListener("blur", close);
  return { show, close };
}

/** Nodes of the graph by name, from the server; a new search takes back the one before. */
export function searcher() {
  let running = new AbortController();
  return async function search(words, kind, limit) {
    running.abort();
    running = new AbortController();
    const asked = new URLSearchParams({ q: words.slice(0, 200), limit, ...(kind && { kind }) });
    try {
      const answer = await fetch(`/api/search?${asked}`, { signal: running.signal });
      return answer.ok ? (await answer.json()).nodes : [];
    } catch (error) {
      if (error.name === "AbortError") return null;
      return [];
    }
  };
}
