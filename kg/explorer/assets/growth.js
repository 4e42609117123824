/* Nodes and links that come later, taken into everything that keeps them. */

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const SHORT = 40; // characters of a label on the map
const turns = new Map(); // how many nodes have been placed around each

/**
 * Take a node, what it is linked to, and the edges between them (by keys), as the server gives them, into the graph; gives
 * the node. Where it is new it stands beside one that was here, and what is linked to it stands around it.
 */
function grow(centre, others, edges) {
  const beside = others.map((one) => nodeByKey.get(one.key)).find((one) => one && !FRAME.has(one.kind));
  const node = nodeByKey.get(centre.key) ?? addNode(centre, beside);
  const around = others.map((one) => nodeByKey.get(one.key) ?? addNode(one, node));
  const known = new Set(links[node.id].map(({ edge }) => edgeKey(edge)));
  for (const { source, target, relation, evidence } of edges) {
    const edge = { from: nodeByKey.get(source).id, to: nodeByKey.get(target).id, relation, ...(evidence.length ? { evidence } : {}) };
    if (known.has(edgeKey(edge))) continue;
    data.edges.push(edge);
    link(edge);
    draw(edge);
  }
  for (const paper of [node, ...around].filter((one) => one.kind === "paper")) valuesOf.set(paper, facetValues(paper));
  byImportance.sort(moreImportant);
  scope = within(state.filters);
  return node;
}

const edgeKey = ({ from, to, relation }) => `${from} ${to} ${relation}`;

function addNode(one, anchor) {
  const node = placed(one, anchor);
  node.id = nodes.push(node) - 1;
  nodeByKey.set(node.key, node);
  links.push([]);
  levels.push(PLAIN);
  byImportance.push(node);
  return node;
}

/** A node as the page's data has it, at the next place of a spiral around another. */
function placed({ key, label, kind, iri, year, degree }, anchor) {
  const turn = turns.get(anchor) ?? 0;
  turns.set(anchor, turn + 1);
  const away = 90 + 26 * Math.sqrt(turn);
  const at = { x: (anchor?.x ?? 0) + away * Math.cos(turn * GOLDEN_ANGLE), y: (anchor?.y ?? 0) + away * Math.sin(turn * GOLDEN_ANGLE) };
  const size = FRAME.has(kind) ? 13 : Math.min(5 + 1.9 * Math.max(degree - 1, 0) ** 0.55, 26);
  return { key, label, short: shortLabel(label, kind), kind, iri, size, ...at, ...(year ? { year } : {}) };
}

/** A label for the map, as those of the page are made: one line, no character that steers, of a paper what stands before the colon. */
function shortLabel(label, kind) {
  const text = label.replace(/\s/gu, " ").replace(/\p{C}/gu, "").replace(/ +/g, " ").trim();
  const name = text.slice(0, Math.max(text.indexOf(": "), 0));
  if (kind === "paper" && name.length >= 2 && name.length <= SHORT) return name;
  const characters = [...text];
  if (characters.length <= SHORT) return text;
  const start = characters.slice(0, SHORT - 1).join("");
  return `${start.includes(" ") ? start.slice(0, start.lastIndexOf(" ")).replace(/[ ,;:]+$/, "") : start}…`;
}
