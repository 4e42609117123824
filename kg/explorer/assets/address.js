/* The state in the address, so that a link brings it back: `#node=technique/lora&hops=2&hide=metric,task`. */

const VIEWS = ["map", "papers", "leaders"];
const encode = (text) => encodeURIComponent(text).replaceAll("%2F", "/");
const listed = (chosen) => [...chosen].sort().map(encode).join(",");
const nodeOf = (key) => nodeByKey.get(key) ?? null;
const oneOf = (allowed, usual) => (text) => (allowed.includes(text) ? text : usual);
const setOf = (known) => (text) => new Set(text ? text.split(",").filter(known) : []);

/* A row for each part of the state that an address holds: its name there, how it is written ("" to leave it out), how it is read. */
const PARTS = {
  view: { name: "view", write: (view) => (view === "map" ? "" : view), read: oneOf(VIEWS, "map") },
  selected: { name: "node", write: (node) => (node ? encode(node.key) : ""), read: nodeOf },
  hops: { name: "hops", write: (hops) => (hops === 1 ? "" : String(hops)), read: (text) => Number(oneOf(["2", "3"], "1")(text)) },
  target: { name: "to", write: (node) => (node ? encode(node.key) : ""), read: nodeOf },
  hidden: { name: "hide", write: listed, read: setOf((kind) => kinds.has(kind)) },
  table: { name: "table", write: (table) => encode(table), read: (text) => text ?? "" },
  leaders: { name: "leaders", write: (leaders) => encode(leaders), read: (text) => text ?? "" },
};

function addressOf(asked) {
  const parts = Object.entries(PARTS).map(([part, { name, write }]) => [name, write(asked[part])]);
  parts.push(...Object.keys(FACETS).map((facet) => [facet, listed(asked.filters[facet])]));
  return `#${parts.filter(([, text]) => text).map(([name, text]) => `${name}=${text}`).join("&")}`;
}

/** The state that the page's address asks for; what it does not know of is left out. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const read = Object.fromEntries(Object.entries(PARTS).map(([part, { name, read }]) => [part, read(asked.get(name))]));
  const known = (facet) => new Set(facetCounts(facet).map(([value]) => value));
  read.filters = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, setOf((value) => known(facet).has(value))(asked.get(facet))]));
  return read;
}
