//! A page as a stream of tags and words: no tree is built, so that any depth and size is read in
//! one pass. From here come the text of a whole page and what its head says about it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::elements::{gap_around, is_block, is_void, silences};
use crate::formats::articles::prose::{Gap, Prose, one_line};

/// What a page says about itself, as it says it.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The `<title>`.
    pub(super) title: String,
    /// The first `<h1>`.
    pub(super) heading: String,
    /// `lang` of `<html>`.
    pub(super) language: String,
    /// `<link rel="canonical">`.
    pub(super) canonical: String,
    /// Each `<meta>` by its name, property or itemprop in lower case, and its content.
    pub(super) metas: Vec<(String, String)>,
    /// The contents of `<script type="application/ld+json">`.
    pub(super) json_ld: Vec<String>,
    /// The first `<time datetime>`, one that is marked as the time of publication before others.
    pub(super) time: String,
    /// The words of the first element that is marked as the author.
    pub(super) author: String,
    /// The address in the comment that browsers and their extensions leave in a saved page.
    pub(super) saved_from: String,
}

/// A page that was gone through.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) head: Head,
    /// It has more text than there may be.
    pub(super) overfull: bool,
}

/// How a page is gone through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// It is XHTML: `<title/>` is empty and does not begin one.
    pub(super) xml: bool,
    /// The most bytes of text.
    pub(super) most: usize,
}

/// Goes through a page.
pub(super) fn walk(page: &str, how: Walk) -> Page {
    let sink = Sink(RefCell::new(State::new(how)));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let state = tokenizer.sink.0.into_inner();
    Page {
        overfull: state.prose.is_overfull(),
        text: state.prose.finish(),
        head: state.head,
    }
}

struct Sink(RefCell<State>);

struct State {
    how: Walk,
    prose: Prose,
    head: Head,
    /// The silent element that is open and how many of its name are.
    silent: Option<(String, usize)>,
    /// What words are gathered for, beside the text.
    gathering: Option<(Gathering, String)>,
    /// How many `<pre>` are open.
    verbatim: usize,
    time_published: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gathering {
    Title,
    Heading,
    JsonLd,
    Author,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Ok(mut state) = self.0.try_borrow_mut() else {
            return TokenSinkResult::Continue;
        };
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(words) => state.words(&words),
            Token::CommentToken(words) => state.comment(&words),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn new(how: Walk) -> Self {
        Self {
            how,
            prose: Prose::new(how.most),
            head: Head::default(),
            silent: None,
            gathering: None,
            verbatim: 0,
            time_published: false,
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let empty = self.how.xml && tag.self_closing;
        self.note(name, tag);
        match &mut self.silent {
            Some((open, count)) if *open == name && !empty => *count += 1,
            // No head holds a body.
            Some((open, _)) if open == "head" && is_block(name) => self.silent = None,
            None if silences(name, tag) && !empty && !is_void(name) => {
                self.silent = Some((name.to_owned(), 1));
            }
            _ => {}
        }
        if empty {
            self.gap_around(name);
            return TokenSinkResult::Continue;
        }
        match name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" if !self.in_picture() => TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => {
                self.gap_around(name);
                self.verbatim += usize::from(name == "pre" && self.silent.is_none());
                TokenSinkResult::Continue
            }
        }
    }

    fn in_picture(&self) -> bool {
        self.silent
            .as_ref()
            .is_some_and(|(open, _)| open == "svg" || open == "math")
    }

