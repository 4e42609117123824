/* Paths: choosing the other end on the map or by search, and the panel that tells each step with its sentence. */

const seeking = document.getElementById("seeking");

/** Ask for the other end of a path from the selected node; whatever is chosen next is that. */
function startSeeking() {
  update({ seeking: true });
  searchBox.focus();
}

listeners.push((now, before) => {
  if (now.seeking === before.seeking) return;
  seeking.hidden = !now.seeking;
  searchBox.placeholder = now.seeking ? "Path to …" : "Search the graph";
  if (!now.seeking) return;
  const cancel = make("button", { type: "button" }, "Cancel");
  cancel.addEventListener("click", () => update({ seeking: false }));
  seeking.replaceChildren("Path from ", isolated("b", "", now.selected.short), ": choose the other end on the map or by search. ", cancel);
});

function pathPanel(from, to) {
  const path = pathBetween(from, to);
  const back = make("button", { type: "button", class: "seek" }, "Back to ", isolated("span", "", from.short));
  back.addEventListener("click", () => select(from, { focus: true }));
  const steps = path ? pathSteps(from, path) : make("p", { class: "none" }, "Nothing that is shown connects the two.");
  return [
    make("p", { class: "badge" }, path ? `Path of ${amount(path.length, "step")}` : "No path"),
    panelTitle(isolated("span", "", from.short), " to ", isolated("span", "", to.short)),
    make("div", { class: "tools" }, back),
    steps,
  ];
}

function pathSteps(from, path) {
  const list = make("ol", { class: "path" }, make("li", {}, reference(from)));
  for (const { edge, node, outgoing } of path) {
    const names = data.relations.find((relation) => relation.id === edge.relation);
    const item = make("li", {}, make("p", { class: "relation" }, outgoing ? names.forward : names.backward), reference(node));
    if (edge.evidence) item.append(sentence(edge.evidence[0]));
    list.append(item);
  }
  return list;
}
