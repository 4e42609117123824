/* Labels on the map: as many as there is room for, the important first, always at the size of the screen. */

const LABEL_SIZE = 12;
const PAPERS_FROM = 0.95; // the zoom from which papers and methods, which are many, are named too
const EDITIONS_FROM = 0.28; // and from which the years of editions have room side by side
const widths = new Map();

// The order in which labels get their room: venues and areas stand outside the map, then by size.
const moreImportant = (a, b) => FRAME.has(b.kind) - FRAME.has(a.kind) || b.size - a.size || a.id - b.id;
const byImportance = [...nodes].sort(moreImportant);

// An edition stands behind its series, whose name need not be said again; what is selected is named in full.
const hasSeries = new Set(nodes.filter((node) => node.year && targets(node, "editionOf").length));
const nameOnMap = (node, calm) => (calm && hasSeries.has(node) ? String(node.year) : node.short);

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
  return (box, regardless = false) => {
    const mine = [...each(box)];
    for (const cell of regardless ? [] : mine)
      for (const other of cells.get(cell) ?? []) if (meets(box, other)) return false;
    for (const cell of mine) cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]);
    return true;
  };
}

/** Draw labels over the map. `levelOf` tells how much a node stands out (see scene.js), `toScreen` where it is. */
function drawLabels(ctx, view, levelOf) {
  const take = roomKeeper();
  take(view.buttons, true);
  const named = new Set(); // a region is named after a node: once is enough
  const calm = !state.selected && !state.matches;
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.canvas;
  if (calm && view.scale < 1.6) drawPlaces(ctx, view, take, named, 1);
  const first = [state.selected].filter(Boolean);
  const onScreen = first.concat(byImportance.filter((node) => !first.includes(node))).filter((node) => {
    const [x, y] = view.toScreen(node);
    return levelOf[node.id] > FADED && x > -20 && y > -20 && x < view.right + 20 && y < view.height + 20;
  });
  for (const node of onScreen) {
    const [x, y] = view.toScreen(node);
    const half = view.radius(node) * view.scale * 0.75;
    if (half > 3) take([x - half, y - half, x + half, y + half], true); // no label over a node
  }
  for (const node of onScreen) {
    const level = levelOf[node.id];
    const pointed = first.includes(node);
    if (!pointed && (named.has(node.short) || !wantsLabel(node, level, view.scale, calm))) continue;
    const [x, y] = view.toScreen(node);
    ctx.font = `${level > 2 || FRAME.has(node.kind) ? 600 : 500} ${LABEL_SIZE}px ${theme.font}`;
    const half = textWidth(ctx, nameOnMap(node, calm)) / 2;
    const away = view.radius(node) * view.scale + (node === state.selected ? 6 : 2);
    // Below, or where that is taken above, right or left.
    const spots = [[x, y + away], [x, y - away - LABEL_SIZE - 2], [x + away + half + 2, y - 7], [x - away - half - 2, y - 7]];
    const boxOf = ([at, top]) => [at - half - 2, top, at + half + 2, top + LABEL_SIZE + 2];
    const fits = (one) => one[0] - half > 2 && one[0] + half < view.right - 2 && take(boxOf(one));
    const spot = (calm && FRAME.has(node.kind) ? spots.slice(0, 1) : spots).find(fits) ?? (pointed && spots[0]);
    if (!spot) continue;
    if (pointed) take(boxOf(spot), true);
    const important = level > 2 || node.kind === "technique" || FRAME.has(node.kind);
    write(ctx, nameOnMap(node, calm), spot[0], spot[1] + LABEL_SIZE - 1, important ? theme.ink : theme.soft, 1);
    named.add(node.short);
  }
  if (!calm && view.scale < 1.6) drawPlaces(ctx, view, take, named, 0.45);
}

function wantsLabel(node, level, scale, calm) {
  if (calm && hasSeries.has(node)) return scale > EDITIONS_FROM;
  if (!calm || FRAME.has(node.kind) || nodes.length <= 60) return true;
  if (node.kind === "paper" || node.kind === "method") return scale > PAPERS_FROM;
  return node.size * scale > 6;
}

/** The names of the regions, as places on a map: the larger first and in larger letters, above the region or at its top. */
function drawPlaces(ctx, view, take, named, strength) {
  for (const region of regions) {
    const size = LABEL_SIZE + Math.min(region.nodes.length / 40, 12 * view.scale, 3);
    ctx.font = `600 ${size.toFixed(1)}px ${theme.font}`;
    const half = textWidth(ctx, region.label) / 2;
    const small = region.width * view.scale < half * 0.6; // its name would cover its neighbours
    if (!region.shown || small || named.has(region.label)) continue;
    const [at, above] = view.toScreen(region.top);
    if (at < 0 || at > view.right) continue;
    const x = Math.min(Math.max(at, half + 8), view.right - half - 8);
    const y = [above, above + size + 6].find((y) => take([x - half - 4, y - size, x + half + 4, y + 4]));
    if (y === undefined) continue;
    write(ctx, region.label, x, y, theme.place, strength);
    named.add(region.label);
  }
}

/** Text with a halo of the map's ground, so that it can be read over edges. */
function write(ctx, text, x, y, colour, strength) {
  ctx.lineWidth = 3.5;
  ctx.globalAlpha = 0.88 * strength;
  ctx.strokeText(text, x, y);
  ctx.globalAlpha = strength;
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.globalAlpha = 1;
}
