"""Component `combine`: the entities of the note, out of what the rules and the statistical component found.

The paper's own names, models and data sets are the rules' alone to tell, since proposals and the grammars of such
names hang on them, and what the component adds to them is wrong more often than right; elsewhere its tags decide.
`docs/quality.md` measures this way beside the one where the component decides all.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.iri import slug
from kg.tagging import choose, entity_ids, names, scripts, tags, terms
from kg.tagging.cues import words_of
from kg.tagging.phrases import singular
from kg.tagging.reading import reading_of

RULED = frozenset({"MODEL", "DATASET"})
_IS_JOINED = re.compile(r"\w+-[^\W\d_]+")
_SPELT_OUT = frozenset({"TECHNIQUE", "TASK", "METRIC"})  # an acronym of these stands for its long form


@Language.component("combine", requires=["doc.spans", "token.tag"], assigns=["doc.ents"])
def combine(doc: Doc) -> Doc:
    """Set `doc.ents` anew; each entity stands for what the rules found at its place, or for a thing of its own."""
    own = {(span.start, span.end) for span in doc.spans[names.OWN_GROUP]}
    kept = [span for span in doc.spans[tags.GROUP] if (span.start, span.end) in own or _is_ruled(span)]
    taken = {token for span in kept for token in range(span.start, span.end)}
    decided = []
    for span in map(_as_annotated, tags.tagged_spans(doc)):
        if span.label_ not in RULED and taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            decided.append(span)
    known = {
        (span.start, span.end, span.label_): span.kb_id_
        for group in reversed(choose.ORDER)
        for span in doc.spans[group]
    }
    other_forms = _other_forms(doc)
    for span in decided:
        place = (span.start, span.end, span.label_)
        span.kb_id_ = known.get(place) or _unlisted(doc, span, other_forms)
    doc.set_ents(sorted((*kept, *decided), key=lambda span: span.start))
    return doc


def _as_annotated(span: Span) -> Span:
    """A span as annotators take it: with the second half of its last word, and of some metrics one noun alone.

    Of "throughput speedup" it is the first; a name as "First Token Latency" stays whole.
    """
    doc, start, end = span.doc, span.start, span.end
    if span[-1].lower_ in words_of("phrase.first_half") and _IS_JOINED.fullmatch(doc[end - 1 : end + 2].text):
        end += 2
    if span.label_ == "METRIC":
        nouns = [token.i for token in span if token.text in words_of("figure.sole_noun")]
        joined = any(token.text in words_of("phrase.joining") or token.is_punct for token in span)
        if nouns[-1:] == [end - 1] and not joined:
            start, end = nouns[0], nouns[0] + 1
    return Span(doc, start, end, span.label_)


def _is_ruled(span: Span) -> bool:
    """Whether the rules alone decide on what they found: by its type, or since the component can't read it."""
    return span.label_ in RULED or scripts.is_of_them(span[0].text)


def _other_forms(doc: Doc) -> dict[str, str]:
    """What each short form of the note is spelt out as, and the other way round."""
    text = reading_of(doc).text
    pairs = [(text[slice(*pair.short)], text[slice(*pair.long)]) for pair in doc._.abbreviations]
    return dict(pairs) | {long: short for short, long in pairs}


def _unlisted(doc: Doc, span: Span, other_forms: dict[str, str]) -> str:
    """What stands for a thing that no rule found at this place.

    A name goes by its short form, a phrase by its long one; a phrase that ends with a listed term is below it.
    """
    kind, text = span.label_.casefold(), span.text
    other = other_forms.get(text, text)
    if span.label_ not in _SPELT_OUT:
        return f"{kind}/{slug(min(text, other, key=len))}"
    if len(other) > len(text):
        return f"{kind}/{slug(other)}"
    key = f"{kind}/{slug(singular(span))}"
    heads = [term for term in doc.spans[terms.GROUP] if term.end == span.end and term.label_ == span.label_]
    longest = min(heads, key=lambda term: term.start, default=None)
    return entity_ids.join((key, (longest.kb_id_,) if longest is not None and longest.kb_id_ != key else ()))
