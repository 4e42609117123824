/* Nodes and links that come later, taken into everything that keeps them. */

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Add nodes and edges (by keys) as the server gives them; new nodes stand around an anchor, the nearest first. */
function grow(found, edges, anchor) {
  const added = found.filter((one) => !nodeByKey.has(one.key)).map((one, i) => placed(one, anchor, i));
  for (const node of added) {
    node.id = nodes.push(node) - 1;
    nodeByKey.set(node.key, node);
    links.push([]);
    levels.push(PLAIN);
  }
  const known = new Set(found.flatMap((one) => links[nodeByKey.get(one.key).id].map(({ edge }) => edgeKey(edge))));
  for (const { source, target, relation, evidence } of edges) {
    const [from, to] = [nodeByKey.get(source), nodeByKey.get(target)];
    if (!from || !to || known.has(edgeKey({ from: from.id, to: to.id, relation }))) continue;
    const edge = { from: from.id, to: to.id, relation, ...(evidence.length ? { evidence } : {}) };
    data.edges.push(edge);
    link(edge);
    draw(edge);
  }
  for (const node of added) if (node.kind === "paper") valuesOf.set(node, facetValues(node));
  byImportance.push(...added);
  byImportance.sort(moreImportant);
  scope = within(state.filters);
}

const edgeKey = ({ from, to, relation }) => `${from} ${to} ${relation}`;

/** A node as the page's data has it, at the next place of a spiral around its anchor. */
function placed({ key, label, kind, iri, year, degree, also }, anchor, turn) {
  const away = 90 + 26 * Math.sqrt(turn);
  const at = { x: (anchor?.x ?? 0) + away * Math.cos(turn * GOLDEN_ANGLE), y: (anchor?.y ?? 0) + away * Math.sin(turn * GOLDEN_ANGLE) };
  const size = FRAME.has(kind) ? 13 : Math.min(5 + 1.9 * Math.max(degree - 1, 0) ** 0.55, 26);
  const node = { key, label, short: label.length > 40 ? `${label.slice(0, 39)}…` : label, kind, iri, size, ...at };
  if (year) node.year = year;
  if (also) node.also = also;
  return node;
}
