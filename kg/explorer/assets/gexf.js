/* Nodes and links as GEXF 1.3, for Gephi and the like: kinds as attributes, positions and colours in the viz namespace. */

const GEXF = "http://gexf.net/1.3";
const VIZ = "http://gexf.net/1.3/viz";
// What XML 1.0 has no way to write: control characters, halves of surrogate pairs and two odd ones.
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The file as text; the serializer of the browser escapes what labels hold. */
function gexfOf(someNodes, someEdges) {
  const xml = document.implementation.createDocument(GEXF, "gexf");
  const element = (name, attributes, ...children) => {
    const made = xml.createElementNS(name.startsWith("viz:") ? VIZ : GEXF, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value).replace(UNWRITABLE, "\uFFFD"));
    made.append(...children);
    return made;
  };
  const declared = (of, types) =>
    element("attributes", { class: of }, ...Object.entries(types).map(([id, type]) => element("attribute", { id, title: id, type })));
  const values = (given) =>
    element("attvalues", {}, ...Object.entries(given).filter(([, value]) => value).map(([id, value]) => element("attvalue", { for: id, value })));
  const nodeElement = (node) =>
    element(
      "node",
      { id: node.key, label: node.label },
      values({ kind: node.kind, iri: node.iri, year: node.year }),
      element("viz:size", { value: node.size }),
      element("viz:position", { x: node.x, y: -node.y, z: 0 }), // up is more there, and less on a screen
      element("viz:color", rgb(theme.kinds[node.kind]))
    );
  // Two things can be linked in several ways: `kind` tells such edges apart.
  const edgeElement = (edge, id) =>
    element(
      "edge",
      { id, source: nodes[edge.from].key, target: nodes[edge.to].key, kind: edge.relation },
      values({ relation: edge.relation, sentence: sentencesOf(edge) })
    );
  xml.documentElement.setAttribute("version", "1.3");
  xml.documentElement.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:viz", VIZ);
  xml.documentElement.append(
    element("meta", {}, element("creator", {}, "noteweave")),
    element(
      "graph",
      { mode: "static", defaultedgetype: "directed" },
      declared("node", { kind: "string", iri: "string", year: "integer" }),
      declared("edge", { relation: "string", sentence: "string" }),
      element("nodes", {}, ...someNodes.map(nodeElement)),
      element("edges", {}, ...someEdges.map(edgeElement))
    )
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(xml)}\n`;
}

/** The sentences that a link stands in, a line each. */
const sentencesOf = (edge) => (edge.evidence ?? []).map(([number]) => data.sentences[number]).join("\n");

/** A colour of the style sheet, written `#rrggbb`, as GEXF has it. */
const rgb = (hex) => Object.fromEntries(["r", "g", "b"].map((part, i) => [part, parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16)]));
