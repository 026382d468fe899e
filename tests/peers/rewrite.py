"""Writes an export to Parquet again with other programs, each in the ways that it has.

    rewrite.py FOLDER OUT

Every folder in OUT then holds the same articles, written by another program or in another way.
"""

import pathlib
import sys


def arrow(files, out):
    import pyarrow.dataset
    import pyarrow.parquet

    table = pyarrow.dataset.dataset(files).to_table()
    # A program of its own may have made any number of groups and pages.
    ways = {
        "arrow": {},
        "arrow-old": {"version": "1.0", "compression": "none", "use_compliant_nested_type": False},
        "arrow-new": {"data_page_version": "2.0", "compression": "gzip", "row_group_size": 1},
        "arrow-plain": {"use_dictionary": False, "data_page_size": 64, "write_batch_size": 1},
        "arrow-sums": {"write_page_checksum": True, "store_schema": False},
    }
    for name, how in ways.items():
        folder = out / name
        folder.mkdir()
        pyarrow.parquet.write_table(table, folder / "a.parquet", **how)
    (out / "arrow-deltas").mkdir()
    words, numbers = ["id", "text", "spans.list.element.tag"], ["spans.list.element.fragments.list.element.start"]
    encodings = dict.fromkeys(words[:2], "DELTA_BYTE_ARRAY")
    encodings |= {words[2]: "DELTA_LENGTH_BYTE_ARRAY", numbers[0]: "DELTA_BINARY_PACKED"}
    pyarrow.parquet.write_table(
        table,
        out / "arrow-deltas/a.parquet",
        use_dictionary=False,
        column_encoding=encodings,
    )


def polars(files, out):
    import polars

    (out / "polars").mkdir()
    polars.read_parquet(files).write_parquet(out / "polars/a.parquet", compression="snappy")


def duckdb(files, out):
    import duckdb

    for version in ("V1", "V2"):
        folder = out / f"duckdb-{version.lower()}"
        folder.mkdir()
        articles = duckdb.read_parquet(files)
        duckdb.sql(f"COPY articles TO '{folder}/a.parquet' (PARQUET_VERSION {version})")


def spark(files, out):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    articles = spark.read.parquet(*files)
    # The marker of success and the sums that it writes beside are no part of the data.
    articles.write.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false").parquet(
        str(out / "spark")
    )
    for path in (out / "spark").glob(".*"):
        path.unlink()
    spark.stop()


if __name__ == "__main__":
    files = sorted(str(path) for path in pathlib.Path(sys.argv[1]).rglob("*.parquet"))
    for engine in (arrow, polars, duckdb, spark):
        engine(files, pathlib.Path(sys.argv[2]))
