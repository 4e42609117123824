/* Colours from the style sheet, and the shape of each kind, for the map and for the lists alike. */

// Shape tells kinds apart where colour does not. Points on the unit circle or near; null is a circle.
const polygon = (corners, turn, radius) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const SHAPES = {
  model: polygon(4, Math.PI / 4, 1.2),
  dataset: polygon(3, -Math.PI / 2, 1.3),
  metric: polygon(4, 0, 1.25),
  task: polygon(3, Math.PI / 2, 1.3),
  venue: polygon(6, 0, 1.15),
  series: polygon(6, Math.PI / 6, 1.15),
  area: polygon(5, -Math.PI / 2, 1.2),
};

let theme = {};
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  theme = {
    canvas: colour("canvas"),
    ink: colour("ink"),
    soft: colour("soft"),
    region: colour("region"),
    place: colour("place"),
    edge: colour("edge"),
    rail: colour("line"),
    accent: colour("accent"),
    font: style.getPropertyValue("--font"),
    kinds: Object.fromEntries([...kinds.keys()].map((kind) => [kind, colour(`kind-${kind}`) || colour("kind-other")])),
  };
}

/** Add the outline of a kind's shape to the path of a canvas. */
function traceShape(ctx, kind, x, y, radius) {
  const points = SHAPES[kind];
  if (!points) {
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([dx, dy], i) => ctx[i ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
  ctx.closePath();
}

/** The same shape as a small picture for the legend and the lists. */
function glyph(kind) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "-1.4 -1.4 2.8 2.8");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("glyph");
  const points = SHAPES[kind];
  const shape = document.createElementNS(space, points ? "polygon" : "circle");
  if (points) shape.setAttribute("points", points.map((point) => point.map((n) => n.toFixed(2)).join(",")).join(" "));
  else shape.setAttribute("r", "1");
  shape.setAttribute("fill", `var(--kind-${kind}, var(--kind-other))`);
  svg.append(shape);
  return svg;
}
