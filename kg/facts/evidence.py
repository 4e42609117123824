"""Evidence as W3C Web Annotations: each mention links an entity to the words of the note that name it.

See https://www.w3.org/TR/annotation-model/ (specific resources, text position and text quote selectors).
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.facts.namespaces import term
from kg.mentions import Mention

_CONTEXT = 32  # characters of the note on each side of a quote
_INTEGER = term("xsd:nonNegativeInteger")


def annotation(
    note: NamedNode, document: str, mention: Mention, key: str, entity: NamedNode, supports: NamedNode
) -> Iterator[Triple]:
    """State that a slice of the note names an entity, and which property of the paper that supports.

    `key` is the local name of the entity, which tells two mentions at one place apart.
    """
    place = f"{mention.start}-{mention.end}"
    annotated = NamedNode(f"{note.value}#mention-{place}-{key.replace('/', '-')}")
    target, position, quote = (NamedNode(f"{note.value}#{part}-{place}") for part in ("target", "position", "quote"))
    kind = term("rdf:type")
    yield Triple(annotated, kind, term("nw:Mention"))
    yield Triple(annotated, kind, term("oa:Annotation"))
    yield Triple(annotated, term("oa:hasBody"), entity)
    yield Triple(annotated, term("oa:hasTarget"), target)
    yield Triple(annotated, term("nw:supports"), supports)
    yield Triple(
        annotated,
        term("nw:sentence"),
        Literal(document[mention.sentence_start : mention.sentence_end].strip()),
    )
    yield Triple(target, kind, term("oa:SpecificResource"))
    yield Triple(target, term("oa:hasSource"), note)
    yield Triple(target, term("oa:hasSelector"), position)
    yield Triple(target, term("oa:hasSelector"), quote)
    yield Triple(position, kind, term("oa:TextPositionSelector"))
    yield Triple(position, term("oa:start"), Literal(str(mention.start), datatype=_INTEGER))
    yield Triple(position, term("oa:end"), Literal(str(mention.end), datatype=_INTEGER))
    yield Triple(quote, kind, term("oa:TextQuoteSelector"))
    yield Triple(quote, term("oa:exact"), Literal(mention.text))
    yield Triple(quote, term("oa:prefix"), Literal(document[max(0, mention.start - _CONTEXT) : mention.start]))
    yield Triple(quote, term("oa:suffix"), Literal(document[mention.end : mention.end + _CONTEXT]))
