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


READERS = {
    "brat": brat,
    "prodigy": prodigy,
    "conll": conll,
    "labelstudio": labelstudio,
    "cas-json": lambda folder: cas(folder, ".json"),
    "cas-xmi": lambda folder: cas(folder, ".xmi"),
    "csv": lambda folder: table(folder, "csv", ","),
    "tsv": lambda folder: table(folder, "tsv", "\t"),
}

if __name__ == "__main__":
    found = READERS[sys.argv[1]](pathlib.Path(sys.argv[2]))
    json.dump(found, sys.stdout, ensure_ascii=False)
