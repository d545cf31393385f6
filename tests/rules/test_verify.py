"""The library held against the documents: every line accounted for, a changed word noticed where it stands."""

import pytest

from mestring.rules.rulebook import SHIPPED, Book
from mestring.rules.rulebook.library import load
from mestring.rules.rulebook.verify import citations, passage_hash, seal, spans, verify
from tests.rules.small import DOCUMENT, SEL_107, plant, write


@pytest.fixture
def root(tmp_path):
    root = write(tmp_path)
    seal(Book(load(root)), tmp_path / "documents", root)
    return root


def report(root):
    (found,) = verify(Book(load(root)), root.parent / "documents")
    return found


def change_document(root, old, new):
    path = root.parent / "documents" / "lilleby.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sealed_library_accounts_for_every_line_of_its_document(root):
    found = report(root)
    assert (found.changed, found.unread, found.beyond, found.uncited) == ((), (), (), ())
    assert found.whole
    assert found.coverage == 1
    assert found.lines == found.accounted == sum(bool(line.strip()) for line in DOCUMENT.split("\n"))


@pytest.mark.parametrize(
    ("old", "new", "lines", "who"),
    [
        ("tre måneder", "fire måneder", "3-4", "lilleby-107-follow-up"),
        ("inden 4 uger,", "inden 5 uger,", "6-8", "lilleby-107-deadline"),
        ("1.530 kr.", "1.531 kr.", "19-20", "lilleby-100-amount"),
    ],
)
def test_a_changed_word_in_a_cited_passage_is_noticed_where_it_stands(root, old, new, lines, who):
    change_document(root, old, new)
    found = report(root)
    assert not found.whole
    assert not found.same_file
    assert any(one.startswith(f"{lines} (") and who in one for one in found.changed), found.changed
    assert all(not one.startswith("13-13") for one in found.changed)


def test_a_change_in_a_heading_or_in_what_is_left_out_is_noticed_too(root):
    change_document(root, "LILLEBY KOMMUNE", "LILLEBY BY")
    change_document(root, "Vi møder mennesker", "Vi møder borgere")
    assert {one.partition(" ")[0] for one in report(root).changed} == {"1-1", "17-17"}


def test_a_line_moved_up_or_down_is_noticed(root):
    change_document(root, "Ændring: 1 dag.", "\nÆndring: 1 dag.")
    assert {one.partition(" ")[0] for one in report(root).changed} >= {"10-11", "13-13", "15-15"}


def test_spaces_at_the_end_of_a_line_change_no_words_but_the_file_is_another(root):
    change_document(root, "Du kan klage inden 4 uger.", "Du kan klage inden 4 uger.  ")
    found = report(root)
    assert (found.changed, found.same_file, found.whole) == ((), False, False)


def test_a_line_nobody_cites_is_listed(root):
    plant(root, SEL_107, "not_modelled:\n  - {lines: [17, 17], reason: judgement, text: Et værdigrundlag.}\n", "")
    found = report(root)
    assert found.uncited == (17,)
    assert not found.whole
    assert 0 < found.coverage < 1
    assert found.accounted == found.lines - 1


def test_blank_lines_need_no_one_to_cite_them(root):
    assert 2 not in report(root).uncited


def test_a_passage_past_the_end_of_the_document_is_told(root):
    plant(root, SEL_107, "source: {lines: [13, 13]}", "source: {lines: [13, 99]}")
    found = report(root)
    assert any(one.startswith("13-99") and "lilleby-107-complaint" in one for one in found.beyond)
    assert 13 in found.uncited
    assert not found.whole


def test_a_new_citation_is_unread_until_it_is_sealed(root):
    plant(root, SEL_107, "source: {lines: [13, 13]}", "source: {lines: [13, 13], also: [[15, 15], [10, 11]]}")
    assert report(root).whole  # those passages are sealed already, by others who cite them
    plant(root, SEL_107, "source: {lines: [13, 13], also", "source: {lines: [13, 14], also")
    found = report(root)
    assert [one.partition(" ")[0] for one in found.unread] == ["13-14"]
    assert not found.whole
    seal(Book(load(root)), root.parent / "documents", root)
    assert report(root).whole


def test_a_document_that_is_not_there_is_not_found_and_not_whole(root):
    (root.parent / "documents" / "lilleby.txt").unlink()
    found = report(root)
    assert (found.found, found.whole, found.coverage) == (False, False, 0.0)
    with pytest.raises(FileNotFoundError):
        seal(Book(load(root)), root.parent / "documents", root)


def test_another_file_of_the_same_words_is_another_file(root):
    path = root.parent / "documents" / "lilleby.txt"
    path.write_text(DOCUMENT + "\n", encoding="utf-8")
    found = report(root)
    assert found.changed == ()
    assert not found.same_file


def test_the_last_line_of_a_document_is_its_last_line(root):
    """A newline at the end is no line more: a passage may end on the last line, and not on the one after."""
    last = len(DOCUMENT.splitlines())
    plant(root, "councils/lilleby/2023/sel-100.yaml", "source: {lines: [19, 20]}", f"source: {{lines: [19, {last + 1}]}}")
    assert any(one.startswith(f"19-{last + 1}") for one in report(root).beyond)


def test_passages_are_hashed_line_by_line():
    lines = ["en", "to ", "tre"]
    assert passage_hash(lines, (1, 2)) == passage_hash(["en", "to"], (1, 2))
    assert passage_hash(lines, (1, 2)) != passage_hash(["en to"], (1, 1))
    assert passage_hash(lines, (2, 3)) != passage_hash(lines, (1, 2))


def test_line_numbers_are_told_as_spans():
    assert spans((3, 4, 5, 9)) == "3–5, 9"
    assert spans(()) == ""


def test_every_entry_of_a_council_cites_its_document(book):
    for standard in book.standards.values():
        cited = {who for citation in citations(standard).values() for who in citation.cited_by}
        assert {entry.id for entry in standard.entries} <= cited, standard.id


def test_every_cited_passage_of_the_shipped_library_is_sealed(book):
    for standard in book.all_standards():
        own = {key for key, citation in citations(standard).items() if citation.document in {one.document.id for one in book.standards.values()}}
        assert own <= set(standard.passages), f"{standard.id}: kør mestring standards seal; {sorted(own - set(standard.passages))[:5]}"


DOCUMENTS = SHIPPED.parents[2] / "shared" / "sources"


@pytest.mark.parametrize("standard", ["ballerup-undated", "randers-2019", "rebild-2015", "vejle-2023", "viborg-2020"])
def test_the_shipped_standards_account_for_every_line_where_the_documents_are_at_hand(book, standard):
    """The documents aren't shipped; where they lie beside the house, all of each is held against the library."""
    if not DOCUMENTS.is_dir():
        assert book.standard(standard).passages
        return
    found = next(one for one in verify(book, DOCUMENTS) if one.standard.id == standard)
    assert (found.changed, found.unread, found.beyond, spans(found.uncited)) == ((), (), (), "")
    assert found.whole
