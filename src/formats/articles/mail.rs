//! E-mail: single messages, mailboxes of them, and web pages that a browser saved as one.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::facts::Draft;
use super::html::{self, PageHow};
use super::prose::one_line;
use super::{ArticleError, Room};
use crate::formats::counted;

/// The most messages that are taken from one mailbox.
const MOST_MESSAGES: usize = 20_000;

/// The headers by which a message is known; two of them at its start, and it is one.
const HEADERS: [&str; 14] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "content-type",
    "reply-to",
    "x-mailer",
    "dkim-signature",
    "cc",
];

/// Whether a file begins as a message does.
pub(super) fn looks_like(head: &str) -> bool {
    let mut found = Vec::new();
    let mut lines = head.lines().peekable();
    if lines.peek().is_some_and(|line| is_envelope(line)) {
        lines.next();
    }
    for line in lines {
        if line.starts_with([' ', '\t']) && !found.is_empty() {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        let plain = name.bytes().all(|byte| byte.is_ascii_graphic());
        if name.is_empty() || !plain {
            break;
        }
        found.push(name.to_ascii_lowercase());
    }
    let known = |name: &&String| HEADERS.contains(&name.as_str());
    let has = |wanted: &str| found.iter().any(|name| name == wanted);
    // «From:» and «To:» alone may begin a text that speaks of letters.
    let technical = has("message-id") || has("mime-version") || has("received") || has("date");
    technical && found.iter().filter(known).count() >= 3
}

/// Whether such a message is a saved web page.
pub(super) fn is_page(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    head.contains("multipart/related")
        && (head.contains("snapshot-content-location")
            || head.contains("text/html") && !head.contains("\nto:"))
}

/// So many bytes a line may take that is a header or the border of a part.
const LINE: usize = 200;

/// Refuses what has so many lines for its size that it was made to harm: each may be a header.
fn guard(bytes: &[u8], room: Room) -> Result<(), ArticleError> {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    if lines.saturating_mul(LINE) <= room.working {
        return Ok(());
    }
    let why = format!("it has {lines} lines with next to nothing in them");
    Err(ArticleError::unusable(
        "an e-mail",
        why,
        "split it, or ask where it comes from",
    ))
}

/// Reads a message or a mailbox of them.
pub(super) fn read(bytes: &[u8], room: Room) -> Result<Vec<Draft>, ArticleError> {
    guard(bytes, room)?;
    let messages = messages(bytes);
    if messages.len() > MOST_MESSAGES {
        let why = format!("it holds more than {MOST_MESSAGES} messages");
        return Err(ArticleError::unusable("a mailbox", why, "split it"));
    }
    let mut drafts = Vec::new();
    let mut left = room;
    let mut empty = 0;
    for message in &messages {
        let message = unquoted(message, messages.len() > 1);
        let Some(parsed) = parse(&message) else {
            empty += 1;
            continue;
        };
        let draft = of_message(&parsed, left)?;
        if draft.text.trim().is_empty() {
            empty += 1;
        } else {
            left.text = left.text.saturating_sub(draft.text.len());
            drafts.push(draft);
        }
    }
    if empty > 0
        && let Some(first) = drafts.first_mut()
    {
        let what = counted(empty, "message");
        first.notices.push(format!("left out {what} without words"));
    }
    Ok(drafts)
}

/// Reads a web page that was saved with its files in one.
pub(super) fn read_page(bytes: &[u8], how: PageHow, room: Room) -> Result<Draft, ArticleError> {
    guard(bytes, room)?;
    let message = parse(bytes);
    let page = message.as_ref().and_then(|message| {
        let html = message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(page) => Some((page, part)),
            _ => None,
        });
        html.map(|(page, part)| (message, page, part))
    });
    let Some((message, page, part)) = page else {
        let why = "there is no page in it".to_owned();
        return Err(ArticleError::unusable(
            "a saved web page",
            why,
            "save the page once more",
        ));
    };
    let mut draft = html::read(page, how, room)?;
    if let Some(address) = message.header_raw("Snapshot-Content-Location") {
        draft.fact("url", address);
    }
    if let Some(address) = part.content_location() {
        draft.fact("url", address);
    }
    if let Some(subject) = message.subject() {
        draft.fact("title", subject);
    }
    Ok(draft)
}

fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    MessageParser::default().parse(bytes)
}

