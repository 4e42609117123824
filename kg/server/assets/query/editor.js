/* The editor: a text field whose letters are clear, over the same text in colours. */

import { make } from "./elements.js";
import { tokens } from "./tokens.js";

const root = document.getElementById("editor");
const layer = root.querySelector("pre");
export const field = root.querySelector("textarea");

function paint() {
  const text = field.value;
  const painted = [];
  let at = 0;
  for (const { type, start, end } of tokens(text)) {
    painted.push(text.slice(at, start), make("span", { class: type }, text.slice(start, end)));
    at = end;
  }
  layer.replaceChildren(...painted, text.slice(at), "\n"); // the last line has its height even when it is empty
}

export function setText(text) {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

/** Replace a part of the text as typing would, so that it can be undone. */
export function insert(start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  // Deprecated, and still the only way that keeps the history of a text field.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input"));
  }
}

/** Where a place of the text is in the editor: its left and bottom, in pixels. */
export function placeOf(offset) {
  const range = document.createRange();
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) {
      range.setStart(node, left);
      break;
    }
    left -= node.length;
  }
  const [own, box] = [range.getBoundingClientRect(), root.getBoundingClientRect()];
  return { left: own.left - box.left, bottom: own.bottom - box.top };
}

/** Show whether a query is wrong, and put the caret where: `line` and `column` count from 1, if they are known. */
export function mark(wrong, line, column) {
  field.toggleAttribute("aria-invalid", wrong);
  if (!wrong || !line) return;
  const lines = field.value.split("\n").slice(0, line - 1);
  const place = Math.min(lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1, field.value.length);
  field.focus();
  field.setSelectionRange(place, place);
}

field.addEventListener("input", paint);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
  const line = field.value.slice(0, field.selectionStart).split("\n").at(-1);
  const indent = /^\s*/.exec(line)[0] + (/[{(]\s*$/.test(line) ? "  " : "");
  if (!indent) return;
  event.preventDefault();
  insert(field.selectionStart, field.selectionEnd, `\n${indent}`);
});
