/* The table of papers: what each uses and reports, sorted by any column, narrowed by words, filters and the search. */

// Where a paper's links stand, by relation; what it proposes stands with its kind, a method below the title.
const COLUMN_OF = { usesTechnique: "techniques", usesMethod: "techniques", usesModel: "models", usesDataset: "datasets", reportsMetric: "metrics" };
const COLUMN_OF_PROPOSED = { method: "proposed", technique: "techniques", model: "models", dataset: "datasets", metric: "metrics" };
const LISTS = ["techniques", "models", "datasets", "metrics"];

const firstLabel = (part) => (row) => row[part][0]?.label ?? null;
const listing = (part, name, hint) => ({ id: part, name, hint, first: 1, key: firstLabel(part), draw: (row) => things(row[part]) });

/* A row for each column: what it is sorted by (null comes last either way), in which direction first, what a cell holds. */
const COLUMNS = [
  { id: "paper", name: "Paper", hint: "The paper, and below it the method it proposes", first: 1, key: (row) => row.paper.label },
  listing("venues", "Venue", "Where it appeared"),
  { id: "year", name: "Year", hint: "When it appeared", first: -1, key: (row) => row.year, draw: (row) => row.year && String(row.year) },
  listing("techniques", "Techniques", "The techniques and methods it uses, those of most papers first"),
  listing("models", "Models", "The models it uses or proposes, those of most papers first"),
  listing("datasets", "Datasets", "The datasets it uses or proposes, those of most papers first"),
  listing("metrics", "Metrics", "The metrics it reports, those of most papers first"),
  {
    id: "best",
    name: "Best result",
    hint: "Of the figures it reports the one that says most: with its metric, its dataset and what it is compared with; of equals the highest. Sorted unit by unit",
    first: -1,
    key: (row) => row.best && highest(row.best),
    group: (row) => units().indexOf(unitOf(row.best)),
    draw: (row) => row.best && bestCell(row.best),
  },
];

const findBox = make("input", { type: "search", class: "find", placeholder: "Find in the table", "aria-label": "Find in the table", autocomplete: "off", spellcheck: "false" });
const papersFrame = tableFrame("papers", "Papers", findBox);
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows of all papers in the order of their titles. */
const paperRows = untilGrown(() => {
  const rows = nodes.filter((node) => node.kind === "paper").map(rowOf);
  return rows.sort((a, b) => collator.compare(a.paper.label, b.paper.label) || a.paper.id - b.paper.id);
});

function rowOf(paper) {
  const { venue, year } = valuesOf.get(paper);
  const row = { paper, venues: venue.map(nodeOf), year: year.length ? Math.max(...year) : null, best: bestFigure(paper) };
  for (const part of ["proposed", ...LISTS]) row[part] = [];
  for (const { edge, node, outgoing } of links[paper.id]) {
    const part = edge.relation === "proposes" ? COLUMN_OF_PROPOSED[node.kind] : COLUMN_OF[edge.relation];
    if (outgoing && part && !row[part].includes(node)) row[part].push(node);
  }
  for (const part of LISTS) row[part].sort((a, b) => links[b.id].length - links[a.id].length || a.id - b.id);
  const named = ["proposed", "venues", ...LISTS].flatMap((part) => row[part]);
  const result = row.best ? [figureText(row.best), ...TIES.flatMap((tie) => tied(row.best, tie)).map((node) => node.label)] : [];
  row.words = plain([paper, ...named].flatMap((node) => [node.label, ...(node.also ?? [])]).concat(row.year ?? "", result).join(" "));
  return row;
}

const sortOf = ({ sort = "-year" }) => {
  const column = COLUMNS.find(({ id }) => id === sort.replace("-", ""));
  return column ? { column, turn: sort.startsWith("-") ? -1 : 1 } : sortOf({});
};

/** The rows that filters, search and words leave, as they are sorted. The order of what is equal is that of the titles. */
function papersLeft() {
  const options = readOptions(state.table);
  const words = plain(options.find ?? "").split(" ");
  const left = paperRows().filter((row) => inTables(row.paper) && words.every((word) => row.words.includes(word)));
  const { column, turn } = sortOf(options);
  return left.sort((a, b) => {
    const [x, y] = [column.key(a), column.key(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    if (column.group && column.group(a) !== column.group(b)) return column.group(a) - column.group(b);
    return turn * (typeof x === "number" ? x - y : collator.compare(x, y));
  });
}

const setTable = (change) => update({ table: writeOptions({ ...readOptions(state.table), ...change }) });

for (const column of COLUMNS) {
  const button = make("button", { type: "button", title: column.hint }, column.name);
  button.addEventListener("click", () => {
    const now = sortOf(readOptions(state.table));
    const turn = now.column === column ? -now.turn : column.first;
    setTable({ sort: (turn < 0 ? "-" : "") + column.id });
  });
  papersFrame.head.append(make("th", { scope: "col", class: `of-${column.id}` }, button));
}
papersFrame.head.replaceChildren(make("tr", {}, ...papersFrame.head.children));

findBox.addEventListener("input", () => setTable({ find: findBox.value }));
findBox.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !findBox.value) return;
  findBox.value = "";
  setTable({ find: "" });
  event.stopPropagation();
});

function bestCell(one) {
  const metric = tied(one, "metric")[0];
  const dataset = tied(one, "dataset")[0];
  const about = [metric && reference(metric), dataset && make("span", {}, "on ", reference(dataset))].filter(Boolean);
  return make("div", { class: "best", title: data.sentences[one.sentence] }, make("b", {}, figureText(one)), ...about);
}

const fillPapers = rowsInPieces(papersFrame, (row) => {
  const title = make("th", { scope: "row", class: "of-paper" }, reference(row.paper), things(row.proposed) ?? "");
  const made = paperRow(row.paper, title, ...COLUMNS.slice(1).map(({ id, name, draw }) => cell(name, `of-${id}`, draw(row))));
  made.setAttribute("aria-rowindex", String(row.place));
  return made;
});

whenShown("papers", () => {
  const options = readOptions(state.table);
  if (findBox.value !== (options.find ?? "")) findBox.value = options.find ?? "";
  const sorted = sortOf(options);
  [...papersFrame.head.rows[0].cells].forEach((head, i) => {
    if (COLUMNS[i] === sorted.column) head.setAttribute("aria-sort", sorted.turn < 0 ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  const left = papersLeft();
  sayCount(papersFrame, left.length, paperRows().length, "paper");
  papersFrame.table.setAttribute("aria-rowcount", String(left.length + 1));
  left.forEach((row, i) => (row.place = i + 2)); // the heads are the first row
  fillPapers(left);
});

/** The rows that are left as records for a spreadsheet, the names of the columns first. */
function paperRecords() {
  const ofBest = ["", " metric", " dataset", " sentence"].map((part) => `best result${part}`);
  const records = papersLeft().map(({ paper, proposed, venues, year, best, ...row }) => [
    paper.label,
    labelsOf(proposed),
    labelsOf(venues),
    year ?? "",
    ...LISTS.map((part) => labelsOf(row[part])),
    ...(best ? [figureText(best), labelsOf(tied(best, "metric")), labelsOf(tied(best, "dataset")), data.sentences[best.sentence]] : ofBest.map(() => "")),
    paper.iri,
  ]);
  return [["paper", "proposes", "venue", "year", ...LISTS, ...ofBest, "IRI"], ...records];
}