/// The line that begins each message of a mailbox.
fn is_envelope(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    line.starts_with("From ")
        && words.len() >= 4
        && words.iter().any(|word| word.matches(':').count() >= 1)
        && words
            .last()
            .is_some_and(|word| word.chars().any(|c| c.is_ascii_digit()))
}

/// The messages of a mailbox; one if it is none.
fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let envelope = blank
            && line.starts_with(b"From ")
            && std::str::from_utf8(line).is_ok_and(|line| is_envelope(line.trim_end()));
        if envelope {
            starts.push((at, at + line.len()));
        }
        at += line.len();
        blank = line == b"\n" || line == b"\r\n";
    }
    if starts.first().is_none_or(|(start, _)| *start > 0) {
        return vec![bytes];
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([bytes.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .filter_map(|((_, start), end)| bytes.get(*start..end))
        .collect()
}

/// A message of a mailbox, in which «From » at the start of a line stands behind a sign.
fn unquoted(message: &[u8], in_mailbox: bool) -> std::borrow::Cow<'_, [u8]> {
    let quoted = |line: &[u8]| {
        let rest = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
        rest > 0
            && line
                .get(rest..)
                .is_some_and(|rest| rest.starts_with(b"From "))
    };
    let lines = || message.split_inclusive(|byte| *byte == b'\n');
    if !in_mailbox || !lines().any(quoted) {
        return message.into();
    }
    let mut plain = Vec::with_capacity(message.len());
    for line in lines() {
        let cut = usize::from(quoted(line));
        plain.extend_from_slice(line.get(cut..).unwrap_or_default());
    }
    plain.into()
}

fn of_message(message: &Message<'_>, room: Room) -> Result<Draft, ArticleError> {
    let mut draft = Draft::default();
    let subject = message.subject().map(one_line).unwrap_or_default();
    draft.fact("title", &subject);
    if let Some(author) = message.from().and_then(sender) {
        draft.fact("author", &author);
    }
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        let (year, month, day) = (date.year, date.month, date.day);
        draft.fact("date", &format!("{year:04}-{month:02}-{day:02}"));
    }
    let mut text = String::new();
    for part in body(message) {
        let words = words_of(part, room)?;
        if text.len() + words.len() > room.text {
            return Err(room.overfull("an e-mail"));
        }
        if !text.is_empty() && !words.trim().is_empty() {
            text.push('\n');
        }
        text.push_str(&words);
    }
    let broken = body(message).any(|part| part.is_encoding_problem);
    if broken {
        draft
            .notices
            .push("a part of the message is badly encoded; letters may be wrong".to_owned());
    }
    let attached = message.attachment_count();
    if attached > 0 {
        let what = counted(attached, "attachment");
        draft.notices.push(format!("left out {what}"));
    }
    // The subject says something, as a headline does.
    let alone = !subject.is_empty() && !text.trim().is_empty();
    draft.text = if alone {
        format!("{subject}\n\n{text}")
    } else {
        text
    };
    Ok(draft)
}

/// The parts that a mail program shows: plain text if there is some, a page else.
fn body<'m>(message: &'m Message<'_>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    let ids = message.text_body.iter();
    ids.filter_map(|id| message.parts.get(usize::try_from(*id).ok()?))
}

fn words_of(part: &MessagePart<'_>, room: Room) -> Result<String, ArticleError> {
    match &part.body {
        PartType::Text(words) => Ok(unflowed(&words.replace("\r\n", "\n"), is_flowed(part))),
        PartType::Html(page) => Ok(html::body(page, PageHow::default(), room)?.0),
        _ => Ok(String::new()),
    }
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// A text whose lines were broken for old screens, as RFC 3676 lays it down, in its paragraphs.
fn unflowed(text: &str, flowed: bool) -> String {
    if !flowed {
        return text.to_owned();
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let stuffed = line.strip_prefix(' ').unwrap_or(line);
        whole.push_str(stuffed);
        let goes_on = stuffed.ends_with(' ') && stuffed != "-- " && !stuffed.starts_with('>');
        if !goes_on {
            whole.push('\n');
        }
    }
    whole
}

fn sender(address: &Address<'_>) -> Option<String> {
    let first = address.first()?;
    let name = first
        .name
        .as_deref()
        .map(one_line)
        .filter(|name| !name.is_empty());
    name.or_else(|| first.address.as_deref().map(str::to_owned))
}
