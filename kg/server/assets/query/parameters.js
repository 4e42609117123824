/* Shipped queries with their parameters as fields. A value stands in the query as a VALUES line. */

import { written } from "./completion.js";
import { make } from "./elements.js";
import { optionList, searcher } from "./options.js";

const form = document.getElementById("parameters");

/** The text of a shipped query without what the page shows elsewhere and the prefixes that the server knows. */
export function bodyOf(query, prefixes) {
  const known = (line) => {
    const [, prefix, iri] = /^PREFIX (\w+): <(.*)>$/.exec(line) ?? [];
    return prefix !== undefined && prefixes[prefix] === iri;
  };
  const described = query.text.replace(/^(?:#.*\n)+/, "");
  return described.split("\n").filter((line) => !known(line)).join("\n").trim();
}

/** A query with a variable set to a value, wherever a SELECT gives that variable; null takes the value out. */
export function withValue(text, name, value) {
  const bare = text.replaceAll(new RegExp(`\\n\\s*VALUES \\?${name} \\{[^}]*\\}`, "g"), "");
  if (value === null) return bare;
  const select = /SELECT\b[^{}]*\bWHERE\s*\{(?=(\n\s*)?)/g;
  return bare.replaceAll(select, (all, indent) =>
    new RegExp(`\\?${name}\\b`).test(all) ? `${all}${indent ?? "\n  "}VALUES ?${name} { ${value} }` : all
  );
}

const literal = (text) => `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", " ")}"`;

/** Show the fields of a query's parameters; `change` gets a name and what it is set to. Ends once all are filled. */
export async function showFields(query, change) {
  form.hidden = !query.parameters.length;
  form.replaceChildren(...query.parameters.map((parameter) => field(parameter, change)));
  await Promise.all(query.parameters.map(async (parameter) => {
    const box = form.querySelector(`#parameter-${parameter.name}`);
    if (parameter.kind === "text") return change(parameter.name, literal(parameter.default));
    const [node] = (await searcher()(parameter.default, parameter.kind, 1)) ?? [];
    box.value = node?.label ?? "";
    box.title = box.value;
    if (node) change(parameter.name, written(node));
  }));
}

function field({ name, kind, default: value }, change) {
  const id = `parameter-${name}`;
  const thing = kind !== "text";
  const role = thing && { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-options`, placeholder: `any ${kind}` };
  const box = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", dir: "auto", ...role });
  const parts = [make("label", { for: id }, name === kind ? name : thing ? `${name} (${kind})` : name), box];
  const set = (text) => change(name, text, true);
  if (thing) {
    const dropdown = make("div", { class: "dropdown", hidden: true }, make("ul", { id: `${id}-options`, role: "listbox", "aria-label": `${name}: choices` }));
    const search = searcher();
    const list = optionList(box, dropdown, ({ text, insert }) => {
      box.value = box.title = text;
      set(insert);
    }, { expands: true });
    box.addEventListener("input", async () => {
      const found = box.value.trim() ? await search(box.value, kind, 20) : [];
      if (found) list.show(found.map((node) => ({ text: node.label, note: node.also ?? "", kind: node.kind, insert: written(node) })), 0);
    });
    box.addEventListener("change", () => box.value.trim() || set(null));
    parts.push(dropdown);
  } else {
    box.value = value;
    box.addEventListener("change", () => set(box.value ? literal(box.value) : null));
  }
  return make("div", { class: "parameter" }, ...parts);
}

form.addEventListener("submit", (event) => event.preventDefault());
