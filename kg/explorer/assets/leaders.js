/* The leaderboard: pick a dataset and a metric, see the figures that papers report of them ranked unit by unit. */

const UNIT_NAMES = { "%": "Percent", "×": "Times", "": "Without a unit" };

const placeOf = (one) => targets(nodes[one.paper], "publishedAt");
const tieColumn = (tie, name) => ({ id: tie, name, draw: ({ one }) => cell(name, `of-${tie}`, things(tied(one, tie))) });

/* A row for each column: what a cell shows. */
const LEADER_COLUMNS = [
  { id: "rank", name: "Rank", draw: ({ rank }) => cell("Rank", "of-rank", String(rank)) },
  { id: "value", name: "Value", draw: ({ one, most }) => cell("Value", "of-value", make("b", {}, figureText(one)), bar(one, most)) },
  tieColumn("method", "Method"),
  tieColumn("model", "Model"),
  tieColumn("dataset", "Dataset"),
  tieColumn("baseline", "Compared with"),
  { id: "paper", name: "Paper", draw: ({ one }) => make("th", { scope: "row", class: "of-paper" }, reference(nodes[one.paper])) },
  { id: "venues", name: "Venue", draw: ({ one }) => cell("Venue", "of-venues", things(placeOf(one)), yearApart(placeOf(one))) },
  { id: "evidence", name: "Evidence", draw: ({ said }) => cell("Evidence", "of-evidence", sentenceButton(said)) },
];

const datasetSelect = make("select", { id: "pick-dataset" });
const metricSelect = make("select", { id: "pick-metric" });
const picker = (name, select) => make("p", { class: "pick" }, make("label", { for: select.id }, name), select);
const lowFirst = make("input", { type: "checkbox" });
const lowSwitch = make("label", { class: "kind-switch" }, make("span", { class: "name" }, "Lowest first"), lowFirst);
const leadersFrame = tableFrame("leaders", "Leaderboard", picker("Dataset", datasetSelect), picker("Metric", metricSelect), lowSwitch);
leadersFrame.scroller.before(
  make("p", { class: "caveat" }, "A figure can be a level reached or a gain over something else: the sentence it stands in tells.")
);

const setLeaders = (change) => update({ leaders: writeOptions({ ...readOptions(state.leaders), ...change }) });
datasetSelect.addEventListener("change", () => setLeaders({ dataset: datasetSelect.value, metric: metricSelect.value }));
metricSelect.addEventListener("change", () => setLeaders({ dataset: datasetSelect.value, metric: metricSelect.value }));
lowFirst.addEventListener("change", () => setLeaders({ low: lowFirst.checked ? "1" : "" }));

/** What the leaderboard shows: the pair, what else there is to choose, the groups of its figures, and how many it has in all. */
function leaderboard() {
  const asked = readOptions(state.leaders);
  const left = data.figures.filter((one) => inTables(nodes[one.paper]));
  const pair = pairOf(left, asked);
  const total = data.figures.filter(pair.metric ? inPair(pair) : () => true).length;
  return { ...pair, total, lowestFirst: Boolean(asked.low), groups: ranked(left.filter(inPair(pair)), Boolean(asked.low)) };
}

function fillSelect(select, counts, chosen) {
  const names = { [ANY]: "Any dataset", [UNNAMED]: "Not named" };
  const option = ([key, count]) => make("option", { value: key }, `${names[key] ?? nodeOf(key).short} (${figure.format(count)})`);
  select.replaceChildren(...counts.map(option));
  select.disabled = !counts.length;
  select.value = chosen ?? "";
}

const fillLeaders = rowsInPieces(leadersFrame, ({ columns, starts, ...row }) => {
  const said = make("tr", { class: "said", id: `said-${data.figures.indexOf(row.one)}`, hidden: true });
  said.append(make("td", { colspan: columns.length }, make("blockquote", { class: "evidence", dir: "auto" }, data.sentences[row.one.sentence])));
  const cells = columns.map(({ draw }) => draw({ ...row, said }));
  return [...(starts ? [unitRow(starts, columns.length)] : []), paperRow(nodes[row.one.paper], ...cells), said];
});

function unitRow({ unit, size }, width) {
  const name = make("span", { class: "stay" }, isolated("span", "", UNIT_NAMES[unit] ?? unit), make("span", { class: "count" }, figure.format(size)));
  return make("tr", { class: "unit" }, make("th", { scope: "rowgroup", colspan: width }, name));
}

function sentenceButton(said) {
  const button = make("button", { type: "button", class: "disclose", "aria-expanded": "false", "aria-controls": said.id }, "Sentence");
  button.addEventListener("click", () => {
    said.hidden = !said.hidden;
    button.setAttribute("aria-expanded", String(!said.hidden));
    button.closest("tr").classList.toggle("told", !said.hidden);
  });
  return button;
}

/** The year of a venue whose name does not tell it. */
function yearApart(editions) {
  const years = editions.filter(({ label, year }) => year && !label.includes(year)).map(({ year }) => year);
  return years.length ? make("span", { class: "count" }, years.join(", ")) : null;
}

/** A bar as long as the figure is beside the highest of its unit; of a range, from its lower end on fainter. */
function bar(one, most) {
  if (!(lowest(one) >= 0 && most > 0)) return null;
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of [["class", "bar"], ["aria-hidden", "true"], ["viewBox", "0 0 100 4"], ["preserveAspectRatio", "none"]]) svg.setAttribute(name, value);
  for (const end of [highest(one), lowest(one)]) {
    const rect = document.createElementNS(space, "rect");
    rect.setAttribute("width", ((100 * end) / most).toFixed(2));
    rect.setAttribute("height", "4");
    svg.append(rect);
  }
  return svg;
}

whenShown("leaders", () => {
  const { datasets, dataset, metrics, metric, groups, total, lowestFirst } = leaderboard();
  fillSelect(datasetSelect, datasets, dataset);
  fillSelect(metricSelect, metrics, metric);
  lowFirst.checked = lowestFirst;
  const order = lowestFirst ? "ascending" : "descending";
  const columns = LEADER_COLUMNS.filter(({ id }) => id !== "dataset" || dataset === ANY);
  const heads = columns.map(({ id, name }) => make("th", { scope: "col", class: `of-${id}`, "aria-sort": id === "value" && order }, name));
  leadersFrame.head.replaceChildren(make("tr", {}, ...heads));
  const rows = groups.flatMap(({ unit, rows, most }) => rows.map((row, i) => ({ ...row, most, columns, starts: i ? null : { unit, size: rows.length } })));
  sayCount(leadersFrame, rows.length, total, "figure");
  fillLeaders(rows);
});

/** The ranking as records for a spreadsheet, the names of the columns first. */
function leaderRecords() {
  const { groups } = leaderboard();
  const ties = ["metric", "dataset", "method", "model", "baseline"];
  const head = ["rank", "value", "highest", "unit", ...ties.slice(0, -1), "compared with", "paper", "venue", "sentence", "paper IRI"];
  const records = groups.flatMap(({ unit, rows }) =>
    rows.map(({ one, rank }) => [
      rank,
      one.value,
      one.highest ?? "",
      unit,
      ...ties.map((tie) => labelsOf(tied(one, tie))),
      nodes[one.paper].label,
      labelsOf(placeOf(one)),
      data.sentences[one.sentence],
      nodes[one.paper].iri,
    ])
  );
  return [head, ...records];
}
