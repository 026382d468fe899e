//! Postil: a desktop workbench in which an analyst opens a news article, marks who claims what,
//! who rebuts it and on whose word, and hands the result on.
//!
//! This page is the map. The crate is one house; each room below may use the rooms above it and
//! none below it, and `tests/tidy.rs` fails when one does. To place a line of code, go down the
//! list to the first room that may know all that the line has to know.
//!
//! # The core: no files, no clocks, no threads, no serialisation, no pixels
//!
//! Time and ids come in as arguments, so that the same calls always give the same result.
//!
//! * [`text`]: one frozen text. Byte, code point and UTF-16 offsets are types of their own
//!   ([`text::ByteIndex`] and its sisters) and are converted nowhere else; here are also
//!   paragraphs, words, sentences, quotations ([`text::boundary`]), search, and quotes that find
//!   their place again. A text never changes: it does not know what is marked on it.
//! * [`span`]: words of a text. A [`span::Span`] is one or more fragments; a
//!   [`span::SpanIndex`] finds those that overlap a range; [`span::TextSelection`] is a drag in
//!   the making; the sweep cuts overlaps into runs.
//! * [`project`]: what is saved, shared and undone: tagset, articles, marks, links, identities. It
//!   changes only by [`project::Edit`]s, each of which has an exact inverse.
//!   [`project::Project::check`] names every invariant; tests run it after every command, and
//!   reading a file ends with it. A project does not know when it is, where it is saved or who
//!   looks at it.
//! * [`history`]: one gesture is one transaction; undo, redo, and revisions. «Modified» compares
//!   two revisions and is not a flag.
//! * [`review`]: how colleagues' marks on the same articles differ, how far they agree, and how they
//!   become one. Projects go in; reports, edits and merged projects come out, and no project that
//!   was given is changed.
//! * [`command`]: everything that a user can ask for, with its name, hint and keys, in the
//!   palette's order.
//! * [`workbench`]: the whole program without pixels or disk: a project, its history, what is
//!   selected and shown. `dispatch` is a table of one-line arms; the work lives in files named for
//!   it (tagging, linking, changing …). It answers with an [`workbench::Outcome`]: data, not
//!   callbacks.
//!
//! # The edge: formats and files
//!
//! * [`formats`]: bytes in, values out, and back; it opens no file. File types mirror the core
//!   types, so that a file format is frozen by choice and not by accident. Reading gives
//!   everything that is sound and a list of problems; what is damaged is kept aside and written
//!   back, never dropped.
//! * [`store`]: the only room that touches the disk: durable save, careful reading, the
//!   journal, locks, preferences.
//!   It does not know what the bytes mean to the window.
//! * [`cli`]: one file a subcommand.
//! * [`app`]: the egui shell, behind the feature `gui`. While drawing, it can only read the
//!   workbench; gestures become commands in an inbox, and `logic` carries them out before the
//!   next frame. Each panel has a `data.rs` that is pure and a `ui.rs` that draws it. Rules of
//!   annotation do not live here.
//!
//! # The life of one gesture
//!
//! 1. A drag changes only the article view's own gesture; the one way from a place on the screen
//!    to a place in the text stands in `app/article/layout.rs`.
//! 2. The release pushes a [`command::Command`]; a key pushes another.
//! 3. Before the next frame, `app/logic.rs` hands them to [`workbench::Workbench::dispatch`], which
//!    adjusts or refuses them, applies edits, and commits one transaction.
//! 4. The outcome says what to bring into view, what to tell, what only the window can do.
//! 5. A save sends a snapshot to the worker; when the disk has it, the revision is marked as saved,
//!    and the dot in the title goes out only if nothing newer exists.
//!
//! Three kinds of state never share a struct: the project (saved, undoable), the workbench
//! (selection, filter: neither), and the shell (open dialogs, scrolling, a drag: neither).
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod command;
pub mod formats;
pub mod history;
pub mod project;
pub mod review;
pub mod span;
pub mod store;
pub mod text;
pub mod workbench;
