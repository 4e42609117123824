/* The map: vis-network gives the canvas, the camera and the gestures; what is painted on it is ours. */

const HIDDEN = 0, FADED = 1, PLAIN = 2, NEAR = 3, CHOSEN = 4;
const container = document.getElementById("graph");
const details = document.getElementById("details");
const zoomBox = document.querySelector(".zoom");
const calmMotion = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 760px)");

const levels = nodes.map(() => PLAIN);
// Long edges cross the map and say little at a glance: the longer, the fainter.
const REACH = [160, 420, Infinity];
const reachOf = ({ from, to }) => {
  const length = Math.hypot(nodes[from].x - nodes[to].x, nodes[from].y - nodes[to].y);
  return REACH.findIndex((reach) => length <= reach);
};
const edgesByReach = REACH.map(() => []);
const rails = []; // from the editions to their series, which stand in one row
data.edges.forEach(draw);

// A browser without a graphics card paints so many long lines too slowly to follow a hand: while the map moves they rest.
const MANY = 4000;
const REST = 160; // ms after the last movement
let moving = 0;

function moves() {
  clearTimeout(moving);
  moving = setTimeout(() => {
    moving = 0;
    network.redraw();
  }, REST);
}

/** Have an edge drawn with those of its length; those of venues and areas only when one is selected. */
function draw(edge) {
  const [a, b] = [nodes[edge.from], nodes[edge.to]];
  if (edge.relation === "editionOf" && a.y === b.y) rails.push(edge);
  if (FRAME.has(a.kind) || FRAME.has(b.kind)) return;
  edgesByReach[reachOf(edge)].push(edge);
}

// Nodes are painted here, many in one stroke: vis-network paints one after the other, and is slow with thousands.
const network = new vis.Network(container, { nodes: [], edges: [] }, data.options);
container.firstElementChild.removeAttribute("tabindex"); // keys come to the container, which has a name

// Nodes shrink slower than the map does, so that they can still be seen and hit from far.
let scale = 1;
const radius = (node) => node.size * Math.max(scale, 0.08) ** -0.35 * 0.85;

for (const event of ["dragStart", "dragging", "zoom"]) network.on(event, moves);
for (const event of ["dragStart", "zoom"]) network.on(event, () => state.hover && update({ hover: null }));

