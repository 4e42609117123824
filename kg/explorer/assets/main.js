/* The page as a whole: views, pointer and keys, the address and back, and the start. */

/** Select a node (null for none), or while a path is sought its other end, as a step that the back button takes back. */
function select(node, { focus = false } = {}) {
  const other = state.seeking && node && node !== state.selected;
  const chosen = other ? { selected: state.selected, target: node } : { selected: node, target: null };
  if (chosen.selected !== state.selected || chosen.target !== state.target) history.pushState(null, "", addressOf({ ...state, ...chosen }));
  update({ ...chosen, hover: null, seeking: false });
  if (node) lookAt(state.selected);
  if (node && focus) document.getElementById("details-title").focus({ preventScroll: true });
  if (!node && !document.activeElement?.closest("#side")) container.focus({ preventScroll: true });
}

/** Bring a node and those around it into view. What it is tied to across the map would make all of it tiny. */
function lookAt(node, animate) {
  const near = [...spotlight.ids ?? []].map((id) => nodes[id]);
  const close = near.filter((other) => Math.hypot(node.x - other.x, node.y - other.y) <= REACH[1] * state.hops);
  show([node, ...(FRAME.has(node.kind) || state.target ? near : close)], animate);
}

/** Whether any of some parts of the state is another than before. */
const changed = (now, before, ...parts) => parts.some((part) => now[part] !== before[part]);

listeners.push((now, before) => {
  if (changed(now, before, "view")) drawView();
  if (changed(now, before, "selected", "target")) drawDetails();
  if (changed(now, before, "hidden", "filters")) {
    drawLegend();
    drawFilters();
  }
  if (changed(now, before, ...Object.keys(PARTS), "filters")) {
    if ((location.hash || "#") !== addressOf(now)) history.replaceState(null, "", addressOf(now));
    drawViewLinks();
  }
  if (changed(now, before, "selected", "target", "hops", "hidden", "filters", "matches")) repaint();
  else if (changed(now, before, "hover")) network.redraw();
});

/** The tables lie over the map, which keeps its size and camera below them. */
function drawView() {
  for (const view of VIEWS.slice(1)) document.getElementById(`${view}-view`).hidden = view !== state.view;
  document.getElementById("map-view").inert = state.view !== "map";
}

function drawViewLinks() {
  for (const link of document.querySelectorAll("#views a")) {
    link.href = addressOf({ ...state, view: link.dataset.view });
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

addEventListener("popstate", () => {
  update({ ...readAddress(), matches: null });
  if (state.selected) lookAt(state.selected);
});

const controlsButton = document.getElementById("controls-button");
controlsButton.addEventListener("click", () => {
  const open = controlsButton.getAttribute("aria-expanded") !== "true";
  controlsButton.setAttribute("aria-expanded", String(open));
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
  const typing = event.target.matches("input:not([type=checkbox]), select");
  if (event.key === "Escape") state.seeking ? update({ seeking: false }) : select(null);
  else if (!typing && event.key === "/") searchBox.focus();
  else if (!typing && state.view === "map" && KEYS[event.key]) KEYS[event.key]();
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
legend.hidden = zoomBox.hidden = nodes.length === 0;
update(readAddress());
drawView();
drawViewLinks();
drawLegend();
drawFilters();
repaint();
state.selected ? lookAt(state.selected, false) : fit(false);
network.once("afterDrawing", () => {
  document.documentElement.dataset.ready = "true";
});
