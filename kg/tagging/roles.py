"""Component `roles`: how the paper relates to each thing it names, told from the sentence.

proposes  it is the paper's own
compares  it stands behind "than", "compared to", "outperforms" and their like, or in a list that does
mentions  it stands where the note speaks of what others do or what is lacking
uses      all else: what the paper works on or builds from
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.tagging import names
from kg.tagging.sentences import sentence_at
from kg.tagging.shapes import mask

Span.set_extension("role", default="uses", force=True)

_COMPARES = re.compile(
    r"\b(?:compar(?:ed|able|ison)(?: \w+)? (?:to|with|against)|than|over|versus|vs\.?|against|outperform\w*|surpass\w*|exceed\w*|"
    r"beat(?:s|ing)?|baselines?(?: such as| like| including|,|:)?|relative to|superior to|on par with|match(?:es|ing)|rival(?:s|ing)?|"
    r"unlike|in contrast to|contrasts? with|rather than|instead of|outstrip\w*|alternatives? to|compet\w+ with|"
    r"improv(?:es|ed|ing) (?:up)?on|replac(?:e[sd]?|ing)|follows?)\s+"
)
_BREAKS = re.compile(
    r"[;:—]|\.\s|\b(?:while|by|using|on|with|in|for|when|across|under|achiev\w+|reduc\w+|improv\w+|enabl\w+|requir\w+|and (?:achiev|reduc|improv|enabl|require|show)\w*)\b"
)
_BACKGROUND = re.compile(
    r"\b(?:existing|previous|prior|conventional|traditional|current|recent|prevailing|typical(?:ly)?|commonly|although|despite|"
    r"however|often|suffer\w*|widely|popular|standard)\b",
    re.IGNORECASE,
)
_OWN_WORK = re.compile(
    r"\b(?:we|our|ours|this (?:paper|work|study)|the (?:paper|authors?|work|study)|propos\w+|introduc\w+|present(?:s|ed)?|"
    r"is designed|by (?:combining|using|leveraging|integrating))\b",
    re.IGNORECASE,
)


@Language.component("roles", requires=["doc.ents"], assigns=["span._.role"])
def roles(doc: Doc) -> Doc:
    """Set `span._.role` of every entity."""
    own = {(span.start, span.end) for span in doc.spans[names.OWN_GROUP]}
    masked = mask(doc.text)
    compared: Span | None = None
    for span in doc.ents:
        if (span.start, span.end) in own:
            span._.role = "proposes"
        elif _is_compared(masked, span) or (compared is not None and _continues(masked, compared, span)):
            span._.role = "compares"
            compared = span
        elif _is_background(masked, span, doc._.title_end):
            span._.role = "mentions"
    return doc


def _is_compared(masked: str, span: Span) -> bool:
    """Whether a word of comparison governs the mention: it stands before it with no new clause between."""
    before = masked[sentence_at(span.doc, span.start_char)[0] : span.start_char]
    governing = None
    for governing in _COMPARES.finditer(before):  # noqa: B007 - the last one governs
        pass
    return governing is not None and not _BREAKS.search(before, governing.end()) and len(before) - governing.end() < 60


def _continues(masked: str, previous: Span, span: Span) -> bool:
    """Whether a mention goes on a list that began with a compared one."""
    between = masked[previous.end_char : span.start_char]
    return bool(
        re.fullmatch(r"(?: ?\([^)]*\))?(?:,|,? and|,? or|,? as well as|/)? ?(?:the |its )?(?:[\w.-]+ )?", between)
    )


def _is_background(masked: str, span: Span, title_end: int) -> bool:
    if span.end_char <= title_end:
        return False
    before = masked[sentence_at(span.doc, span.start_char)[0] : span.start_char]
    return bool(_BACKGROUND.search(before)) and not _OWN_WORK.search(before)