/** Paint all nodes in view: the faded first, each kind's in one go, those that stand out with a ring. */
function paintNodes(ctx) {
  const groups = new Map();
  const { left, right, top, bottom } = inView();
  for (const node of nodes) {
    const level = levels[node.id];
    if (level === HIDDEN || node.x < left || node.x > right || node.y < top || node.y > bottom) continue;
    const key = `${level === FADED ? 0 : 1} ${node.kind}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(node);
  }
  for (const [key, group] of [...groups].sort()) {
    ctx.globalAlpha = key.startsWith("0") ? 0.13 : 1;
    ctx.fillStyle = theme.kinds[group[0].kind];
    ctx.beginPath();
    for (const node of group) traceShape(ctx, node.kind, node.x, node.y, radius(node));
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2.5 / scale;
  ctx.strokeStyle = theme.accent;
  for (const node of new Set([state.selected, state.target, state.hover])) {
    if (!node) continue;
    ctx.fillStyle = theme.kinds[node.kind]; // over its neighbours
    ctx.beginPath();
    traceShape(ctx, node.kind, node.x, node.y, radius(node));
    ctx.fill();
    ctx.beginPath();
    traceShape(ctx, node.kind, node.x, node.y, radius(node) + 4 / scale);
    ctx.stroke();
  }
}

/** The part of the map that is on the screen, with room for what stands half outside. */
function inView() {
  const { x, y } = network.getViewPosition();
  const [across, down] = [container.clientWidth / scale / 2 + 40, container.clientHeight / scale / 2 + 40];
  return { left: x - across, right: x + across, top: y - down, bottom: y + down };
}

/** Paint regions, links and nodes on a canvas whose units are those of the map. */
function paintMap(ctx) {
  scale = network.getScale();
  paintRegions(ctx);
  const calm = !state.selected && !state.matches;
  const strength = calm ? [0.75, 0.4, 0.1] : [0.16, 0.08, 0];
  ctx.lineWidth = 1 / scale;
  ctx.strokeStyle = theme.rail;
  strokeEdges(ctx, rails, 1);
  ctx.strokeStyle = theme.edge;
  ctx.lineWidth = 0.8 / scale ** 0.7;
  const drawn = moving && data.edges.length > MANY ? edgesByReach.slice(0, 1) : edgesByReach;
  drawn.forEach((edges, reach) => strokeEdges(ctx, edges, strength[reach]));
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = (state.target ? 2.4 : 1.3) / scale;
  strokeStrong(ctx, spotlight.edges);
  if (state.hover && state.hover !== state.selected) strokeStrong(ctx, links[state.hover.id].map(({ edge }) => edge));
  paintNodes(ctx);
}
network.on("beforeDrawing", paintMap);

/** Edges that stand out, each as strong as its length lets it be; those of a path alike. */
function strokeStrong(ctx, edges) {
  const strength = state.target ? [0.8, 0.8, 0.8] : [0.75, 0.5, 0.18];
  strength.forEach((alpha, reach) => strokeEdges(ctx, edges.filter((edge) => reachOf(edge) === reach), alpha));
}

function strokeEdges(ctx, edges, alpha) {
  if (!alpha) return;
  ctx.globalAlpha = alpha;
  ctx.beginPath();
  for (const { from, to } of edges) {
    if (levels[from] === HIDDEN || levels[to] === HIDDEN) continue;
    ctx.moveTo(nodes[from].x, nodes[from].y);
    ctx.lineTo(nodes[to].x, nodes[to].y);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Paint the labels over it, at the size of the screen. */
function paintLabels(ctx) {
  const centre = network.getViewPosition();
  const [width, height] = [container.clientWidth, container.clientHeight];
  const toScreen = ({ x, y }) => [(x - centre.x) * scale + width / 2, (y - centre.y) * scale + height / 2];
  ctx.save();
  const ratio = ctx.canvas.width / width;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const right = width - (details.hidden || narrow.matches ? 0 : details.offsetWidth + 12);
  const { offsetLeft: left, offsetTop: top, offsetWidth: across, offsetHeight: down } = zoomBox;
  drawLabels(ctx, { scale, width, height, right, buttons: [left, top, left + across, top + down], toScreen, radius }, levels);
  ctx.restore();
}
network.on("afterDrawing", paintLabels);

/** What stands out beside the selected node: ids (null for all alike), and the edges that are drawn strong. */
let spotlight = { ids: null, edges: [] };

function spot({ selected, target, hops, matches }) {
  const path = selected && target && pathBetween(selected, target);
  if (matches) return { ids: matches, edges: [] };
  if (target) return { ids: new Set((path ?? []).map((link) => link.node.id).concat(target.id)), edges: (path ?? []).map((link) => link.edge) };
  if (!selected) return { ids: null, edges: [] };
  const ids = around(selected, hops);
  const own = links[selected.id].map((link) => link.edge);
  const among = hops === 1 ? [] : edgesByReach.flat().filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  return { ids, edges: own.concat(among) };
}

/** Work out anew how much each node stands out, and paint. */
function repaint() {
  spotlight = spot(state);
  for (const node of nodes) {
    const chosen = node === state.selected || node === state.target;
    if ((state.hidden.has(node.kind) || !inScope(node)) && !chosen) levels[node.id] = HIDDEN;
    else if (chosen) levels[node.id] = CHOSEN;
    else if (spotlight.ids) levels[node.id] = spotlight.ids.has(node.id) ? NEAR : FADED;
    else levels[node.id] = PLAIN;
  }
  for (const region of regions) region.shown = region.nodes.some((node) => levels[node.id] !== HIDDEN);
  network.redraw();
}

/** The visible node at or close to a point of the screen, or null. */
function nodeAt({ x, y }) {
  const point = network.DOMtoCanvas({ x, y });
  let best = null;
  let least = 8; // pixels beyond a node's rim that still count as hitting it
  for (const node of nodes) {
    if (levels[node.id] === HIDDEN) continue;
    const away = (Math.hypot(node.x - point.x, node.y - point.y) - radius(node)) * scale;
    if (away < least) [best, least] = [node, away];
  }
  return best;
}

/** The part of the map that no panel covers: its size, and how far its middle is from the map's. */
function freePart() {
  const [width, height] = [container.clientWidth, container.clientHeight];
  if (details.hidden) return { free: [width, height], offset: { x: 0, y: 0 } };
  const covered = narrow.matches ? details.offsetHeight : details.offsetWidth + 24;
  return narrow.matches
    ? { free: [width, height - covered], offset: { x: 0, y: -covered / 2 } }
    : { free: [width - covered, height], offset: { x: -covered / 2, y: 0 } };
}

/** Move the camera so that some nodes fill the free part of the map. */
function show(some, animate = true) {
  if (!some.length) return;
  const { free, offset } = freePart();
  const { left, right, top, bottom } = bounds(some);
  // Beside the map stand the buttons to zoom with, on a narrow screen below it.
  const [across, down] = narrow.matches ? [24, 112] : [120, 70];
  const fitting = Math.min((free[0] - across) / (right - left + 60), (free[1] - down) / (bottom - top + 90));
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: Math.min(Math.max(fitting, 0.05), nodes.length <= 60 ? 2 : 1.2),
    offset,
    animation: animate && !calmMotion.matches && { duration: 450, easingFunction: "easeInOutCubic" },
  });
}

/** The nodes that legend and filters leave. */
const shown = () => nodes.filter((node) => !state.hidden.has(node.kind) && inScope(node));
const fit = (animate = true) => show(shown(), animate);

/** Zoom towards the middle of the free part. */
function zoomBy(factor) {
  const { offset } = freePart();
  const before = network.getScale();
  const after = Math.min(Math.max(before * factor, 0.03), 8);
  const { x, y } = network.getViewPosition();
  network.moveTo({
    position: { x: x + offset.x / before, y: y + offset.y / before },
    scale: after,
    offset,
    animation: !calmMotion.matches && { duration: 180, easingFunction: "easeOutQuad" },
  });
}
