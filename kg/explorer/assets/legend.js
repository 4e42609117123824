/* The legend by kind, with counts; a kind switched off disappears from the map. Below it what is shown, in numbers. */

const legend = document.getElementById("legend");
const showAll = document.getElementById("show-all");
const status = document.getElementById("status");

for (const kind of data.kinds) {
  const box = make("input", { type: "checkbox", checked: true, "data-kind": kind.id });
  box.addEventListener("change", () => {
    const hidden = new Set(state.hidden);
    box.checked ? hidden.delete(kind.id) : hidden.add(kind.id);
    update({ hidden });
  });
  const label = make("label", { class: "kind-switch" }, box, glyph(kind.id), make("span", { class: "name" }, kind.many), make("span", { class: "count" }));
  legend.querySelector(".kinds").append(label);
}
showAll.addEventListener("click", () => {
  const none = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()]));
  update({ hidden: new Set(), filters: none });
  legend.querySelector("input").focus();
});

const share = (left, all, word) => (left < all ? `${figure.format(left)} of ` : "") + amount(all, word);

function drawLegend() {
  for (const box of legend.querySelectorAll("input")) {
    const kind = box.dataset.kind;
    box.checked = !state.hidden.has(kind);
    const count = nodes.filter((node) => node.kind === kind && inScope(node)).length;
    box.parentElement.querySelector(".count").textContent = figure.format(count);
    box.parentElement.classList.toggle("none", count === 0);
  }
  showAll.hidden = state.hidden.size === 0 && !filtered(state.filters);
  const left = new Set(shown().map((node) => node.id));
  const between = data.edges.filter(({ from, to }) => left.has(from) && left.has(to)).length;
  const cut = data.total > nodes.length ? ` (the most connected of ${figure.format(data.total)})` : "";
  status.textContent = `${share(left.size, nodes.length, "node")}, ${share(between, data.edges.length, "link")}${cut}`;
}
