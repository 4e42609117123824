/* Under `kg serve` the page can ask for what it left out: things found by name, and all that is linked to the one selected. */

const api = document.querySelector('meta[name="noteweave-api"]').content;
const isPart = api !== "" && data.total > nodes.length; // otherwise everything is here already
const complete = new Set(); // keys of nodes whose links are all here

async function ask(path) {
  const answer = await fetch(api + path, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

/** Take what the server says of a node, and what it is linked to, into the graph; gives the node. */
async function bring(key) {
  if (complete.has(key)) return nodeByKey.get(key);
  const known = await ask(`details/${encode(key)}?limit=60`);
  complete.add(key);
  const isNew = !nodeByKey.has(key);
  const found = [...known.nodes, { ...known.node, also: known.also.length ? known.also : null }];
  // The node itself stands with what it is linked to; what is linked to it stands around it.
  const anchor = nodeByKey.get(key) ?? known.nodes.map((one) => nodeByKey.get(one.key)).find((one) => one && !FRAME.has(one.kind));
  grow(found, known.edges.map((edge) => ({ ...edge, evidence: withSentences(edge.evidence) })), anchor);
  if (isNew) data.figures.push(...known.results.map((result) => asFigure(nodeByKey.get(key), result)));
  return nodeByKey.get(key);
}

/** Evidence as the page's data has it: the number of the sentence, then where the mentions in it begin and end. */
function withSentences(evidence) {
  const marks = new Map();
  for (const { sentence, start, end } of evidence) marks.set(sentence, [...(marks.get(sentence) ?? []), start, end]);
  return [...marks].map(([text, places]) => [data.sentences.push(text) - 1, ...places]);
}

function asFigure(paper, { value, highest, unit, sentence, ...tied }) {
  const figure = { paper: paper.id, sentence: data.sentences.push(sentence) - 1, value: String(value) };
  if (highest !== null) figure.highest = String(highest);
  if (unit !== null) figure.unit = unit;
  for (const tie of ["metric", "dataset", "model", "method", "baseline"]) {
    const node = tied[tie] && nodeByKey.get(tied[tie].key);
    if (node) figure[tie] = [node.id];
  }
  return figure;
}

const PAUSE = 150; // ms of no typing before the server is asked
let typing = 0;

/** Have the server search the whole graph, once the typing pauses; what it finds takes the place of what the page found. */
function askServer(query) {
  clearTimeout(typing);
  if (!plain(query)) return;
  typing = setTimeout(async () => {
    const { nodes: names, total } = await ask(`search?q=${encodeURIComponent(query.slice(0, 200))}&limit=${MOST_RESULTS}`);
    if (searchBox.value !== query) return;
    list(names.map((one) => ({ node: nodeByKey.get(one.key) ?? one, by: one.also })), total);
  }, PAUSE);
}

if (isPart) {
  listeners.push((now, before) => {
    if (now.selected && now.selected !== before.selected && !complete.has(now.selected.key)) bringAndShow(now.selected.key);
  });
}

/** Bring in a node and show it anew, if it is still the one asked for. */
async function bringAndShow(key) {
  try {
    const node = await bring(key);
    if (state.selected && state.selected.key !== key) return;
    if (state.selected !== node) select(node, { focus: true });
    else drawDetails();
    repaint();
  } catch (error) {
    status.textContent = `Not all is shown: ${error.message}.`;
  }
}
