/* The page as a whole: state into the address and back, pointer and keys, and the start. */

/** The address of a state: `#node=technique/lora&hide=metric,task`. */
function addressOf({ selected, hidden }) {
  const parts = [];
  if (selected) parts.push(`node=${encodeURIComponent(selected.key).replaceAll("%2F", "/")}`);
  if (hidden.size) parts.push(`hide=${[...hidden].sort().map(encodeURIComponent).join(",")}`);
  return `#${parts.join("&")}`;
}

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const hidden = (asked.get("hide") ?? "").split(",").filter((kind) => kinds.has(kind));
  return { selected: nodeByKey.get(asked.get("node")) ?? null, hidden: new Set(hidden) };
}

/** Select a node (null for none), as a step that the back button takes back. */
function select(node, { focus = false } = {}) {
  if (node !== state.selected) history.pushState(null, "", addressOf({ ...state, selected: node }));
  update({ selected: node, hover: null });
  if (node) lookAt(node);
  if (node && focus) document.getElementById("details-title").focus({ preventScroll: true });
  if (!node && !document.activeElement?.closest("#side")) container.focus({ preventScroll: true });
}

/** Bring a node and those around it into view. What it is tied to across the map would make all of it tiny. */
function lookAt(node, animate) {
  const tied = [...neighbours(node)].map((id) => nodes[id]);
  const close = tied.filter((other) => Math.hypot(node.x - other.x, node.y - other.y) <= REACH[1]);
  show([node, ...(FRAME.has(node.kind) ? tied : close)], animate);
}

listeners.push((now, before) => {
  if (now.selected !== before.selected) drawDetails();
  if (now.hidden !== before.hidden) {
    drawLegend();
    history.replaceState(null, "", addressOf(now));
  }
  if (now.selected !== before.selected || now.hidden !== before.hidden || now.matches !== before.matches) repaint();
  else if (now.hover !== before.hover) network.redraw();
});

addEventListener("popstate", () => {
  update({ ...readAddress(), matches: null });
  if (state.selected) lookAt(state.selected);
});

network.on("click", ({ pointer }) => select(nodeAt(pointer.DOM)));
container.addEventListener("mousemove", ({ offsetX, offsetY, buttons }) => {
  const hover = buttons ? null : nodeAt({ x: offsetX, y: offsetY });
  container.classList.toggle("pointing", hover !== null);
  if (hover !== state.hover) update({ hover });
});
container.addEventListener("mouseleave", () => update({ hover: null }));

for (const [id, action] of [
  ["zoom-in", () => zoomBy(1.4)],
  ["zoom-out", () => zoomBy(1 / 1.4)],
  ["fit", () => fit()],
]) {
  document.getElementById(id).addEventListener("click", action);
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = { "+": () => zoomBy(1.4), "=": () => zoomBy(1.4), "-": () => zoomBy(1 / 1.4), 0: () => fit() };
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target === searchBox;
  if (event.key === "Escape") select(null);
  else if (!typing && event.key === "/") searchBox.focus();
  else if (!typing && KEYS[event.key]) KEYS[event.key]();
  else if (event.target === container && MOVES[event.key]) {
    const [dx, dy] = MOVES[event.key];
    const { x, y } = network.getViewPosition();
    network.moveTo({ position: { x: x + (dx * 80) / scale, y: y + (dy * 80) / scale } });
  } else return;
  event.preventDefault();
});

function retheme() {
  readTheme();
  network.redraw();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme);

readTheme();
document.getElementById("empty").hidden = nodes.length > 0;
legend.hidden = nodes.length === 0;
update(readAddress());
drawLegend();
repaint();
state.selected ? lookAt(state.selected, false) : fit(false);
network.once("afterDrawing", () => {
  document.documentElement.dataset.ready = "true";
});
