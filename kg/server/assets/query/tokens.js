/* SPARQL cut into tokens, for colours and to know what is being typed. It need not be right on wrong queries. */

const WORDS = `add all as asc ask base bind by clear construct copy create data default delete desc describe distinct
  drop exists filter from graph group having in insert into limit load minus move named not offset optional order
  prefix reduced select separator service silent to undef union using values where with true false a
  abs avg bnode bound ceil coalesce concat contains count datatype day encode_for_uri floor group_concat hours if iri
  isblank isiri isliteral isnumeric isuri lang langmatches lcase max md5 min minutes month now rand regex replace round
  sameterm sample seconds sha1 sha256 sha384 sha512 str strafter strbefore strdt strends strlang strlen strstarts
  struuid substr sum timezone tz ucase uri uuid year`;
const KEYWORDS = new Set(WORDS.split(/\s+/));

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<iri><[^<>"{}|^\x60\\\s]*>)`,
    String.raw`(?<string>"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)`,
    String.raw`(?<variable>[?$]\w+)`,
    String.raw`(?<name>[\w-]*:(?:[\w%-]|\.(?=[\w%-]))*)`,
    String.raw`(?<number>\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)`,
    String.raw`(?<word>[A-Za-z_][\w-]*)`,
  ].join("|"),
  "gi"
);

/** The tokens that have a colour, in order: `{ type, start, end, text }`. */
export function* tokens(text) {
  for (const match of text.matchAll(TOKEN)) {
    const [type] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    const keyword = type === "word" && KEYWORDS.has(match[0].toLowerCase());
    if (type === "word" && !keyword) continue;
    yield { type: keyword ? "keyword" : type, start: match.index, end: match.index + match[0].length, text: match[0] };
  }
}

/** What is being typed before the caret: `{ start, text, prefix, local }`, null in comments, strings and IRIs. */
export function typedAt(text, caret) {
  for (const { type, start, end } of tokens(text)) {
    const inside = start < caret && (caret < end || (type === "comment" && caret === end));
    if (inside && ["comment", "string", "iri"].includes(type)) return null;
    if (start >= caret) break;
  }
  const typed = /(?:[?$]\w*|[\w-]*:[\w.-]*|[\w-]+)$/.exec(text.slice(0, caret))?.[0];
  if (!typed) return null;
  const [prefix, local] = typed.includes(":") ? typed.split(":") : [null, typed];
  return { start: caret - typed.length, text: typed, prefix, local };
}

export const isKeyword = (word) => KEYWORDS.has(word.toLowerCase());
