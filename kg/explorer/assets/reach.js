/* How things hang together: what lies within some steps of a node, and the shortest way from one to another. */

const HUB = 120; // links from which a thing says little about what is linked through it

// Two papers of one venue, or two that use LLMs, have little in common by that.
const leadsOn = (node) => !FRAME.has(node.kind) && links[node.id].length <= HUB;

/** The ids within some steps of a node, itself left out. Steps beyond the first do not lead through venues, areas and hubs. */
function around(start, hops) {
  const reached = new Set([start.id]);
  let edge = [start];
  for (let step = 1; step <= hops; step++) {
    const next = [];
    for (const node of edge) {
      if (step > 1 && !leadsOn(node)) continue;
      for (const link of links[node.id]) {
        if (reached.has(link.node.id)) continue;
        reached.add(link.node.id);
        next.push(link.node);
      }
    }
    edge = next;
  }
  reached.delete(start.id);
  return reached;
}

/**
 * A shortest path as links from one node to another, each `{ edge, node, outgoing }` leading to the next node; null where
 * there is none. It avoids venues and areas unless nothing else connects the two; of several, the one through the least
 * linked nodes, which says most. What the legend or a filter hides takes no part.
 */
function pathBetween(from, to) {
  const open = (node) => node === to || (!state.hidden.has(node.kind) && inScope(node));
  return shortest(from, to, (node) => open(node) && (node === to || !FRAME.has(node.kind))) ?? shortest(from, to, open);
}

function shortest(from, to, open) {
  const best = new Map([[from.id, { cost: 0, step: 0 }]]);
  let edge = [from];
  for (let step = 1; edge.length && !best.has(to.id); step++) {
    const next = new Set();
    for (const node of edge) {
      const cost = best.get(node.id).cost + links[node.id].length;
      for (const link of links[node.id]) {
        const known = best.get(link.node.id);
        if (!open(link.node) || (known && (known.step < step || known.cost <= cost))) continue;
        best.set(link.node.id, { cost, step, from: node, link });
        next.add(link.node);
      }
    }
    edge = [...next].sort((a, b) => a.id - b.id);
  }
  if (!best.has(to.id)) return null;
  const path = [];
  for (let at = best.get(to.id); at.from; at = best.get(at.from.id)) path.unshift(at.link);
  return path;
}
