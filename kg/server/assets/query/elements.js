/* Making elements. Text is only ever text. */

/** Make an element: `make("p", { class: "note" }, "text", child)`. */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Text of a note: set apart, so that its writing direction and steering characters end with it. */
export const isolated = (tag, className, text) => make(tag, { class: className, dir: "auto" }, text);

export const dot = (kind) => make("span", { class: "dot", "data-kind": kind, "aria-hidden": "true" });
