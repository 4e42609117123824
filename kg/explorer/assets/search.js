/* Search as you type: a list to choose from, and the map with all but the matches faded. */

const searchBox = document.getElementById("search");
const resultList = document.getElementById("results");
const dropdown = resultList.parentElement;
const found = document.getElementById("found");
const MOST_RESULTS = 40;

/** Text as it is compared: no accents, no case, every run of other characters one space. */
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}.+]+/gu, " ").trim();
const namesOf = (node) => (node.names ??= [node.label, ...(node.also ?? [])].map(plain));

let results = [];
let active = -1;

/** Nodes one of whose names holds all words of a query, the best first: equal, beginning, at a word, then by size. */
function search(query) {
  const wanted = plain(query);
  if (!wanted) return [];
  const words = wanted.split(" ");
  const rank = (text) =>
    text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2 : 3;
  return nodes
    .filter(inScope)
    .map((node) => {
      const names = namesOf(node).map((name, place) => ({ place, rank: words.every((word) => name.includes(word)) ? rank(name) : 9 }));
      const best = names.reduce((a, b) => (b.rank < a.rank ? b : a));
      return { node, rank: best.rank, by: best.place ? node.also[best.place - 1] : null };
    })
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || b.node.size - a.node.size || a.node.id - b.node.id);
}

function typed() {
  const matches = search(searchBox.value);
  list(matches, matches.length);
  if (isPart) askServer(searchBox.value);
}

/** Show what was found, here or by the server. */
function list(matches, total) {
  results = matches.slice(0, MOST_RESULTS);
  const asked = plain(searchBox.value) !== "";
  resultList.replaceChildren(...results.map(option));
  const counted = total > results.length ? `${figure.format(total)} matches, the first ${results.length} listed` : amount(total, "match", "matches");
  found.textContent = !asked ? "" : total ? counted : "Nothing by that name";
  open(asked);
  activate(results.length ? 0 : -1);
  const here = matches.map(({ node }) => node.id).filter((id) => id !== undefined);
  update({ matches: asked ? new Set(here) : null, hover: null });
}

function option({ node, by }, index) {
  const name = isolated("span", "name", node.label);
  if (by) name.append(isolated("span", "also", by));
  const item = make("li", { role: "option", id: `result-${index}`, "data-key": node.key }, glyph(node.kind), name, make("span", { class: "kind" }, kinds.get(node.kind).one));
  item.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  item.addEventListener("click", () => choose(node));
  return item;
}

function open(yes) {
  dropdown.hidden = !yes;
  searchBox.setAttribute("aria-expanded", String(yes));
}

function activate(index) {
  resultList.children[active]?.removeAttribute("aria-selected");
  active = index;
  const item = resultList.children[index];
  item?.setAttribute("aria-selected", "true");
  item?.scrollIntoView({ block: "nearest" });
  if (item) searchBox.setAttribute("aria-activedescendant", item.id);
  else searchBox.removeAttribute("aria-activedescendant");
}

function choose(node) {
  clearSearch();
  if (node.id === undefined) bringAndShow(node.key);
  else select(node, { focus: true });
}

function clearSearch() {
  searchBox.value = "";
  typed();
}

searchBox.addEventListener("input", typed);
searchBox.addEventListener("focus", () => open(plain(searchBox.value) !== ""));
searchBox.addEventListener("blur", () => open(false));
searchBox.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && results.length) {
    open(true);
    activate((active + step + results.length) % results.length);
    event.preventDefault();
  } else if (event.key === "Enter" && results[active]) {
    choose(results[active].node);
  } else if (event.key === "Escape" && searchBox.value) {
    clearSearch();
    event.stopPropagation();
  }
});
