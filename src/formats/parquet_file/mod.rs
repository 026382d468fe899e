//! Parquet files: rows as columns, each row a tree of JSON.
//!
//! Laid down in Apache's parquet-format 2.12: `parquet.thrift`, `Encodings.md`, `LogicalTypes.md`;
//! trees become columns as in Melnik and others, «Dremel» (VLDB 2010). What is read is what the
//! engines of today write: pages of both versions, plain, with dictionaries or in differences,
//! packed by Snappy or gzip or not at all; a stranger's file is followed no deeper and unpacked no
//! further than its length allows. What is written is what all of them read: plain pages, packed by
//! Snappy, each with its sum.

mod deltas;
mod footer;
mod levels;
mod page;
mod rows;
mod thrift;
mod values;
mod write;

pub(super) use rows::Table;
pub(super) use write::{Field, Shape, Writer};

use super::counted;

/// How every file begins and ends.
const MAGIC: &[u8] = b"PAR1";

/// Whether a file says that it is one of these.
pub(super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Why a file, or the rest of one, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ParquetError {
    /// It does not end as it should.
    #[error("it is no whole Parquet file: its end is cut off or damaged; get it again")]
    NoEnd,
    /// What it says of itself contradicts itself.
    #[error("the Parquet file is damaged: {0}; get it again")]
    Damaged(&'static str),
    /// It is encrypted.
    #[error("the Parquet file is encrypted; write it without a key")]
    Encrypted,
    /// A column is packed in a way that is not read.
    #[error(
        "column {column:?} is packed with {codec}, which is not read; write the file with compression \"snappy\""
    )]
    Codec {
        /// The column.
        column: String,
        /// What packed it.
        codec: &'static str,
    },
    /// A column is encoded in a way that is not read.
    #[error(
        "column {column:?} is encoded in a way that is not read; write the file with the default encodings"
    )]
    Encoding {
        /// The column.
        column: String,
    },
    /// There is more in it than an honest file of its length holds.
    #[error(
        "the Parquet file unpacks to more than is read of one file; split it, or ask where it comes from"
    )]
    TooMuch,
    /// Its columns are nested too deeply.
    #[error("its columns are nested more than {} deep; flatten them", .0)]
    TooDeep(usize),
    /// It has more columns than are read.
    #[error("it has more than {}; leave some out", counted(*.0, "column"))]
    TooWide(usize),
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    const PART: Field = Field {
        name: "element",
        optional: false,
        shape: Shape::Group(&[
            Field {
                name: "start",
                optional: false,
                shape: Shape::Whole,
            },
            Field {
                name: "words",
                optional: true,
                shape: Shape::Words,
            },
        ]),
    };
    const PARTS: Field = Field {
        name: "element",
        optional: false,
        shape: Shape::Group(&[Field {
            name: "parts",
            optional: false,
            shape: Shape::List(&PART),
        }]),
    };
    const NAME: Field = Field {
        name: "element",
        optional: false,
        shape: Shape::Words,
    };
    const SCHEMA: &[Field] = &[
        Field {
            name: "id",
            optional: false,
            shape: Shape::Words,
        },
        Field {
            name: "done",
            optional: true,
            shape: Shape::Flag,
        },
        Field {
            name: "share",
            optional: true,
            shape: Shape::Float,
        },
        Field {
            name: "marks",
            optional: false,
            shape: Shape::List(&PARTS),
        },
        Field {
            name: "names",
            optional: true,
            shape: Shape::List(&NAME),
        },
    ];

    fn rows() -> Vec<Json> {
        let mut rows = vec![
            json!({"id": "a", "done": true, "share": 0.5, "marks": [{"parts": [{"start": 0, "words": "é"}, {"start": -1, "words": null}]}, {"parts": []}], "names": ["x", ""]}),
            json!({"id": "", "done": null, "share": null, "marks": [], "names": null}),
            json!({"id": "b", "done": false, "share": 1e300, "marks": [{"parts": []}, {"parts": [{"start": 7, "words": ""}]}], "names": []}),
        ];
        // More than a page of words.
        for number in 0..3_000 {
            let id = "word ".repeat(100 + number % 7);
            rows.push(json!({"id": id, "done": number % 3 == 0, "share": null, "marks": [], "names": [number.to_string()]}));
        }
        rows
    }

    fn written(rows: &[Json]) -> Vec<u8> {
        let mut writer = Writer::new(SCHEMA);
        rows.iter().for_each(|row| writer.row(row));
        writer.finish()
    }

    fn read(bytes: &[u8]) -> Result<Vec<Json>, ParquetError> {
        let (table, mut rows) = (Table::open(bytes)?, Vec::new());
        table.each(&|_| true, &mut |row| {
            rows.push(Json::Object(row));
            true
        })?;
        Ok(rows)
    }

    #[test]
    fn rows_come_back_as_they_were() {
        let rows = rows();
        let bytes = written(&rows);
        assert_eq!(written(&rows), bytes);
        let table = Table::open(&bytes).unwrap();
        assert_eq!(table.row_count(), rows.len());
        assert_eq!(
            table.names().collect::<Vec<_>>(),
            ["id", "done", "share", "marks", "names"]
        );
        assert!(table.is_tree("marks") && !table.is_tree("id"));
        let read = read(&bytes).unwrap();
        for (read, row) in read.iter().zip(&rows) {
            assert_eq!(read, row);
        }
        assert_eq!(read.len(), rows.len());
        assert_eq!(super::tests::read(&written(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_column_that_is_not_wanted_is_not_read() {
        let bytes = written(&rows());
        let mut seen = 0;
        let table = Table::open(&bytes).unwrap();
        table
            .each(&|name| name == "names", &mut |row| {
                assert_eq!(row.len(), 1);
                seen += 1;
                seen < 10
            })
            .unwrap();
        assert_eq!(seen, 10);
    }

    #[test]
    fn a_damaged_file_is_refused_in_a_sentence() {
        let bytes = written(rows().get(..40).unwrap());
        for end in 0..bytes.len() {
            assert!(read(bytes.get(..end).unwrap()).is_err(), "{end}");
        }
        for place in 0..bytes.len() {
            let mut bytes = bytes.clone();
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0x55;
            }
            // It is read or refused, and never ends the program.
            let _ = read(&bytes);
        }
        let bomb = json!({"id": "a".repeat(40 << 20), "marks": []});
        let bomb = written(&[bomb]);
        let table = Table::open(&bomb).unwrap().within(3);
        let read_bomb = table.each(&|_| true, &mut |_| true);
        assert_eq!(read_bomb, Err(ParquetError::TooMuch));
        assert_eq!(read(b"PAR1"), Err(ParquetError::NoEnd));
        assert_eq!(read(b"PAR1\xff\xff\xff\xffPAR1"), Err(ParquetError::NoEnd));
        assert_eq!(read(b"PARE\0\0\0\0PARE"), Err(ParquetError::Encrypted));
    }
}
