/* Under `kg serve` the page can ask for what it left out: things found by name, and all that is linked to the one selected. */

const api = document.querySelector('meta[name="noteweave-api"]').content;
const isPart = api !== "" && data.total > nodes.length; // otherwise everything is here already
const MOST_LINKS = 60; // of each relation and direction of a node that the server is asked for

async function ask(path) {
  const answer = await fetch(api + path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status === 404 ? "the graph has no such thing" : `the server answered ${answer.status}`);
  return answer.json();
}

// Bringing in

const brought = new Map(); // the nodes that have come or are on their way, by key
const linksInAll = new Map(); // how many links the whole graph has of a node

/** Take what the server says of a node, and what it is linked to, into the graph, once; gives the node. */
function bring(key) {
  if (!brought.has(key)) brought.set(key, ask(`details/${encode(key)}?limit=${MOST_LINKS}`).then(take));
  brought.get(key).catch(() => brought.delete(key)); // to be tried again when it is next asked for
  return brought.get(key);
}

function take(known) {
  const edges = known.edges.map((edge) => ({ ...edge, evidence: withSentences(edge.evidence) }));
  // What a figure is of need not be linked to its paper.
  const measured = known.results.flatMap((row) => Object.values(row)).filter((value) => value?.key && value.key !== known.node.key);
  const node = grow(known.node, [...known.nodes, ...measured], edges);
  if (known.also.length) node.also = known.also;
  delete node.names; // the search works them out anew
  const own = data.figures.filter((one) => one.paper === node.id);
  const told = asFigures(node, known.results);
  if (told.length >= own.length) data.figures = data.figures.filter((one) => one.paper !== node.id).concat(told);
  linksInAll.set(node, known.groups.reduce((sum, { total }) => sum + total, 0));
  drawLegend(); // it counts what is here
  return node;
}

/** Evidence as the page's data has it: the number of the sentence, then where the mentions in it begin and end. */
function withSentences(evidence) {
  const marks = new Map();
  for (const { sentence, start, end } of evidence) marks.set(sentence, [...(marks.get(sentence) ?? []), start, end]);
  return [...marks].map(([text, places]) => [data.sentences.push(text) - 1, ...places]);
}

/** The figures of a paper as the page's data has them. Rows that differ in the method alone are one figure. */
function asFigures(paper, rows) {
  const figures = new Map();
  for (const { method, ...row } of rows) {
    const same = JSON.stringify(row);
    if (!figures.has(same)) figures.set(same, asFigure(paper, row));
    const node = method && nodeByKey.get(method.key);
    if (node) (figures.get(same).method ??= []).push(node.id);
  }
  return [...figures.values()];
}

function asFigure(paper, { value, highest, unit, sentence, ...ties }) {
  const figure = { paper: paper.id, sentence: data.sentences.push(sentence) - 1, value: String(value) };
  if (highest !== null) figure.highest = String(highest);
  if (unit !== null) figure.unit = unit;
  for (const tie of ["metric", "dataset", "model", "baseline"]) {
    const node = ties[tie] && nodeByKey.get(ties[tie].key);
    if (node) figure[tie] = [node.id];
  }
  return figure;
}

// Showing

let wanted = null; // the key of what was last chosen

listeners.push((now, before) => {
  if (!isPart || now.selected === before.selected) return;
  wanted = null;
  if (now.selected) bringAndShow(now.selected.key);
});

/** Bring in a node and select it, or show it anew where it is; unless something else is chosen meanwhile. */
async function bringAndShow(key) {
  wanted = key;
  try {
    const node = await bring(key);
    if (wanted !== key) return;
    if (state.selected === node) drawWhatCame(node);
    else select(node, { focus: true });
  } catch (error) {
    if (wanted === key) status.textContent = `Not all is shown: ${error.message}.`;
  }
}

function drawWhatCame(node) {
  const [focused, place] = [details.contains(document.activeElement), details.scrollTop];
  drawDetails();
  const left = linksInAll.get(node) - links[node.id].length;
  if (left > 0 && !state.target) content.append(whatIsLeft(node, left));
  details.scrollTop = place;
  if (focused) document.getElementById("details-title").focus({ preventScroll: true });
  repaint();
}

/** That a node has more links than the server gives at once, and the way to all of them. */
function whatIsLeft(node, left) {
  const query = `SELECT ?relation ?thing WHERE {\n  ?thing ?relation <${node.iri}> .\n  FILTER(?relation != oa:hasBody)\n}\nORDER BY ?relation ?thing`;
  return make("p", { class: "none" }, `${amount(left, "more link")} not shown. `, linkTo(`/query#query=${encodeURIComponent(query)}`, "List them in SPARQL"));
}

const linkTo = (href, text) => make("a", { class: "reference", href }, make("span", { class: "name" }, text));

if (api) status.after(make("p", {}, linkTo("/query", "Ask in SPARQL")));

// What a link asks for may not be here. It is read before the page writes the address anew without it.

/** Bring in what the address names and the page does not have, then do as it says, unless something else is chosen meanwhile. */
async function follow() {
  const address = location.hash;
  const asked = new URLSearchParams(address.slice(1).replaceAll("+", "%2B"));
  const missing = ["node", "to"].map((name) => asked.get(name)).filter((key) => key && !nodeByKey.has(key));
  try {
    await Promise.all(missing.map(bring));
  } catch (error) {
    status.textContent = `Not all is shown: ${error.message}.`;
    return;
  }
  if (!missing.length || (state.selected && state.selected.key !== asked.get("node"))) return;
  history.replaceState(null, "", address);
  update(readAddress());
  lookAt(state.selected);
}

if (isPart) {
  addEventListener("popstate", follow);
  follow();
}

// Searching

const PAUSE = 150; // ms of no typing before the server is asked
let typing = 0;

/**
 * Have the server search the whole graph, once the typing pauses: what it finds comes before what the page found.
 * Filters are of what is here, so under one the server is not asked.
 */
function askServer(query) {
  clearTimeout(typing);
  if (!plain(query) || scope) return;
  const isStill = () => searchBox.value === query && document.activeElement === searchBox;
  typing = setTimeout(async () => {
    try {
      const { nodes: names, total } = await ask(`search?q=${encodeURIComponent([...query].slice(0, 200).join(""))}&limit=${MOST_RESULTS}`);
      if (!isStill()) return;
      const matches = names.map((one) => ({ node: nodeByKey.get(one.key) ?? one, by: one.also }));
      const theirs = new Set(matches.map(({ node }) => node));
      matches.push(...search(query).filter(({ node }) => !theirs.has(node)));
      list(matches, Math.max(total, matches.length));
    } catch (error) {
      if (isStill()) found.textContent += ` on this page; ${error.message}`;
    }
  }, PAUSE);
}
