/* What the filters go by: the venue, area and year of each paper, and what is left of the graph under a filter. */

const FACETS = { venue: "Venue", area: "Area", year: "Year" };

/** The things a node leads to by a relation. */
const targets = (node, relation) =>
  links[node.id].filter((link) => link.outgoing && link.edge.relation === relation).map((link) => link.node);

/** For each paper its values by facet. A venue is the series where the edition belongs to one: the year is a facet of its own. */
const valuesOf = new Map();
for (const node of nodes) if (node.kind === "paper") valuesOf.set(node, facetValues(node));

function facetValues(paper) {
  const editions = targets(paper, "publishedAt");
  return {
    venue: editions.map((edition) => (targets(edition, "editionOf")[0] ?? edition).key),
    area: targets(paper, "inArea").map((area) => area.key),
    year: editions.filter((edition) => edition.year).map((edition) => String(edition.year)),
  };
}

/** The values of a facet with the number of papers each has: years the latest first, others by name. */
function facetCounts(facet) {
  const counts = new Map();
  for (const values of valuesOf.values()) for (const value of values[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const name = ([value]) => nodeByKey.get(value)?.label ?? value;
  return [...counts].sort((a, b) => (facet === "year" ? b[0] - a[0] : name(a).localeCompare(name(b), "en")));
}

const filtered = (filters) => Object.values(filters).some((chosen) => chosen.size > 0);

/** Whether a paper has, in each facet that is filtered by, one of the values chosen. */
const passes = (paper, filters) =>
  Object.entries(filters).every(([facet, chosen]) => !chosen.size || valuesOf.get(paper)[facet].some((value) => chosen.has(value)));

/** The ids of what a filter leaves: its papers, what they are linked to, and the kinds above that; null for everything. */
function within(filters) {
  if (!filtered(filters)) return null;
  const left = new Set();
  const add = (node) => {
    if (left.has(node.id)) return;
    left.add(node.id);
    for (const relation of ["broader", "editionOf"]) targets(node, relation).forEach(add);
  };
  for (const paper of valuesOf.keys()) {
    if (!passes(paper, filters)) continue;
    add(paper);
    for (const link of links[paper.id]) if (link.node.kind !== "paper") add(link.node);
  }
  return left;
}

/** What the filters of the moment leave, as `within` gives it. */
let scope = null;
const inScope = (node) => !scope || scope.has(node.id);
listeners.push((now, before) => {
  if (now.filters !== before.filters) scope = within(now.filters);
});
