/* What the two tables share: their frame, their options in the address, cells that hold things, rows that come as one scrolls. */

const FEW = 3; // things named in a cell; the rest on demand
const PIECE = 40; // rows drawn at once
const ROW_HEIGHT = 90; // pixels, as long as a row is not drawn

/** The options of a table as the state holds them: `sort=-year&find=lora`. */
const readOptions = (text) => Object.fromEntries(new URLSearchParams(text.replaceAll("+", "%2B")));
const writeOptions = (options) =>
  Object.entries(options).filter(([, value]) => value).map(([name, value]) => `${name}=${encode(value)}`).join("&");

/** Whether a paper is left by the filters and has to do with what the search found. */
function inTables(paper) {
  const found = (node) => !state.matches || state.matches.has(node.id);
  return inScope(paper) && (found(paper) || links[paper.id].some((link) => found(link.node)));
}

/** The frame of a table view: tools, a line that counts, and a table that scrolls by itself. */
function tableFrame(view, caption, ...tools) {
  const count = make("p", { class: "tally", role: "status" });
  const all = make("button", { class: "all", type: "button" }, "Show all");
  all.addEventListener("click", showAllRows);
  const head = make("thead", {});
  const table = make("table", {}, make("caption", { class: "unseen" }, caption), head);
  const nothing = make("p", { class: "nothing", hidden: true });
  const scroller = make("div", { class: "grid", role: "group", tabindex: 0, "aria-label": caption }, table, nothing);
  const section = document.getElementById(`${view}-view`);
  const sheet = make("div", { class: "sheet" }, make("div", { class: "sheet-tools" }, ...tools, count, all), scroller);
  section.append(sheet);
  section.addEventListener("focusin", (event) => (lastInTable = event.target));
  return { sheet, table, head, count, all, nothing, scroller };
}

/** Take back everything that narrows the tables. */
function showAllRows() {
  clearSearch();
  const none = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()]));
  update({ filters: none, table: writeOptions({ ...readOptions(state.table), find: "" }) });
}

/** Say how many rows are left of all, and why there is none. */
function sayCount({ sheet, count, all, nothing, table }, left, total, word) {
  count.textContent = left < total ? `${figure.format(left)} of ${amount(total, word)}` : amount(total, word);
  all.hidden = left === total;
  sheet.classList.toggle("bare", total === 0);
  table.hidden = left === 0;
  nothing.hidden = left > 0;
  nothing.textContent = total ? `No ${word} is left by the filters and the words searched for.` : `This graph has no ${word}s yet.`;
}

/** Draw a view when it is shown and something it depends on is another than when it was drawn. What is selected is not. */
function whenShown(view, draw) {
  let [address, matches] = [null, null];
  listeners.push((now) => {
    if (now.view !== view) return;
    const asked = addressOf({ ...now, selected: null, target: null });
    if (asked === address && now.matches === matches) return;
    [address, matches] = [asked, now.matches];
    draw();
  });
}

/**
 * A function that gives a frame its rows, in pieces: only those near what is in sight are drawn, the others hold their room.
 * `draw` makes the elements of a row; a row that `starts` something starts a piece too.
 */
function rowsInPieces({ table, scroller }, draw) {
  const pieces = new Map(); // the rows of each tbody
  const isBlank = (body) => body.firstChild.className === "blank";
  const fill = (body) => isBlank(body) && body.replaceChildren(...pieces.get(body).flatMap(draw));
  const blank = (body, height) => {
    const row = make("tr", { class: "blank", "aria-hidden": "true" });
    row.style.height = `${height}px`;
    body.replaceChildren(row);
  };
  const watch = new IntersectionObserver(
    (seen) => {
      if (!scroller.offsetHeight) return; // the view is hidden, and nothing has a height
      for (const { target, isIntersecting } of seen) {
        if (isIntersecting) fill(target);
        else if (!isBlank(target) && !target.contains(document.activeElement)) blank(target, target.offsetHeight);
      }
    },
    { root: scroller, rootMargin: "800px" }
  );
  return (rows) => {
    watch.disconnect();
    for (const body of pieces.keys()) body.remove();
    pieces.clear();
    let last = null;
    for (const row of rows) {
      if (!last || last.length === PIECE || row.starts) pieces.set(make("tbody", {}), (last = []));
      last.push(row);
    }
    for (const [body, own] of pieces) blank(body, own.length * ROW_HEIGHT);
    table.append(...pieces.keys());
    scroller.scrollTop = 0;
    let drawn = 0; // the first at once, the others when the observer has looked
    for (const [body, own] of pieces) {
      if (drawn < PIECE) fill(body);
      drawn += own.length;
      watch.observe(body);
    }
  };
}

/** A row of a paper, marked while the paper is selected. */
const paperRow = (paper, ...cells) => make("tr", { "data-paper": paper.id, "aria-current": paper === state.selected && "true" }, ...cells);

/** A cell with its column's name, which a narrow screen shows beside it. */
const cell = (name, className, ...children) => make("td", { class: className, "data-name": name }, ...children.filter(Boolean));

/** Things as text, for a cell of a spreadsheet. */
const labelsOf = (some) => some.map((node) => node.label).join("; ");

/** Things as links, the first few of many; null for none. */
function things(some) {
  if (!some.length) return null;
  const first = some.length > FEW + 1 ? FEW : some.length;
  const entryOf = (node) => make("li", {}, reference(node));
  const list = make("ul", { class: "things" }, ...some.slice(0, first).map(entryOf));
  if (first === some.length) return list;
  const rest = make("button", { type: "button", class: "rest", "aria-label": `${some.length - first} more` }, `+${some.length - first}`);
  rest.addEventListener("click", () => {
    rest.parentElement.replaceWith(...some.slice(first).map(entryOf));
    list.children[first].querySelector("a").focus({ preventScroll: true });
  });
  list.append(make("li", {}, rest));
  return list;
}

// For the style sheet: `:has` would say the same, and look through the whole table with each row that comes.
listeners.push(({ view, selected }) => {
  document.body.dataset.view = view;
  document.body.classList.toggle("beside", selected !== null);
});

// The panel opened from a table gives the focus back to it, and does not push the row it came from out of sight.
let lastInTable = null;
listeners.push((now, before) => {
  if (now.selected === before.selected) return;
  for (const row of document.querySelectorAll(".grid tr[data-paper]")) {
    if (now.selected?.id === Number(row.dataset.paper)) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  if (now.view === "map") return;
  const came = lastInTable?.isConnected ? lastInTable : document.querySelector(`#${now.view}-view .grid`);
  if (now.selected) requestAnimationFrame(() => came.closest("tr")?.scrollIntoView({ block: "nearest" }));
  else if (!document.activeElement?.closest("#side")) came.focus({ preventScroll: true });
});
