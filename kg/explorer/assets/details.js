/* The panel: what the selected node is, how it is related, and the sentences that say so. */

const content = details.querySelector(".content");
const FIRST = 12; // of a group's entries; the rest on demand

function drawDetails() {
  const node = state.selected;
  details.hidden = !node;
  if (!node) return;
  const kind = kinds.get(node.kind);
  const title = isolated("h2", "title", node.label);
  title.id = "details-title";
  title.tabIndex = -1;
  content.replaceChildren(
    make("p", { class: "badge" }, glyph(node.kind), kind.one, ...(node.year ? [` · ${node.year}`] : [])),
    title,
    ...facts(node),
    ...groups(node),
    ...(node.iri ? [make("p", { class: "iri" }, make("span", {}, "IRI"), make("code", {}, node.iri))] : [])
  );
  details.scrollTop = 0;
}

/** For a paper, where and when it appeared, as a line of its own. */
function facts(node) {
  if (node.kind !== "paper") return [];
  const places = ["publishedAt", "inArea"].flatMap((relation) =>
    links[node.id].filter((link) => link.outgoing && link.edge.relation === relation)
  );
  if (!places.length) return [];
  const row = places.map((link) => reference(link.node, link.node.year && !link.node.label.includes(link.node.year) ? ` ${link.node.year}` : ""));
  return [make("p", { class: "facts" }, ...row)];
}

function reference(node, suffix = "") {
  const link = make("a", { class: "reference", href: addressOf({ ...state, selected: node }) }, glyph(node.kind), isolated("span", "name", node.label + suffix));
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
      const stated = node.kind === "paper" && outgoing && ["publishedAt", "inArea"].includes(relation.id);
      if (own.length && !stated) sections.push(group(outgoing ? relation.forward : relation.backward, own));
    }
  }
  return sections.length ? sections : [make("p", { class: "none" }, "Nothing else is linked to it.")];
}

function group(name, own) {
  const weight = (link) => links[link.node.id].length;
  own.sort((a, b) => (b.edge.evidence?.length ?? 0) - (a.edge.evidence?.length ?? 0) || weight(b) - weight(a) || a.node.id - b.node.id);
  const chips = own.every(({ node, edge }) => node.kind !== "paper" && !edge.evidence);
  const list = make("ul", { class: chips && "chips" }, ...own.slice(0, FIRST).map(entry));
  const section = make("section", { class: "group" }, make("h3", {}, name, make("span", { class: "count" }, String(own.length))), list);
  if (own.length > FIRST) {
    const more = make("button", { class: "more", type: "button" }, `Show all ${own.length}`);
    more.addEventListener("click", () => {
      list.append(...own.slice(FIRST).map(entry));
      list.children[FIRST].querySelector("a").focus({ preventScroll: true });
      more.remove();
    });
    section.append(more);
  }
  return section;
}

function entry({ node, edge }) {
  const item = make("li", {}, reference(node));
  const [first, ...others] = edge.evidence ?? [];
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
