"""Counts the marks of exports to Parquet by tag, with each engine that goes through columns.

    count.py FOLDER...

A JSON list goes to standard output, with an object a folder: by engine, how many marks each tag has.
"""

import collections
import json
import os
import pathlib
import sys
import tempfile


def duckdb(folder):
    import duckdb

    query = f"""
        SELECT mark.tag, count(*) FROM (
            SELECT unnest(spans) AS mark FROM '{folder}/*/*.parquet'
        ) GROUP BY ALL
    """
    return duckdb.sql(query).fetchall()


def polars(folder):
    import polars as pl

    articles = pl.scan_parquet(f"{folder}/*/*.parquet", hive_partitioning=False)
    marks = articles.select(pl.col("spans").explode()).drop_nulls()
    tags = marks.select(pl.col("spans").struct.field("tag"))
    return tags.group_by("tag").len().collect().rows()


def datasets(folder):
    os.environ["HF_HUB_OFFLINE"] = "1"
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        articles = datasets.load_dataset(
            "parquet", data_files=f"{folder}/*/*.parquet", split="train", cache_dir=cache
        )
        tags = collections.Counter(mark["tag"] for row in articles for mark in row["spans"])
    return tags.items()


def spark(folder):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = spark.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    articles = spark.read.parquet(f"{folder}/*/*.parquet")
    marks = articles.selectExpr("explode(spans) AS mark")
    return [tuple(row) for row in marks.groupBy("mark.tag").count().collect()]


ENGINES = {"duckdb": duckdb, "polars": polars, "datasets": datasets, "spark": spark}

if __name__ == "__main__":
    counts = [
        {name: dict(count(folder)) for name, count in ENGINES.items()}
        for folder in map(pathlib.Path, sys.argv[1:])
    ]
    json.dump(counts, sys.stdout, ensure_ascii=False, sort_keys=True)
