//! What the command line prints, and where.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, Write};

use crate::store::escaped;

/// Standard output and standard error.
///
/// A reader of the output that goes away, as `head` does, is no fault: what is printed after that
/// goes nowhere. Every line is plain text without colour, and nothing in it can move a cursor.
pub struct Console {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    watched: bool,
    fault: Option<io::Error>,
}

impl Console {
    /// The console of the process.
    pub fn of_process() -> Self {
        let watched = io::stderr().is_terminal();
        Self {
            watched,
            ..Self::new(Box::new(io::stdout()), Box::new(io::stderr()))
        }
    }

    /// A console that prints to `out` and `err` and that nobody watches.
    pub fn new(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            out: BufWriter::new(out),
            err,
            watched: false,
            fault: None,
        }
    }

    /// Prints one line of the result; what could deceive in it is escaped.
    pub fn line(&mut self, line: impl Display) {
        let line = format!("{}\n", escaped(&line.to_string()));
        self.raw(line.as_bytes());
    }

    /// Prints a part of the result as it is.
    pub fn raw(&mut self, bytes: &[u8]) {
        let done = self.out.write_all(bytes);
        self.note(done);
    }

    /// Says one sentence beside the result; what could deceive in it is escaped.
    pub fn say(&mut self, sentence: impl Display) {
        // There is nobody left to be told that this failed.
        let _ = writeln!(self.err, "{}", escaped(&sentence.to_string()));
    }

    /// Says what went well, which only somebody who watches wants to hear.
    pub fn reassure(&mut self, sentence: impl Display) {
        if self.watched {
            self.say(sentence);
        }
    }

    /// Hands out all that was printed.
    ///
    /// # Errors
    /// The first fault of standard output, but not that its reader went away.
    pub fn finish(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.note(done);
        self.fault.take().map_or(Ok(()), Err)
    }

    fn note(&mut self, done: io::Result<()>) {
        if let Err(error) = done
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.fault.get_or_insert(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn after_printing(kind: ErrorKind) -> io::Result<()> {
        let mut console = Console::new(Box::new(Failing(kind)), Box::new(Failing(kind)));
        for number in 0..10_000 {
            console.line(number);
            console.say(number);
        }
        console.finish()
    }

    #[test]
    fn a_reader_that_goes_away_is_no_fault_but_a_full_disk_is() {
        assert!(after_printing(ErrorKind::BrokenPipe).is_ok());
        let fault = after_printing(ErrorKind::StorageFull).unwrap_err();
        assert_eq!(fault.kind(), ErrorKind::StorageFull);
    }
}
