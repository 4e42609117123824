/* What is pointed at on the map, named in full: on the map itself long names are cut short. */

const tip = document.getElementById("tip");

listeners.push(({ hover }, before) => {
  if (hover === before.hover) return;
  tip.hidden = !hover || hover === state.selected;
  if (tip.hidden) return;
  const about = [kinds.get(hover.kind).one, hover.year, amount(links[hover.id].length, "link")].filter(Boolean).join(" · ");
  tip.replaceChildren(isolated("span", "name", hover.label), make("span", { class: "kind" }, glyph(hover.kind), about));
  const { x, y } = network.canvasToDOM(hover);
  const away = radius(hover) * scale + 8;
  const [left, below] = [x - tip.offsetWidth / 2, y + away];
  const fits = below + tip.offsetHeight < container.clientHeight - 8;
  tip.style.left = `${Math.max(8, Math.min(left, container.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${fits ? below : y - away - tip.offsetHeight}px`;
});
