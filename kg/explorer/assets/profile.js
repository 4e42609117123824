/* What the panel says of a thing beyond its links: its place among kinds, its papers by venue and year, what it goes with, figures. */

// How a paper has to do with a thing, not counting what it only mentions or compares with.
const WORKS_WITH = new Set(["proposes", "usesTechnique", "usesMethod", "usesModel", "usesDataset", "addressesTask", "reportsMetric"]);

const sources = (node, relation) =>
  links[node.id].filter((link) => !link.outgoing && link.edge.relation === relation).map((link) => link.node);

/** A thing and all kinds below it. */
function withKinds(node) {
  const all = new Set([node]);
  for (const one of all) for (const kind of sources(one, "broader")) all.add(kind);
  return all;
}

/** The papers that work with a thing or a kind of it. */
function papersOn(node) {
  const found = new Set();
  for (const one of withKinds(node))
    for (const { node: paper, edge, outgoing } of links[one.id])
      if (!outgoing && paper.kind === "paper" && WORKS_WITH.has(edge.relation)) found.add(paper);
  return found;
}

/** The ways up from a thing, each from the most general kind to the one next to it. */
function waysUp(node, seen = new Set([node])) {
  const above = targets(node, "broader").filter((one) => !seen.has(one));
  return above.flatMap((one) => {
    const further = waysUp(one, new Set(seen).add(one));
    return further.length ? further.map((way) => [...way, one]) : [[one]];
  });
}

/** How often each thing of some is counted, the most frequent first. */
function tally(things) {
  const counts = new Map();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].id - b[0].id);
}

function kindsAbove(node) {
  const ways = waysUp(node);
  if (!ways.length) return [];
  const lines = ways.map((way) => make("li", { class: "way" }, ...way.map((one) => reference(one))));
  return [section("Kind of", null, make("ul", {}, ...lines))];
}

function kindsBelow(node) {
  const kinds = sources(node, "broader").map((kind) => [kind, papersOn(kind).size]);
  kinds.sort((a, b) => b[1] - a[1] || a[0].id - b[0].id);
  return chipSection("Kinds", kinds);
}

/** Papers by venue (rows) and year (columns), as a small table. */
function byVenueAndYear(node) {
  const papers = [...papersOn(node)];
  const years = [...new Set(papers.flatMap((paper) => valuesOf.get(paper).year))].sort();
  const venues = tally(papers.flatMap((paper) => valuesOf.get(paper).venue).map((key) => nodeByKey.get(key)).filter(Boolean));
  if (papers.length < 2 || !venues.length) return [];
  const most = Math.max(...venues.map(([, count]) => count));
  const cell = (venue, year) => {
    const count = papers.filter((paper) => valuesOf.get(paper).venue.includes(venue.key) && valuesOf.get(paper).year.includes(year)).length;
    return make("td", { class: count ? `level-${Math.ceil((4 * count) / most)}` : "" }, count ? String(count) : "");
  };
  const head = make("tr", {}, make("td", {}), ...years.map((year) => make("th", { scope: "col" }, year)));
  const rows = venues.map(([venue]) => make("tr", {}, make("th", { scope: "row" }, reference(venue)), ...years.map((year) => cell(venue, year))));
  const table = make("table", { class: "matrix" }, make("thead", {}, head), make("tbody", {}, ...rows));
  // Many years scroll sideways, by keys too.
  const frame = make("div", { class: "matrix-frame", role: "group", tabindex: years.length > 5 ? 0 : null, "aria-label": "Papers by venue and year" }, table);
  return [section("Papers by venue and year", papers.length, frame)];
}

/** The methods that papers on a technique propose, and the techniques they combine it with. */
function methodsOf(node) {
  const methods = [...papersOn(node)].flatMap((paper) => targets(paper, "proposes")).filter((one) => one.kind === "method");
  return chipSection("Methods of these papers", tally(methods).map(([method]) => [method, 0]));
}

function combinedWith(node) {
  const related = withKinds(node);
  for (const way of waysUp(node)) way.forEach((one) => related.add(one));
  const others = [...papersOn(node)].flatMap((paper) => [...new Set(targets(paper, "usesTechnique"))]).filter((one) => !related.has(one));
  return chipSection("Combined with", tally(others).filter(([, count]) => count > 1));
}

/** The figures that a paper reports, each with its sentence. */
function reportedFigures(node) {
  const own = data.figures.filter((one) => one.paper === node.id);
  if (!own.length) return [];
  const rows = own.map((one) => {
    const tied = ["dataset", "model", "baseline"].flatMap((tie) => (one[tie] ?? []).map((id) => [tie, nodes[id]]));
    const on = tied.map(([tie, other]) => make("span", { class: "tie" }, tie === "baseline" ? "against " : "on ", reference(other)));
    const metric = (one.metric ?? []).map((id) => reference(nodes[id]));
    const row = make("tr", {}, make("td", { class: "value" }, figureText(one)), make("td", {}, ...metric, ...on));
    return [row, make("tr", { class: "said" }, make("td", { colspan: 2 }, make("blockquote", { class: "evidence", dir: "auto" }, data.sentences[one.sentence])))];
  });
  const table = make("table", { class: "figures" }, make("tbody", {}, ...withoutRepeats(rows).flat()));
  return [section("Results", own.length, table)];
}

/** Figures of one sentence follow each other: it is said once, after the last of them. */
function withoutRepeats(rows) {
  const said = ([, row]) => row.textContent;
  return rows.map((pair, i) => (rows[i + 1] && said(rows[i + 1]) === said(pair) ? [pair[0]] : pair));
}
