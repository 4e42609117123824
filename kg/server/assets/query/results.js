/* The answer: a table that can be sorted, a truth, or Turtle. */

import { dot, isolated, make } from "./elements.js";

const answer = document.getElementById("answer");
const FIRST = 200; // rows shown at once; more on demand
const NODES = new Set(["paper", "method", "technique", "model", "dataset", "metric", "task", "venue", "area"]);
const NUMERIC = /#(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;
const [LINE, LONG] = [26, 60]; // characters: up to LINE on one line, from LONG in a wide cell
const collator = new Intl.Collator("en", { numeric: true });

const isNumber = (term) => term !== undefined && NUMERIC.test(term.datatype ?? "");

export function clear() {
  answer.hidden = true;
  answer.replaceChildren();
}

function show(...children) {
  answer.hidden = false;
  answer.replaceChildren(...children);
}

export const showTruth = (truth) => show(make("p", { class: "truth" }, truth ? "Yes" : "No"));
export const showTurtle = (text) => show(make("pre", { class: "turtle", tabindex: "0", "aria-label": "Turtle" }, text));

/** Show rows of SPARQL JSON results; `knowledge` has the base and the prefixes of the graph. */
export function showRows({ head, results }, knowledge) {
  const rows = results.bindings;
  if (!rows.length) return show(make("p", { class: "nothing" }, "The graph holds nothing that fits."));
  const prefixes = Object.entries(knowledge.prefixes).sort(([, a], [, b]) => b.length - a.length);
  const body = make("tbody", {});
  const numeric = new Set(head.vars.filter((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || isNumber(row[name]))));
  const headings = head.vars.map((name) => {
    const button = make("button", { type: "button" }, name);
    const heading = make("th", { scope: "col", class: numeric.has(name) && "number-cell" }, button);
    button.addEventListener("click", () => sort(name, heading));
    return heading;
  });
  const region = make("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Rows of the answer" },
    make("table", {}, make("thead", {}, make("tr", {}, ...headings)), body));
  const more = make("button", { class: "more", type: "button" });
  let sorted = rows;
  let shown = 0;

  function extend(to) {
    body.append(...sorted.slice(shown, to).map((row) => make("tr", {}, ...head.vars.map((name) => cell(row[name], numeric.has(name))))));
    shown = Math.min(to, sorted.length);
    more.hidden = shown === sorted.length;
    more.textContent = `Show ${Math.min(FIRST * 5, sorted.length - shown)} more of ${sorted.length - shown}`;
  }
  more.addEventListener("click", () => extend(shown + FIRST * 5));

  /** Upwards, downwards, and back to the order of the query. */
  function sort(name, heading) {
    const next = { ascending: "descending", descending: null }[heading.getAttribute("aria-sort")];
    const order = next === undefined ? "ascending" : next;
    for (const one of headings) one.removeAttribute("aria-sort");
    if (order) heading.setAttribute("aria-sort", order);
    const sign = order === "descending" ? -1 : 1;
    sorted = order ? rows.toSorted((a, b) => compare(a[name], b[name], sign)) : rows;
    shown = 0;
    body.replaceChildren();
    extend(FIRST);
  }

  function cell(term, number) {
    if (!term) return make("td", {});
    if (term.type === "uri") return make("td", {}, link(term.value));
    const long = term.value.length > LONG;
    return make("td", { class: number && "number-cell" }, isolated(long ? "div" : "span", long ? "long" : "", term.value));
  }

  function link(iri) {
    const [prefix, start] = prefixes.find(([, one]) => iri.startsWith(one)) ?? [];
    const text = prefix ? `${prefix}:${iri.slice(start.length)}` : iri;
    const key = iri.startsWith(knowledge.base) ? iri.slice(knowledge.base.length) : null;
    const kind = key?.split("/")[0];
    if (key !== null && NODES.has(kind) && !key.includes("#")) {
      return make("span", { class: text.length > LINE ? "link" : "link short" }, dot(kind), make("a", { href: `/#node=${encode(key)}`, dir: "auto" }, text));
    }
    if (key !== null) return make("span", { class: "link" }, make("a", { href: `/id/${encode(key)}`, dir: "auto" }, text));
    const away = !prefix && /^https?:/.test(iri);
    return away ? make("a", { href: iri, rel: "noreferrer", dir: "auto" }, text) : isolated("span", "name", text);
  }

  extend(FIRST);
  show(region, more);
}

const encode = (key) => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%23", "#");

/** Order of two values: those that are missing last, whichever way. */
function compare(a, b, sign) {
  if (!a || !b) return Number(!a) - Number(!b);
  const bothNumbers = isNumber(a) && isNumber(b);
  return sign * (bothNumbers ? a.value - b.value : collator.compare(a.value, b.value));
}
