"""Component `datasets`: years, versions, sizes, languages and tracks behind the names of data sets.

`MultiWOZ 3.0`, `PASCAL VOC 2010`, `WMT14 English-German`, `SemEval 2021 Task 10` and `DAVIS Challenge 2018` are
data sets of their own, below the listed one where it is listed; `SQuAD 1.1 and 2.0` are two.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.tagging import entity_ids, names, terms
from kg.tagging.cues import any_of
from kg.tagging.entity_ids import EntityId
from kg.tagging.reading import reading_of
from kg.vocabulary import Vocabulary

GROUP = "datasets"

_FIGURE_ENDS = r"(?![\w%×]|[.,]\d| ?(?:%|percent|points))"
_YEAR = rf"(?:(?:19|20)\d\d|['’]\d\d){_FIGURE_ENDS}"
_VERSION = rf"(?:v\d+(?:\.\d+)*|\d{{1,2}}\.\d{{1,2}}){_FIGURE_ENDS}"
_EDITION = rf"(?:{_YEAR}|{_VERSION})"
_LANGUAGE = rf"(?:{any_of('dataset_name.language')}|[A-Z][a-z]\b)"
_PARTS = (
    rf"[-‑ ]?{_EDITION}",
    r"[-‑ ]\d+(?:\.\d+)?[KkM]\b",  # how many examples it has
    rf" {_LANGUAGE}(?:[-‑–→⇒↔]|[-‑]to[-‑]){_LANGUAGE}",
    r" [Tt]ask \d+[A-Z]?(?: [Ss]ub-?task [A-Z\d])?\b",
    rf"[-‑ ]{any_of('dataset_name.part')}(?!\w)",
    rf"(?: [A-Z][\w-]*){{0,3}} {any_of('dataset_name.contest')}",
)
_REST = re.compile(rf"(?:{'|'.join(_PARTS)})+")
_NEXT_EDITION = re.compile(rf"(?:/|,? and |, ){_EDITION}")
_LAST_EDITION = re.compile(rf"{_EDITION}$")
_GOES_ON = re.compile(r"[\w]|[-‑]\w")


class Datasets:
    """Finds editions and parts of data sets; keeps the vocabulary, which lists some of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Put what is found into `doc.spans["datasets"]`, each below its listed data set."""
        masked = reading_of(doc).masked
        found = []
        for span in (*doc.spans[terms.GROUP], *doc.spans[names.GROUP]):
            rest = _REST.match(masked, span.end_char) if span.label_ == "DATASET" else None
            if rest is None or _GOES_ON.match(masked, rest.end()):
                continue
            surfaces, end = [masked[span.start_char : rest.end()]], rest.end()
            while _LAST_EDITION.search(surfaces[-1]) and (more := _NEXT_EDITION.match(masked, end)):
                edition = re.sub(r"^\W*(?:and )?", "", more.group())
                surfaces.append(_LAST_EDITION.sub(edition, surfaces[-1]))
                end = more.end()
            entities = entity_ids.join(*(self._entity(name, span.kb_id_) for name in surfaces))
            named = doc.char_span(span.start_char, end, "DATASET", kb_id=entities, alignment_mode="contract")
            if named is not None:
                found.append(named)
        doc.spans[GROUP] = found
        return doc

    def _entity(self, name: str, below: str) -> EntityId:
        listed = self._vocabulary.find("dataset", name)
        return (listed, ()) if listed else (f"dataset/{slug(name)}", (below,) if below in self._vocabulary else ())


@Language.factory("datasets", requires=["doc.spans"], assigns=["doc.spans"])
def create_datasets(nlp: Language, name: str, vocabulary: Vocabulary) -> Datasets:
    """Make the component from the vocabulary's data sets."""
    return Datasets(vocabulary)
