/* The regions of the map: the ground around things that belong together, named after what their papers work on. */

const SHORE = 42; // from the outermost nodes to the edge of their ground

const regions = data.regions.map(({ label, nodes: ids, outline }) => {
  const [xs, ys] = [0, 1].map((axis) => outline.map((corner) => corner[axis]));
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  return {
    label,
    nodes: ids.map((id) => nodes[id]),
    ground: groundOf(outline),
    width: Math.max(...xs) - Math.min(...xs),
    top: { x: middle, y: Math.min(...ys) - SHORE + 12 },
    shown: true, // while any of its nodes is
  };
});

/** From middle to middle of the outline's sides, its corners pulling the curve: a soft shore. */
function groundOf(outline) {
  const middle = (i) => [0, 1].map((axis) => (outline.at(i)[axis] + outline[(i + 1) % outline.length][axis]) / 2);
  const ground = new Path2D();
  ground.moveTo(...middle(-1));
  outline.forEach((corner, i) => ground.quadraticCurveTo(...corner, ...middle(i)));
  return ground;
}

function paintRegions(ctx) {
  ctx.fillStyle = ctx.strokeStyle = theme.region;
  ctx.lineWidth = 2 * SHORE;
  ctx.lineJoin = "round";
  for (const { ground, shown } of regions) {
    if (!shown) continue;
    ctx.fill(ground);
    ctx.stroke(ground);
  }
}
