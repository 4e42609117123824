/* Completion in the editor: variables of the query, terms of the ontology, and names of things. */

import { field, insert, placeOf } from "./editor.js";
import { optionList, searcher } from "./options.js";
import { isKeyword, tokens, typedAt } from "./tokens.js";

const MOST = 12;
const PAUSE = 120; // milliseconds without a key before the server is asked
const LOCAL = /^\w(?:[\w.-]*[\w-])?$/; // what can stand behind a prefix as it is

const dropdown = document.querySelector("#editor .dropdown");
const search = searcher();
let knowledge = { base: "", prefixes: {}, terms: [] };
let typed = null;
let waiting = 0;
let completing = false;

const list = optionList(field, dropdown, (option) => {
  completing = true; // what is put in is not typed
  insert(typed.start, field.selectionStart, option.insert);
  completing = false;
});

export function completeWith(known) {
  knowledge = known;
}

/** How a thing is written in a query: with a prefix where that needs no escapes, else as an IRI. */
export function written(node) {
  const slash = node.key.indexOf("/");
  const [prefix, local] = [node.key.slice(0, slash), node.key.slice(slash + 1)];
  return prefix in knowledge.prefixes && LOCAL.test(local) ? `${prefix}:${local}` : `<${node.iri}>`;
}

const isKind = (prefix) => (knowledge.prefixes[prefix] ?? "").startsWith(knowledge.base);

function variables() {
  const known = new Set();
  for (const { type, text, start } of tokens(field.value)) {
    if (type === "variable" && start !== typed.start) known.add(text);
  }
  return [...known].filter((name) => name.startsWith(typed.text)).map((name) => ({ text: name, note: "variable", insert: name }));
}

function terms() {
  const wanted = typed.local.toLowerCase();
  const rank = ({ name, label }) => {
    const local = name.split(":")[1].toLowerCase();
    if (local.startsWith(wanted)) return 0;
    return local.includes(wanted) || label.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return knowledge.terms
    .filter((term) => (typed.prefix === null || term.name.startsWith(`${typed.prefix}:`)) && rank(term) < 2)
    .sort((a, b) => rank(a) - rank(b))
    .map((term) => ({ text: term.name, note: term.is_class ? "class" : "property", about: `${term.label}: ${term.comment}`, insert: term.name }));
}

async function things() {
  const kind = typed.prefix === null ? null : typed.prefix;
  const words = typed.local.replaceAll(/[-_]/g, " ").trim();
  if (!words || (kind === null && words.length < 3)) return [];
  const found = await search(words, kind, MOST);
  return found?.map((node) => ({
    text: node.label, note: node.also ? `${node.kind} · ${node.also}` : node.kind, kind: node.kind, about: written(node), insert: written(node),
  })) ?? null;
}

/** Offer what fits what is typed; `asked` says that somebody wants to see it, otherwise it is only offered. */
async function offer(asked) {
  typed = field.selectionStart === field.selectionEnd ? typedAt(field.value, field.selectionStart) : null;
  const plain = typed && typed.prefix === null && !/^[?$]/.test(typed.text);
  if (!typed || (plain && !asked && (typed.text.length < 2 || isKeyword(typed.text) || /^[A-Z]+$/.test(typed.text)))) return list.close();
  const at = placeOf(typed.start);
  const width = Math.min(400, innerWidth - 32);
  dropdown.style.top = `${at.bottom + 5}px`;
  dropdown.style.left = `${Math.max(0, Math.min(at.left - 8, field.clientWidth - width))}px`;
  const first = plain && !asked ? -1 : 0; // Enter ends a line unless something was asked for
  if (/^[?$]/.test(typed.text)) return list.show(variables(), first);
  const known = typed.prefix !== null && isKind(typed.prefix) ? [] : terms().slice(0, typed.prefix === null ? MOST : Infinity);
  list.show(known, first);
  if (typed.prefix !== null && !isKind(typed.prefix)) return;
  const now = typed;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const found = await things();
    if (found && now === typed && document.activeElement === field) list.show([...known, ...found].slice(0, MOST), first);
  }, PAUSE);
}

const TYPING = new Set(["insertText", "insertCompositionText", "deleteContentBackward"]);
field.addEventListener("input", (event) => (TYPING.has(event.inputType) && !completing ? offer(false) : list.close()));
field.addEventListener("blur", () => (typed = null));
field.addEventListener("click", () => list.close());
field.addEventListener("keydown", (event) => {
  if (event.key === " " && event.ctrlKey) {
    event.preventDefault();
    offer(true);
  } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) list.close();
});
