//! The formats that articles come in: the one table from which the command line's list, the open
//! dialog's filter and the README's table are made.

/// A format that articles come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleFormat {
    /// What the program calls it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The extensions of its files, without the dot; the usual one first.
    pub extensions: &'static [&'static str],
    /// What becomes of it, in words.
    pub takes: &'static str,
    /// What is left out, in words; empty if nothing is.
    pub leaves_out: &'static str,
    /// Where it is laid down.
    pub specification: &'static str,
    /// Whether a folder is searched for its files. Tables are not: a folder may hold any number of
    /// them that are no articles.
    pub in_folders: bool,
}

/// Which format a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Markdown,
    Html,
    Mhtml,
    Docx,
    Odt,
    FlatOdt,
    Rtf,
    Epub,
    Pdf,
    Email,
    Subtitles,
    Csv,
    Tsv,
    Jsonl,
    Parquet,
}

impl Kind {
    /// The name of its format in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::Docx => "docx",
            Self::Odt | Self::FlatOdt => "odt",
            Self::Rtf => "rtf",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Email => "email",
            Self::Subtitles => "subtitles",
            Self::Csv | Self::Tsv => "csv",
            Self::Jsonl => "jsonl-texts",
            Self::Parquet => "parquet",
        }
    }

    /// What a sentence calls a file of it.
    pub(super) fn called(self) -> &'static str {
        match self {
            Self::Text => "a plain text",
            Self::Markdown => "a Markdown text",
            Self::Html => "a web page",
            Self::Mhtml => "a saved web page",
            Self::Docx => "a Word document",
            Self::Odt | Self::FlatOdt => "a LibreOffice document",
            Self::Rtf => "an RTF document",
            Self::Epub => "an electronic book",
            Self::Pdf => "a PDF document",
            Self::Email => "an e-mail",
            Self::Subtitles => "a file of subtitles",
            Self::Csv | Self::Tsv => "a table",
            Self::Jsonl => "a file of JSON lines",
            Self::Parquet => "a Parquet file",
        }
    }
}

