"""House rules of the ontology: both languages for every word, one list of each thing, shapes work.

These read the Turtle with rdflib alone, so that an error of our own reader cannot hide one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import get_args

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, Node, URIRef

from kb.records import BASES, NAME_KINDS, STATUSES, Comparator, FigureKind
from kb.vocabulary import SHAPES, vocabulary
from tests.conftest import SHARED

KK = Namespace("https://w3id.org/kakehashi/ns#")
SH = Namespace("http://www.w3.org/ns/shacl#")

KANA_OR_KANJI = re.compile(r"[ぁ-ヿ一-鿿]")
LATIN = re.compile(r"[A-Za-z]")


def turtle(name: str) -> str:
    return (resources.files("ontology") / name).read_text("utf-8")


def graph(*texts: str) -> Graph:
    found = Graph()
    for text in texts:
        found.parse(data=text, format="turtle")
    return found


ONTOLOGY = graph(turtle("kakehashi.ttl"))


def words() -> Iterator[Node]:
    for class_ in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        yield from ONTOLOGY.subjects(RDF.type, class_)
    yield from ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme)
    yield from ONTOLOGY.subjects(RDF.type, SKOS.Concept)


def by_language(subject: Node, *predicates: Node) -> dict[str | None, str]:
    return {
        text.language: str(text)
        for predicate in predicates
        for text in ONTOLOGY.objects(subject, predicate)
        if isinstance(text, Literal)
    }


def test_every_word_is_labelled_and_defined_in_both_languages() -> None:
    for word in words():
        for predicates in ((RDFS.label, SKOS.prefLabel), (SKOS.definition,)):
            texts = by_language(word, *predicates)
            assert set(texts) == {"ja", "en"}, word
            assert LATIN.search(texts["en"]), word
            assert not KANA_OR_KANJI.search(texts["en"]), word
        assert KANA_OR_KANJI.search(by_language(word, SKOS.definition)["ja"]), word


def test_every_word_bears_each_label_once() -> None:
    for word in words():
        for predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition, KK.inverseLabel):
            assert len(list(ONTOLOGY.objects(word, predicate))) in {0, 2}, word


def test_every_relation_reads_from_both_sides() -> None:
    for relation in ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty):
        assert set(by_language(relation, KK.inverseLabel)) == {"ja", "en"}, relation


def test_every_strength_says_why() -> None:
    for relation in ONTOLOGY.subjects(KK.tieStrength, None):
        assert set(by_language(relation, KK.strengthReason)) == {"ja", "en"}, relation


def test_no_two_types_or_relations_share_a_label() -> None:
    for class_ in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for language in ("ja", "en"):
            labels = [
                by_language(word, RDFS.label)[language]
                for word in ONTOLOGY.subjects(RDF.type, class_)
            ]
            assert sorted(set(labels)) == sorted(labels)


def test_names_are_of_their_kind() -> None:
    found = vocabulary()
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in found.types)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name) for name in found.relations)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in found.properties)
    assert all(
        re.fullmatch(r"[a-z]+(_[a-z]+)*", concept.code)
        for concepts in found.schemes.values()
        for concept in concepts
    )


def test_every_word_about_words_is_declared() -> None:
    declared = set(ONTOLOGY.subjects(RDF.type, OWL.AnnotationProperty))
    declared |= set(ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty))
    used = {name for name in ONTOLOGY.predicates() if str(name).startswith(str(KK))}
    assert used <= declared


def test_every_word_list_is_used() -> None:
    used = {str(scheme) for scheme in ONTOLOGY.objects(None, KK["values"])}
    used |= {str(scheme) for scheme in ONTOLOGY.objects(None, KK.roles)}
    used |= {str(scheme) for scheme in ONTOLOGY.subjects(KK.conceptType, None)}
    schemes = {str(scheme) for scheme in ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme)}
    assert {name.rpartition("/")[2] for name in schemes - used} == {"name_kind"}


def test_word_lists_are_those_of_the_records() -> None:
    codes = {
        name: tuple(concept.code for concept in concepts)
        for name, concepts in vocabulary().schemes.items()
    }
    assert codes["basis"] == BASES
    assert codes["status"] == STATUSES
    assert codes["name_kind"] == NAME_KINDS
    assert codes["comparator"] == get_args(Comparator)
    assert codes["figure_kind"] == get_args(FigureKind)


@pytest.mark.parametrize("scheme", ["basis", "status", "comparator", "figure_kind", "visibility"])
def test_the_lists_of_the_shapes_are_those_of_the_vocabulary(scheme: str) -> None:
    shapes = graph(turtle("shapes.ttl"))
    (shape,) = shapes.subjects(SH.path, KK[scheme])
    (allowed,) = shapes.objects(shape, SH["in"])
    codes = [concept.code for concept in vocabulary().schemes[scheme]]
    assert [str(value) for value in shapes.items(allowed)] == codes


def test_shapes_speak_of_known_words_only() -> None:
    known = {word for word in words() if isinstance(word, URIRef)} | {KK.Tie}
    shapes = graph(turtle("shapes.ttl"))
    used = {node for node in shapes.objects() if isinstance(node, URIRef) and node in KK}
    assert used <= known


def test_alignments_start_from_known_words() -> None:
    known = set(words())
    assert set(graph(turtle("alignments.ttl")).subjects()) <= known


def test_colours_and_shapes_are_of_the_house() -> None:
    assert {str(shape) for shape in ONTOLOGY.objects(None, KK.shape)} <= set(SHAPES)
    assert all(
        re.fullmatch("#[0-9a-f]{6}", str(colour)) for colour in ONTOLOGY.objects(None, KK.colour)
    )


DATA = """
@prefix kk: <https://w3id.org/kakehashi/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <https://example.org/> .
:firm a kk:Firm ; kk:name "架空製作所" .
:project a kk:Project ; kk:name "架空の取り組み" .
:person a kk:Producer ; kk:name "架空 花子" ; kk:ground "public_role" .
:figure a kk:Statistic ; kk:name "割合" ; kk:value 70 ; kk:unit "percent" ; kk:comparator "over" .
:city a kk:Region ; kk:name "架空市" .
:land a kk:Region ; kk:name "架空県" .
:tie1 a kk:Tie ; rdf:subject :firm ; rdf:predicate kk:PARTICIPATES_IN ; rdf:object :project ;
    kk:basis "register" ; kk:evidence "1" ; kk:strength 0.5 .
