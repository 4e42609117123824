/* The query page: questions on the side, the editor, running a query, and its answer. */

import { completeWith } from "./query/completion.js";
import { field, mark, setText } from "./query/editor.js";
import { isolated, make } from "./query/elements.js";
import { bodyOf, showFields, withValue } from "./query/parameters.js";
import { clear, showRows, showTruth, showTurtle } from "./query/results.js";

const BEGINNING = `SELECT ?technique ?label (COUNT(DISTINCT ?paper) AS ?papers)
WHERE {
  ?paper nw:usesTechnique ?technique .
  ?technique skos:prefLabel ?label .
}
GROUP BY ?technique ?label
ORDER BY DESC(?papers)
LIMIT 50`;
const figure = new Intl.NumberFormat("en");
const [title, description, problem, status, run, download] = ["title", "description", "error", "status", "run", "download"].map((id) => document.getElementById(id));
const knowledge = await (await fetch("/query/knowledge")).json();
let running = null;
let answered = null; // the query whose answer is shown

const ask = (query, accept, signal) =>
  fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal });

/** Say what is wrong, and put the caret where it is. */
function fail(message) {
  const [, line, column] = /^query: line (\d+), column (\d+): /.exec(message) ?? [];
  const [, said] = /^query: (.*?)(?:; mend the SPARQL)?$/.exec(message) ?? [];
  problem.textContent = said ? said[0].toUpperCase() + said.slice(1) : message;
  problem.hidden = false;
  mark(true, Number(line), Number(column));
  status.textContent = "";
  clear();
}

/** Ask what the editor holds, and keep it in the address. Who asks again meanwhile ends the question before. */
async function runQuery() {
  const query = field.value;
  running?.abort();
  const mine = (running = new AbortController());
  const address = `#query=${encodeURIComponent(query)}`;
  if (location.hash !== address) history.pushState(null, "", address);
  problem.hidden = true;
  mark(false);
  download.hidden = true;
  status.textContent = "Running…";
  run.classList.add("running");
  run.firstElementChild.textContent = "Stop";
  const start = performance.now();
  try {
    const answer = await ask(query, "application/sparql-results+json, text/turtle;q=0.9", mine.signal);
    if (!answer.ok) return fail((await answer.text()).trim().split("\n")[0] || `the server answered ${answer.status}`);
    const turtle = answer.headers.get("Content-Type").startsWith("text/turtle");
    const found = turtle ? await answer.text() : await answer.json();
    const time = `${figure.format(Math.round(performance.now() - start))} ms`;
    const cut = answer.headers.get("Noteweave-Cut");
    answered = query;
    if (turtle) showTurtle(found);
    else if ("boolean" in found) showTruth(found.boolean);
    else showRows(found, knowledge);
    const count = turtle || "boolean" in found ? null : found.results.bindings.length;
    download.hidden = !count;
    const rows = count === null ? "" : `${figure.format(count)} ${count === 1 ? "row" : "rows"} · `;
    status.textContent = `${rows}${time}${cut ? ` · cut behind ${cut}` : ""}`;
  } catch (error) {
    if (error.name !== "AbortError") fail("the server can't be reached; see whether kg serve still runs");
    else if (running === mine) status.textContent = "Stopped";
  } finally {
    if (running === mine) {
      running = null;
      run.classList.remove("running");
      run.firstElementChild.textContent = "Run";
    }
  }
}

/** The answer as CSV, as the server writes it. */
async function save() {
  const answer = await ask(answered, "text/csv");
  if (!answer.ok) return fail((await answer.text()).trim());
  const address = URL.createObjectURL(await answer.blob());
  make("a", { href: address, download: "answer.csv" }).click();
  URL.revokeObjectURL(address);
}

const buttons = new Map(knowledge.queries.map((query) => {
  const button = make("button", { type: "button", "aria-pressed": "false" }, make("strong", {}, inWords(query.name)), make("small", {}, query.description));
  button.addEventListener("click", () => choose(query));
  return [query, button];
}));
document.querySelector("#shipped ul").append(...[...buttons.values()].map((button) => make("li", {}, button)));

function inWords(name) {
  const words = name.replaceAll("-", " ");
  return words[0].toUpperCase() + words.slice(1);
}

/** Take a shipped query: its description, its fields, its text with their values; and run it. */
async function choose(query) {
  for (const [other, button] of buttons) button.setAttribute("aria-pressed", String(other === query));
  title.textContent = inWords(query.name);
  description.textContent = query.description;
  setText(bodyOf(query, knowledge.prefixes));
  await showFields(query, (name, value, byHand) => {
    setText(withValue(field.value, name, value));
    if (byHand) runQuery();
  });
  if (buttons.get(query).getAttribute("aria-pressed") === "true") runQuery();
}

function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("query");
  if (query !== null && query !== field.value) setText(query);
  return query !== null;
}

completeWith(knowledge);
run.addEventListener("click", () => (running ? running.abort() : runQuery()));
download.addEventListener("click", save);
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  runQuery();
});
addEventListener("popstate", () => readAddress() && runQuery());
if (readAddress()) runQuery();
else setText(BEGINNING);
document.documentElement.dataset.ready = "true";
