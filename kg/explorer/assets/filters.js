/* Choosing papers by venue, area and year: a disclosure for each, with counts. One value only is no choice. */

const filterBox = document.getElementById("filters");
const FROM_SEARCH = 12; // values from which a list gets a box to narrow it

for (const [facet, name] of Object.entries(FACETS)) {
  const counts = facetCounts(facet);
  if (counts.length < 2) continue;
  const boxes = counts.map(([value, count]) => filterOption(facet, value, count));
  const summary = make("summary", {}, make("span", { class: "name" }, name), make("span", { class: "chosen" }, "All"));
  const list = make("div", { class: "values", role: "group", "aria-label": name }, ...boxes);
  if (counts.length >= FROM_SEARCH) list.prepend(narrowing(name, boxes));
  filterBox.append(make("details", { class: "facet", "data-facet": facet }, summary, list));
}
filterBox.hidden = !filterBox.querySelector("details");

function filterOption(facet, value, count) {
  const box = make("input", { type: "checkbox", "data-value": value });
  box.addEventListener("change", () => {
    const chosen = new Set(state.filters[facet]);
    box.checked ? chosen.add(value) : chosen.delete(value);
    update({ filters: { ...state.filters, [facet]: chosen } });
  });
  const name = nodeByKey.get(value)?.label ?? value;
  return make("label", { class: "value" }, box, isolated("span", "name", name), make("span", { class: "count" }, figure.format(count)));
}

function narrowing(name, options) {
  const box = make("input", { type: "search", placeholder: "Narrow the list", "aria-label": `Narrow the list: ${name}` });
  box.addEventListener("input", () => {
    const wanted = plain(box.value);
    for (const option of options) option.hidden = !plain(option.querySelector(".name").textContent).includes(wanted);
  });
  return box;
}

function drawFilters() {
  for (const facet of filterBox.querySelectorAll(".facet")) {
    const chosen = state.filters[facet.dataset.facet];
    for (const box of facet.querySelectorAll("input[type=checkbox]")) box.checked = chosen.has(box.dataset.value);
    const names = [...chosen].map((value) => nodeByKey.get(value)?.label ?? value);
    facet.querySelector(".chosen").textContent = names.length ? names.sort().join(", ") : "All";
    facet.classList.toggle("active", names.length > 0);
  }
}
