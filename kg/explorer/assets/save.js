/* Saving what is shown: the map as a picture, its links or a table's rows for a spreadsheet, its graph for other programs. */

// "Shown" is what legend and filters leave, as `levels` has it: what a search or a selection fades is shown too.
const onMap = (node) => levels[node.id] !== HIDDEN;
const linksOnMap = () => data.edges.filter((edge) => onMap(nodes[edge.from]) && onMap(nodes[edge.to]));
const FADED_TOO = "Everything that legend and filters leave, also what a selection or a search fades.";

/* A row for each button: its tooltip in the views it is for, and what it makes: a blob, and what the file's name is to say. */
const SAVINGS = [
  {
    name: "PNG",
    hints: { map: "A picture of the map as it is on the screen, at twice its resolution" },
    save: async () => [await mapPicture(), "map.png", state.selected?.key],
  },
  {
    name: "CSV",
    hints: {
      map: `The links of the map with their sentences, as a table. ${FADED_TOO}`,
      papers: "The rows of the table in its order, also those further down",
      leaders: "The rows of the leaderboard in its order, with their sentences",
    },
    save: async () => CSVS[state.view](),
  },
  {
    name: "GEXF",
    hints: { map: `The graph with places and colours, for Gephi and others. ${FADED_TOO}` },
    save: async () => [new Blob([gexfOf(nodes.filter(onMap), linksOnMap())], { type: "application/gexf+xml" }), "graph.gexf"],
  },
];
const CSVS = {
  map: () => [csvBlob(linkRecords()), "links.csv"],
  papers: () => [csvBlob(paperRecords()), "papers.csv"],
  leaders: () => {
    const { dataset, metric } = leaderboard();
    return [csvBlob(leaderRecords()), "leaderboard.csv", dataset, metric];
  },
};

const saveBox = document.getElementById("save");
saveBox.hidden = nodes.length === 0;
const saveButtons = SAVINGS.map(({ name, save }) => {
  const button = make("button", { type: "button" }, name);
  button.addEventListener("click", async () => download(...(await save())));
  return button;
});
saveBox.querySelector(".formats").append(...saveButtons);

function drawSaving() {
  SAVINGS.forEach(({ hints }, i) => {
    saveButtons[i].hidden = !hints[state.view];
    saveButtons[i].title = hints[state.view] ?? "";
  });
}
listeners.push((now, before) => now.view !== before.view && drawSaving());
drawSaving();

function download(blob, what, ...about) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: fileName(what, about) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers read it only when they have asked where to
}

/** A name that says what the file holds: the graph, what it is filtered by, what it is about, what it is. */
function fileName(what, about) {
  const filters = Object.values(state.filters).flatMap((chosen) => [...chosen]);
  const names = [...filters, ...about].filter(Boolean).map((key) => nodeOf(key)?.short ?? key);
  const words = [document.title, ...names].map((name) => plain(name).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40));
  return [...words.filter(Boolean), what].join("-");
}

const csvBlob = (records) => new Blob(records.map((record) => `${record.map(csvCell).join(",")}\r\n`), { type: "text/csv;charset=utf-8" });

/** A cell as RFC 4180 writes it; a text that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvCell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function linkRecords() {
  const head = ["source", "source kind", "relation", "target", "target kind", "sentence", "source IRI", "target IRI"];
  const record = (edge) => {
    const [source, target] = [nodes[edge.from], nodes[edge.to]];
    return [source.label, source.kind, edge.relation, target.label, target.kind, sentencesOf(edge), source.iri, target.iri];
  };
  return [head, ...linksOnMap().map(record)];
}

/** The map as a PNG at twice the screen's resolution, on its ground; what the panel covers is left out. */
async function mapPicture() {
  const [width, height] = [container.clientWidth, container.clientHeight];
  const ratio = 2 * devicePixelRatio;
  const whole = canvasOf(width * ratio, height * ratio);
  const ctx = whole.getContext("2d");
  ctx.fillStyle = theme.canvas;
  ctx.fillRect(0, 0, whole.width, whole.height);
  const { x, y } = network.getViewPosition();
  ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (width / 2 - x * scale), ratio * (height / 2 - y * scale));
  paintMap(ctx);
  paintLabels(ctx);
  const { free } = freePart();
  const seen = canvasOf(free[0] * ratio, free[1] * ratio);
  seen.getContext("2d").drawImage(whole, 0, 0);
  return new Promise((done) => seen.toBlob(done, "image/png"));
}

function canvasOf(width, height) {
  const canvas = make("canvas", {});
  [canvas.width, canvas.height] = [width, height];
  return canvas;
}
