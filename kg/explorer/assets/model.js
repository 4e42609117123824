/* The graph as the page got it, what is worked out from it once, and the state that all parts share. */

const data = JSON.parse(document.getElementById("data").textContent);
const nodes = data.nodes; // a node's id is its place in this list
const kinds = new Map(data.kinds.map((kind) => [kind.id, kind]));
const nodeByKey = new Map(nodes.map((node) => [node.key, node]));

// Venues, series and areas hold almost every paper: their edges are drawn only when one is selected.
const FRAME = new Set(["venue", "series", "area"]);

const links = nodes.map(() => []);
data.edges.forEach(link);

function link(edge) {
  links[edge.from].push({ edge, node: nodes[edge.to], outgoing: true });
  links[edge.to].push({ edge, node: nodes[edge.from], outgoing: false });
}

/* On a screen higher than wide the map lies on its side; the rows below it stay below it. */
const bounds = (some) => {
  const [xs, ys] = [some.map((node) => node.x), some.map((node) => node.y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
};
if (nodes.length && matchMedia("(max-aspect-ratio: 3/4)").matches) {
  const map = nodes.filter((node) => !FRAME.has(node.kind));
  const before = bounds(map);
  for (const node of map) [node.x, node.y] = [node.y, node.x];
  for (const region of data.regions) region.outline = region.outline.map(([x, y]) => [y, x]);
  const after = bounds(map);
  for (const node of map.length ? nodes.filter((node) => FRAME.has(node.kind)) : []) {
    node.x += (after.left + after.right - before.left - before.right) / 2;
    node.y = after.bottom + 1.8 * (node.y - before.bottom); // their names do not shrink with the map
  }
}

/**
 * What the page shows: the view; what is selected and the other end of a path (nodes), how many steps around it; what the
 * search matched (a set of ids), what is pointed at (a node), whether the other
 * end of a path is being chosen; kinds that are hidden, values chosen to filter by, and what
 * the two tables are sorted and narrowed by (as each writes it).
 */
const state = {
  view: "map",
  selected: null,
  target: null,
  hops: 1,
  matches: null,
  hover: null,
  seeking: false,
  hidden: new Set(),
  filters: { venue: new Set(), area: new Set(), year: new Set() },
  table: "",
  leaders: "",
};
const listeners = [];

function update(change) {
  const before = { ...state };
  Object.assign(state, change);
  for (const listener of listeners) listener(state, before);
}

/** Make an element: `make("p", { class: "note" }, "text", child)`. Text is only ever text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Text of a note: set apart, so that its writing direction and steering characters end with it. */
const isolated = (tag, className, text) => make(tag, { class: className, dir: "auto" }, text);

const figure = new Intl.NumberFormat("en");
const amount = (number, one, many = `${one}s`) => `${figure.format(number)} ${number === 1 ? one : many}`;
