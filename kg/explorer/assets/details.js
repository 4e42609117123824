/* The panel: what the selected node is, how it is related, and the sentences that say so. */

const content = details.querySelector(".content");
const FIRST = 12; // of a group's entries; the rest on demand

// What stands before the links, by kind; the relations that it already tells are not told again.
const CONCEPT = [kindsAbove, kindsBelow, byVenueAndYear];
const PROFILES = {
  paper: [reportedFigures],
  technique: [...CONCEPT, combinedWith, methodsOf],
  method: CONCEPT,
  model: CONCEPT,
  dataset: CONCEPT,
  metric: CONCEPT,
  task: CONCEPT,
};
const PLACES = ["publishedAt", "inArea"]; // of a paper: they stand below its title

function drawDetails() {
  const node = state.selected;
  details.hidden = !node;
  if (!node) return;
  content.replaceChildren(...(state.target ? pathPanel(node, state.target) : nodePanel(node)));
  details.scrollTop = 0;
}

function nodePanel(node) {
  const kind = kinds.get(node.kind);
  return [
    make("p", { class: "badge" }, glyph(node.kind), kind.one, ...(node.year ? [` · ${node.year}`] : [])),
    panelTitle(node.label),
    ...(node.also ? [make("p", { class: "also" }, "Also ", isolated("span", "", node.also.slice(0, 6).join(", ")))] : []),
    ...facts(node),
    tools(),
    ...(PROFILES[node.kind] ?? []).flatMap((part) => part(node)),
    ...groups(node),
    ...(node.iri ? [make("p", { class: "iri" }, make("span", {}, "IRI"), make("code", {}, node.iri))] : []),
  ];
}

function panelTitle(...children) {
  return make("h2", { class: "title", id: "details-title", tabindex: -1, dir: "auto" }, ...children);
}

/** How far around the node the map shows, and the way to start a path. */
function tools() {
  const steps = [1, 2, 3].map((hops) => {
    const button = make("button", { type: "button", "aria-pressed": String(hops === state.hops), "data-hops": hops }, String(hops));
    button.addEventListener("click", () => {
      update({ hops });
      lookAt(state.selected);
      for (const other of button.parentElement.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    });
    return button;
  });
  const seek = make("button", { type: "button", class: "seek" }, "Path to …");
  seek.addEventListener("click", () => startSeeking());
  const group = make("span", { class: "steps", role: "group", "aria-label": "Steps around it on the map", title: "Steps do not lead through venues, areas and things with many links" }, make("span", {}, "Steps"), ...steps);
  return make("div", { class: "tools" }, group, seek);
}

/** For a paper, where and when it appeared, as a line of its own. */
function facts(node) {
  if (node.kind !== "paper") return [];
  const places = PLACES.flatMap((relation) =>
    links[node.id].filter((link) => link.outgoing && link.edge.relation === relation)
  );
  if (!places.length) return [];
  const row = places.map((link) => reference(link.node, link.node.year && !link.node.label.includes(link.node.year) ? String(link.node.year) : ""));
  return [make("p", { class: "facts" }, ...row)];
}

/** A link to a thing, with what may follow its name: a year, a count. */
function reference(node, after = "") {
  const link = make("a", { class: "reference", href: addressOf({ ...state, selected: node, target: null }) }, glyph(node.kind), isolated("span", "name", node.label));
  if (after) link.append(make("span", { class: "count" }, after));
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    select(node, { focus: true });
  });
  return link;
}

/** The node's links by relation and direction, in the order the data gives for relations. */
function groups(node) {
  const sections = [];
  for (const relation of data.relations) {
    for (const outgoing of [true, false]) {
      const own = links[node.id].filter((link) => link.edge.relation === relation.id && link.outgoing === outgoing);
      const told = node.kind in PROFILES && (relation.id === "broader" || (outgoing && PLACES.includes(relation.id)));
      if (own.length && !told) sections.push(group(outgoing ? relation.forward : relation.backward, own));
    }
  }
  return sections.length || links[node.id].length ? sections : [make("p", { class: "none" }, "Nothing else is linked to it.")];
}

function section(name, count, body) {
  const heading = make("h3", {}, name, ...(count === null ? [] : [make("span", { class: "count" }, figure.format(count))]));
  return make("section", { class: "group" }, heading, body);
}

/** Things as chips, each with a count (0 for none): the first of them, the rest on demand. */
function chipSection(name, counted) {
  if (!counted.length) return [];
  const chip = ([node, count]) => make("li", {}, reference(node, count ? figure.format(count) : ""));
  return [listSection(name, counted, chip, "chips")];
}

/** A section that lists the first of some entries, and the rest when asked. */
function listSection(name, entries, draw, className = null) {
  const list = make("ul", { class: className }, ...entries.slice(0, FIRST).map(draw));
  const whole = section(name, entries.length, list);
  if (entries.length > FIRST) {
    const more = make("button", { class: "more", type: "button" }, `Show all ${entries.length}`);
    more.addEventListener("click", () => {
      list.append(...entries.slice(FIRST).map(draw));
      list.children[FIRST].querySelector("a").focus({ preventScroll: true });
      more.remove();
    });
    whole.append(more);
  }
  return whole;
}

function group(name, own) {
  const weight = (link) => links[link.node.id].length;
  own.sort((a, b) => (b.edge.evidence?.length ?? 0) - (a.edge.evidence?.length ?? 0) || weight(b) - weight(a) || a.node.id - b.node.id);
  const chips = own.every(({ node, edge }) => node.kind !== "paper" && !edge.evidence);
  return listSection(name, own, entry, chips && "chips");
}

function entry({ node, edge }) {
  const [first, ...others] = edge.evidence ?? [];
  const item = make("li", { class: first && "told" }, reference(node));
  if (first) item.append(sentence(first));
  if (others.length) {
    const summary = make("summary", {}, others.length === 1 ? "1 more sentence" : `${others.length} more sentences`);
    item.append(make("details", { class: "others" }, summary, ...others.map(sentence)));
  }
  return item;
}

/** A sentence with its mentions marked: `[number, start, end, start, end, …]`. */
function sentence([number, ...offsets]) {
  const text = data.sentences[number];
  const quote = make("blockquote", { class: "evidence", dir: "auto" });
  const marks = [];
  for (let i = 0; i < offsets.length; i += 2) marks.push([offsets[i], offsets[i + 1]]);
  marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue; // inside the mark before
    quote.append(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  quote.append(text.slice(at));
  return quote;
}

document.getElementById("close-details").addEventListener("click", () => select(null));
