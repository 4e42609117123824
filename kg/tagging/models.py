"""Component `models`: a grammar of model names.

family [version] [size] [variant…], joined by hyphens, spaces or nothing: `LLaMA-3.1-8B-Instruct`, `Qwen2.5 7B`,
`GPT-4o`, `Llama2/3`. Families and known versions come from the vocabulary. A name with a size in it
(`Magnet-14B-mDPO`) and one built on a family (`KinyaBERT`) are models, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.tagging import entity_ids
from kg.tagging.cues import any_of
from kg.tagging.entity_ids import EntityId
from kg.tagging.reading import reading_of
from kg.tagging.tokens import is_ordinary
from kg.vocabulary import Concept, Vocabulary

GROUP = "models"

_VERSION = r"v?\d{1,2}(?:\.\d{1,2})*[a-z]?(?![\w%×]|\.\d|x\b)"
_SIZE = r"(?:\d+x)?\d+(?:\.\d+)?[BMT](?![\w%])(?:[-‑]A\d+(?:\.\d+)?B\b)?"
_VARIANT = (
    rf"(?:{any_of('model_name.variant')}|v\d+(?:\.\d+)*|\d+k|[A-Z]/\d{{2}}|L\d{{2}}|L\d(?=[-‑][Hv])|H\d{{3,4}}"
    r"|[TSBLHG](?![\w-])|\d{3,4})(?!\w)"
)
_JOIN = r"[-‑ ]?"
_SIZED = re.compile(rf"(?<![\w.-])[A-Za-z][\w.]*(?:[-‑][A-Za-z][\w.]*)*[-‑]{_SIZE}(?:[-‑][A-Za-z]\w*)*(?!\w)")
_HAS_SIZE = re.compile(rf"[-‑]{_SIZE}")  # which most notes have not, and is soon seen
_PARTS = re.compile(
    rf"(?:{_JOIN}(?P<version>{_VERSION}))?"
    rf"(?P<rest>(?:[-‑ ]{_SIZE}|[-‑]{_VARIANT}| {any_of('model_name.spaced_variant')}(?!\w))*)"
)
_NEXT_VERSION = re.compile(rf"/(?P<version>{_VERSION})(?!\w)")
_NEXT_SIZE = re.compile(rf"/(?P<size>{_SIZE})")
_LAST_SIZE = re.compile(rf"{_SIZE}$")
_PLURAL = re.compile(r"(?<=[A-Za-z])s(?!\w)")
_PLAIN_TAIL = re.compile(rf"[-‑]{any_of('model_name.tail')}")


_Tree = dict[str, "_Tree"]


@dataclass(frozen=True, slots=True)
class ModelName:
    """A parsed model name: where it ends in the text, and what it stands for."""

    end: int
    entities: tuple[EntityId, ...]


class Models:
    """Finds model names; keeps the families of the vocabulary and a pattern for their labels."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_label: dict[str, Concept] = {}
        for concept in vocabulary.of_kind("Model"):
            for label in concept.labels:
                self._by_label.setdefault(label, concept)
        self._listed = re.compile(rf"(?<![\w-]){any_label(self._by_label)}(?!(?!s\b)[a-z])")
        self._folded = {_fold(label): concept for label, concept in self._by_label.items()}
        self._in_any_case = {label.casefold(): concept for label, concept in self._folded.items()}
        stems = {c.label for c in self._by_label.values() if not c.broader and not is_ordinary(c.label)}
        self._built = re.compile(rf"[A-Z](?<![\w-].)[A-Za-z]*{any_label(stems)}(?:{_JOIN}{_VERSION})?(?!\w)")

    def __call__(self, doc: Doc) -> Doc:
        """Put what is found into `doc.spans["models"]`."""
        text = reading_of(doc).masked
        found: dict[tuple[int, int], tuple[EntityId, ...]] = {}
        for match in self._listed.finditer(text):
            name = self._parse(text, match)
            if name is not None:
                found.setdefault((match.start(), name.end), name.entities)
        for pattern in (_SIZED, self._built) if _HAS_SIZE.search(text) else (self._built,):
            for match in pattern.finditer(text):
                inside = any(start <= match.start() and match.end() <= end for start, end in found)
                if not inside and not self._vocabulary.find("dataset", match.group()):
                    found[match.span()] = ((f"model/{slug(match.group())}", ()),)
        spans = []
        for (start, end), entities in sorted(found.items()):
            span = doc.char_span(start, end, "MODEL", kb_id=entity_ids.join(*entities), alignment_mode="contract")
            if span is not None:
                spans.append(span)
        doc.spans[GROUP] = spans
        return doc

    def _parse(self, text: str, match: re.Match[str]) -> ModelName | None:
        """Read the name that begins with a listed label, or None where the label is part of another word."""
        concept = self._folded.get(_fold(match.group()))
        if concept is None:
            return None
        end = match.end()
        parts = _PARTS.match(text, end)
        version, rest = (parts["version"], parts["rest"]) if parts else (None, "")
        entities = [self._entity(concept, version, text[end : end + 1], rest)]
        end = parts.end() if parts else end
        while coordinated := None if rest else _NEXT_VERSION.match(text, end):
            joint = text[match.end() : match.end() + 1]
            entities.append(self._entity(self._family(concept), coordinated["version"], joint, ""))
            end = coordinated.end()
        while _LAST_SIZE.search(rest) and (coordinated := _NEXT_SIZE.match(text, end)):
            rest = _LAST_SIZE.sub(coordinated["size"], rest)
            entities.append(self._entity(concept, version, text[match.end() : match.end() + 1], rest))
            end = coordinated.end()
        end += bool(_PLURAL.match(text, end)) and not is_ordinary(match.group())
        if re.match(r"[-‑]?\w", text[end : end + 2]) and not _PLAIN_TAIL.match(text[end : end + 12]):
            return None
        return ModelName(end, tuple(entities))

    def _entity(self, concept: Concept, version: str | None, joint: str, rest: str) -> EntityId:
        """What family, version and the rest of the name make together, below the fullest part that is listed."""
        label, listed = concept.label, concept
        if version:
            label, listed = self._with_version(concept, version, joint)
        key = f"model/{slug(f'{label}-{rest}')}"
        fuller = label
        for part in re.findall(r"[-‑ ][^-‑ ]+", rest):
            fuller += part
            listed = self._in_any_case.get(_fold(fuller).casefold(), listed)
        return (key, () if key == listed.key else (listed.key,))

    def _family(self, concept: Concept) -> Concept:
        above = self._vocabulary.get(concept.broader[0]) if concept.broader else None
        return self._family(above) if above is not None and above.kind == "Model" else concept

    def _with_version(self, concept: Concept, version: str, joint: str) -> tuple[str, Concept]:
        """The label of a family's version, and the listed concept nearest to it.

        A listed version is that concept; another one is family and version, joined as in the text.
        """
        for join in ("", "-", " "):
            listed = self._folded.get(_fold(f"{concept.label}{join}{version}"))
            if listed is not None:
                return listed.label, listed
        return f"{concept.label}{'-' if joint in '-‑ ' else ''}{version}", concept


def any_label(labels: Iterable[str]) -> str:
    """A pattern for the longest of some labels at a place; a blank or hyphen in one matches either, or nothing.

    What begins alike is written once, so that a place in the text is compared with few of the labels.

    >>> any_label(["GPT", "GPTQ", "GLM"])
    '(?:G(?:LM|PT(?:Q)?))'
    """
    tree: _Tree = {}
    for label in labels:
        branch = tree
        for char in re.sub(r"[-\s]+", " ", label):
            branch = branch.setdefault(r"[-‑\s]?" if char == " " else re.escape(char), {})
        branch[""] = {}
    return f"(?:{_pattern(tree) if tree else '(?!)'})"


def _pattern(tree: _Tree) -> str:
    ways = [char + _pattern(rest) for char, rest in sorted(tree.items()) if char]
    if "" not in tree:
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{'|'.join(ways)})?" if ways else ""


def _fold(label: str) -> str:
    return re.sub(r"[-‑\s]+", "", label)


@Language.factory("models", assigns=["doc.spans"])
def create_models(nlp: Language, name: str, vocabulary: Vocabulary) -> Models:
    """Make the component from the vocabulary's model families."""
    return Models(vocabulary)
