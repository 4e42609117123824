"""Facts: what a tagged note or a listing page states, as RDF triples."""
