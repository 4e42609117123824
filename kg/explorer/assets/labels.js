/* Labels on the map: as many as there is room for, the important first, always at the size of the screen. */

const LABEL_SIZE = 12;
const PAPERS_FROM = 1.15; // the zoom from which papers and methods, which are many, are named too
const widths = new Map();

// The order in which labels get their room: venues and areas stand outside the map, then by size.
const byImportance = [...nodes].sort(
  (a, b) => FRAME.has(b.kind) - FRAME.has(a.kind) || b.size - a.size || a.id - b.id
);

function textWidth(ctx, text) {
  const key = `${ctx.font}|${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

/** Room on the screen that is taken, looked up by coarse cells. */
function roomKeeper() {
  const cells = new Map();
  const each = function* ([left, top, right, bottom]) {
    for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++)
      for (let y = Math.floor(top / 40); y <= Math.floor(bottom / 40); y++) yield x * 10000 + y;
  };
  const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return (box) => {
    const mine = [...each(box)];
    for (const cell of mine) for (const other of cells.get(cell) ?? []) if (meets(box, other)) return false;
    for (const cell of mine) cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]);
    return true;
  };
}

/** Draw labels over the map. `levelOf` tells how much a node stands out (see scene.js), `toScreen` where it is. */
function drawLabels(ctx, view, levelOf) {
  const take = roomKeeper();
  const calm = !state.selected && !state.matches;
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.canvas;
  if (calm && view.scale < 1.6) drawPlaces(ctx, view, take, 1);
  const first = [state.selected, state.hover].filter(Boolean);
  for (const node of first.concat(byImportance)) {
    const level = levelOf[node.id];
    const pointed = node === state.hover || node === state.selected;
    if (!pointed && !wantsLabel(node, level, view.scale, calm)) continue;
    const [x, y] = view.toScreen(node);
    if (x < -80 || y < -20 || x > view.width + 80 || y > view.height + 20) continue;
    ctx.font = `${level > 2 || FRAME.has(node.kind) ? 600 : 500} ${LABEL_SIZE}px ${theme.font}`;
    const half = textWidth(ctx, node.short) / 2;
    const top = y + view.radius(node) * view.scale + 3;
    const box = [x - half - 3, top, x + half + 3, top + LABEL_SIZE + 3];
    if (!take(box) && !pointed) continue;
    ctx.lineWidth = 3.5;
    ctx.globalAlpha = 0.9;
    ctx.strokeText(node.short, x, top + LABEL_SIZE - 1);
    ctx.globalAlpha = 1;
    ctx.fillStyle = level > 2 || node.kind === "technique" || FRAME.has(node.kind) ? theme.ink : theme.soft;
    ctx.fillText(node.short, x, top + LABEL_SIZE - 1);
  }
  if (!calm && view.scale < 1.6) drawPlaces(ctx, view, take, 0.45);
}

function wantsLabel(node, level, scale, calm) {
  if (level === 0 || level === 1) return false;
  if (!calm || FRAME.has(node.kind) || nodes.length <= 60) return true;
  if (node.kind === "paper" || node.kind === "method") return scale > PAPERS_FROM;
  return node.size * scale > 6;
}

/** The names of the regions, as places on a map: quiet, the larger region first, gone when one is near. */
function drawPlaces(ctx, view, take, strength) {
  ctx.font = `600 ${LABEL_SIZE + 0.5}px ${theme.font}`;
  for (const region of data.regions) {
    const [x, y] = view.toScreen(region.top);
    const half = textWidth(ctx, region.label) / 2;
    if (!take([x - half - 4, y - LABEL_SIZE, x + half + 4, y + 4])) continue;
    ctx.lineWidth = 4;
    ctx.globalAlpha = 0.85 * strength;
    ctx.strokeText(region.label, x, y);
    ctx.globalAlpha = strength;
    ctx.fillStyle = theme.place;
    ctx.fillText(region.label, x, y);
  }
  ctx.globalAlpha = 1;
}
