/* What papers report: the figures of each, how one is written, and which of them says most. */

const TIES = ["metric", "dataset", "model", "method", "baseline"];

/** What is worked out from the graph, and anew only once it has grown. */
function untilGrown(workOut) {
  let [size, found] = [null, null];
  return () => {
    const now = [nodes, data.edges, data.figures].map((list) => list.length).join(" ");
    if (now !== size) [size, found] = [now, workOut()];
    return found;
  };
}

/** The figures by the id of their paper. */
const figuresByPaper = untilGrown(() => {
  const own = new Map();
  for (const one of data.figures) own.has(one.paper) ? own.get(one.paper).push(one) : own.set(one.paper, [one]);
  return own;
});

/** The nodes that a figure is tied to. */
const tied = (one, tie) => (one[tie] ?? []).map((id) => nodes[id]);

/** The ends of a figure as numbers; both are its value where it is no range. */
const lowest = (one) => Number(one.value);
const highest = (one) => Number(one.highest ?? one.value);

/** A figure as it is read: `25%`, `1.2–1.8×`, `41 hours`, `−3 to 5 points`. */
function figureText(one) {
  const ends = [one.value, ...(one.highest ? [one.highest] : [])];
  const joint = ends.some((end) => end.startsWith("-")) ? " to " : "–";
  const value = ends.map((end) => end.replace("-", "−")).join(joint);
  return value + (/^\p{L}/u.test(unitOf(one)) ? "\u202f" : "") + unitOf(one);
}

const unitOf = (one) => one.unit ?? "";

/** The units that figures come in, the most frequent first: figures of two units cannot be put in one order. */
const units = untilGrown(() => {
  const counts = new Map();
  for (const one of data.figures) counts.set(unitOf(one), (counts.get(unitOf(one)) ?? 0) + 1);
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
});

/**
 * The figure of a paper that says most, or null: the one with a metric, of these one with a data set, then the one tied to
 * most else (a model, a method, what it is compared with); of equals the highest. No figure of one paper is better than one
 * of another in earnest: a note rarely says both what was measured and how.
 */
function bestFigure(paper) {
  const weight = (one) => (one.metric ? 8 : 0) + (one.dataset ? 4 : 0) + TIES.slice(2).filter((tie) => one[tie]).length;
  const own = [...(figuresByPaper().get(paper.id) ?? [])];
  return own.sort((a, b) => weight(b) - weight(a) || highest(b) - highest(a))[0] ?? null;
}