:tie2 a kk:Tie ; rdf:subject :firm ; rdf:predicate kk:KNOWS ; rdf:object :person ;
    kk:basis "observed" ; kk:evidence "2" .
:tie3 a kk:Tie ; rdf:subject :city ; rdf:predicate kk:PART_OF ; rdf:object :land ;
    kk:basis "register" ; kk:evidence "3" .
"""


def violations(data: str) -> str:
    pyshacl = pytest.importorskip("pyshacl")
    conforms, _, text = pyshacl.validate(
        graph(data, turtle("kakehashi.ttl")), shacl_graph=graph(turtle("shapes.ttl"))
    )
    return "" if conforms else str(text)


def test_sound_data_pass_the_shapes() -> None:
    assert violations(DATA) == ""


@pytest.mark.parametrize(
    ("spoilt", "by", "message"),
    [
        (' ; kk:name "架空製作所"', "", "It has no name"),
        (' ; kk:ground "public_role"', "", "without a ground"),
        (" ; kk:value 70", "", "needs one value"),
        (' ; kk:unit "percent"', "", "needs one unit"),
        ('"over"', '"nearly"', "comparator is not in the list"),
        ('kk:evidence "1"', 'kk:note "1"', "no evidence"),
        ('"register" ; kk:evidence "1"', '"hearsay" ; kk:evidence "1"', "basis is not"),
        ("kk:strength 0.5", "kk:strength 1.5", "between 0 and 1"),
        ("kk:PARTICIPATES_IN", "kk:MEMBER_OF", "cannot join"),
        ("rdf:object :land", "rdf:object :firm", "cannot join"),
    ],
)
def test_spoilt_data_are_refused(spoilt: str, by: str, message: str) -> None:
    assert spoilt in DATA
    assert message in violations(DATA.replace(spoilt, by, 1))


@pytest.mark.shared
def test_aligned_terms_are_in_the_vocabularies_they_name() -> None:
    known: set[Node] = set()
    for file in (SHARED / "data" / "vocabularies").iterdir():
        text = file.read_text("utf-8")
        if file.suffix == ".nq":
            known |= {URIRef(name) for name in re.findall("^<([^>]+)>", text, re.MULTILINE)}
        else:
            known |= set(graph(text).subjects())
    aligned = set(graph(turtle("alignments.ttl")).objects())
    elsewhere = {term for term in aligned if str(term).startswith("https://schema.org/")}
    assert aligned - elsewhere - known == set()