/// Every format that articles come in.
pub const FORMATS: &[ArticleFormat] = &[
    ArticleFormat {
        name: "text",
        about: "plain text",
        extensions: &["txt", "text"],
        takes: "everything, as it stands",
        leaves_out: "",
        specification: "Unicode; the WHATWG's Encoding Standard for older encodings",
        in_folders: true,
    },
    ArticleFormat {
        name: "markdown",
        about: "Markdown",
        extensions: &["md", "markdown"],
        takes: "the words, a paragraph a block; title, author and date of the front matter",
        leaves_out: "signs of mark-up, addresses of links, pictures, HTML",
        specification: "CommonMark 0.31 with GitHub's tables, footnotes and task lists",
        in_folders: true,
    },
    ArticleFormat {
        name: "html",
        about: "web page",
        extensions: &["html", "htm", "xhtml"],
        takes: "the headline and the main text; outlet, author, date, language and address",
        leaves_out: "menus, comments, adverts, scripts, pictures, all that is not on the page itself",
        specification: "HTML Living Standard; Open Graph, Dublin Core, schema.org in JSON-LD",
        in_folders: true,
    },
    ArticleFormat {
        name: "mhtml",
        about: "web page saved in one file",
        extensions: &["mhtml", "mht"],
        takes: "what is taken of a web page",
        leaves_out: "what is left out of a web page, and the files saved with it",
        specification: "RFC 2557",
        in_folders: true,
    },
    ArticleFormat {
        name: "docx",
        about: "Word document",
        extensions: &["docx", "docm", "dotx"],
        takes: "paragraphs, lists, tables, footnotes; title, author and date; insertions as if accepted",
        leaves_out: "deletions, comments, headers and footers, pictures, fields' codes, macros",
        specification: "ECMA-376 (Office Open XML)",
        in_folders: true,
    },
    ArticleFormat {
        name: "odt",
        about: "LibreOffice text document",
        extensions: &["odt", "ott", "fodt"],
        takes: "paragraphs, lists, tables, footnotes; title, author and date",
        leaves_out: "deletions, comments, headers and footers, pictures, macros",
        specification: "OASIS OpenDocument 1.3",
        in_folders: true,
    },
    ArticleFormat {
        name: "rtf",
        about: "Rich Text Format",
        extensions: &["rtf"],
        takes: "paragraphs, tables, footnotes; title and author",
        leaves_out: "comments, headers and footers, hidden words, pictures, fields' codes",
        specification: "Rich Text Format 1.9.1",
        in_folders: true,
    },
    ArticleFormat {
        name: "epub",
        about: "electronic book",
        extensions: &["epub"],
        takes: "an article a chapter; title, author, publisher, date and language",
        leaves_out: "tables of contents, pictures, scripts",
        specification: "EPUB 3.3; EPUB 2",
        in_folders: true,
    },
    ArticleFormat {
        name: "pdf",
        about: "PDF document",
        extensions: &["pdf"],
        takes: "the words of its pages, lines joined to paragraphs; title, author and date",
        leaves_out: "pictures, running heads, page numbers, forms, comments; a scan without text is refused",
        specification: "ISO 32000-2",
        in_folders: true,
    },
    ArticleFormat {
        name: "email",
        about: "e-mail, a message or a mailbox",
        extensions: &["eml", "mbox"],
        takes: "an article a message: subject and body; sender, date",
        leaves_out: "attachments, all other headers",
        specification: "RFC 5322, RFC 2045, RFC 4155",
        in_folders: true,
    },
    ArticleFormat {
        name: "subtitles",
        about: "subtitles",
        extensions: &["srt", "vtt"],
        takes: "what is said, a paragraph a pause, with the names of speakers",
        leaves_out: "times, numbers, styles, places on the screen, notes",
        specification: "SubRip; WebVTT",
        in_folders: true,
    },
    ArticleFormat {
        name: "csv",
        about: "table of texts",
        extensions: &["csv", "tsv", "tab"],
        takes: "an article a row: the columns of title and text; every other column as metadata",
        leaves_out: "rows without words",
        specification: "RFC 4180; commas, semicolons, tabs or bars",
        in_folders: false,
    },
    ArticleFormat {
        name: "jsonl-texts",
        about: "texts, a JSON object a line",
        extensions: &["jsonl", "ndjson"],
        takes: "an article a line: the keys of title and text; other words and numbers as metadata",
        leaves_out: "lists and objects among the values; files with marks are datasets",
        specification: "JSON Lines; RFC 8259",
        in_folders: false,
    },
    ArticleFormat {
        name: "parquet",
        about: "texts, a row of columns each",
        extensions: &["parquet"],
        takes: "an article a row: the columns of title and text; other words, numbers and dates as metadata",
        leaves_out: "columns of lists and records; files with marks are datasets",
        specification: "Apache Parquet 2, packed with Snappy or gzip or not at all",
        in_folders: false,
    },
];

impl ArticleFormat {
    /// The endings of its files: «.html .htm».
    pub fn endings(&self) -> String {
        let dotted: Vec<String> = self.extensions.iter().map(|it| format!(".{it}")).collect();
        dotted.join(" ")
    }
}

/// What people try to open and is not read, and what to do about it.
pub const NOT_READ: &str = "The old Word format (.doc), spreadsheets and presentations are not \
    read: save their words as DOCX, ODT, HTML or plain text, tables as CSV";

/// The table as the README has it, a line each, in Markdown.
pub fn markdown() -> Vec<String> {
    let mut lines = vec![
        "| format | files | what is read | what is left out |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    for it in FORMATS {
        let files: Vec<String> = it.extensions.iter().map(|it| format!("`.{it}`")).collect();
        let (about, files, takes) = (it.about, files.join(" "), it.takes);
        let left = if it.leaves_out.is_empty() {
            "nothing"
        } else {
            it.leaves_out
        };
        lines.push(format!("| {about} | {files} | {takes} | {left} |"));
    }
    lines
}

/// The extensions of all files that hold articles, without the dot, in the table's order.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    FORMATS
        .iter()
        .flat_map(|format| format.extensions.iter().copied())
}

/// The extensions that a folder is searched for.
pub fn folder_extensions() -> impl Iterator<Item = &'static str> {
    let searched = FORMATS.iter().filter(|format| format.in_folders);
    searched.flat_map(|format| format.extensions.iter().copied())
}