    fn end(&mut self, name: &str) {
        if let Some((open, count)) = &mut self.silent
            && *open == name
        {
            *count -= 1;
            if *count == 0 {
                self.silent = None;
            }
        }
        if self.silent.is_some() && matches!(name, "body" | "html") {
            self.silent = None;
        }
        if matches!(name, "pre") {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
        self.gathered(name);
        self.gap_around(name);
    }

    /// Ends what is gathered, if this ends the element that it is gathered from.
    fn gathered(&mut self, name: &str) {
        let ends = match self.gathering.as_ref().map(|(what, _)| *what) {
            Some(Gathering::Title) => name == "title",
            Some(Gathering::Heading) => name == "h1",
            Some(Gathering::JsonLd) => name == "script",
            // The author's element is not known by name: the first end of a box or a link does.
            Some(Gathering::Author) => {
                matches!(name, "a" | "span" | "address" | "cite") || is_block(name)
            }
            None => false,
        };
        if !ends {
            return;
        }
        let Some((what, words)) = self.gathering.take() else {
            return;
        };
        let field = match what {
            Gathering::Title => &mut self.head.title,
            Gathering::Heading => &mut self.head.heading,
            Gathering::Author => &mut self.head.author,
            Gathering::JsonLd => {
                self.head.json_ld.push(words);
                return;
            }
        };
        if field.is_empty() {
            *field = one_line(&words);
        }
    }

    /// What a tag says about the page.
    fn note(&mut self, name: &str, tag: &Tag) {
        let attribute = |wanted: &str| {
            let found = tag.attrs.iter().find(|it| &*it.name.local == wanted);
            found
                .map(|it| it.value.trim().to_owned())
                .unwrap_or_default()
        };
        match name {
            "html" if self.head.language.is_empty() => {
                self.head.language = [attribute("lang"), attribute("xml:lang")]
                    .into_iter()
                    .find(|found| !found.is_empty())
                    .unwrap_or_default();
            }
            "meta" => {
                let names = ["property", "name", "itemprop", "http-equiv"].map(attribute);
                let content = attribute("content");
                if let Some(name) = names.into_iter().find(|name| !name.is_empty())
                    && !content.is_empty()
                {
                    self.head.metas.push((name.to_lowercase(), content));
                }
            }
            "link" if self.head.canonical.is_empty() && attribute("rel") == "canonical" => {
                self.head.canonical = attribute("href");
            }
            "time" => self.time(
                &attribute("datetime"),
                attribute("itemprop") == "datePublished",
            ),
            "title" => self.gather(
                Gathering::Title,
                self.head.title.is_empty() && !self.in_picture(),
            ),
            "h1" => self.gather(Gathering::Heading, self.head.heading.is_empty()),
            "script" if attribute("type").eq_ignore_ascii_case("application/ld+json") => {
                self.gather(Gathering::JsonLd, true);
            }
            _ => {
                let marked = attribute("rel") == "author" || attribute("itemprop") == "author";
                self.gather(Gathering::Author, marked && self.head.author.is_empty());
            }
        }
    }

    fn time(&mut self, time: &str, published: bool) {
        let better = self.head.time.is_empty() || (published && !self.time_published);
        if better && !time.is_empty() {
            time.clone_into(&mut self.head.time);
            self.time_published = published;
        }
    }

    fn gather(&mut self, what: Gathering, wanted: bool) {
        if wanted && self.gathering.is_none() {
            self.gathering = Some((what, String::new()));
        }
    }

    fn words(&mut self, words: &str) {
        if let Some((what, gathered)) = &mut self.gathering {
            let most = if *what == Gathering::JsonLd {
                1 << 20
            } else {
                4_000
            };
            if gathered.len() + words.len() <= most {
                gathered.push_str(words);
            }
        }
        if self.silent.is_some() {
            return;
        }
        if self.verbatim > 0 {
            self.prose.verbatim(words);
        } else {
            self.prose.words(words);
        }
    }

    fn comment(&mut self, words: &str) {
        if !self.head.saved_from.is_empty() || words.len() > 10_000 {
            return;
        }
        let words = words.trim();
        if let Some(address) = words.strip_prefix("saved from url=(") {
            let address = address.split_once(')').map_or("", |(_, address)| address);
            self.head.saved_from = address.trim().to_owned();
        } else if words.starts_with("Page saved with SingleFile") {
            let line = words
                .lines()
                .map(str::trim)
                .find_map(|line| line.strip_prefix("url:"));
            self.head.saved_from = line.map(str::trim).unwrap_or_default().to_owned();
        }
    }

    fn gap_around(&mut self, name: &str) {
        if self.silent.is_some() {
            return;
        }
        match gap_around(name) {
            _ if name == "br" => self.prose.line_end(),
            Gap::None => {}
            gap => self.prose.gap(gap),
        }
    }
}
