//! Articles that come in: read, pasted, read again in another encoding.

use std::path::PathBuf;
use std::sync::Arc;

use super::files::Source;
use super::window::App;
use super::worker::{ReadArticle, Request};
use crate::command::Command;
use crate::formats::articles;
use crate::formats::tagset_file::default_tagset;
use crate::project::{Article, Id, Project};
use crate::workbench::Notice;

/// Something to know about articles that were read: the sentence, and of which it is said.
struct Remark {
    sentence: String,
    titles: Vec<String>,
    /// The last of those that can be read again.
    article: Option<Id>,
}

impl App {
    pub(super) fn open_pasted(&mut self, text: &str) {
        match articles::from_paste(text) {
            Ok(reading) => {
                let read = ReadArticle::new(PathBuf::new(), reading);
                self.articles_read(vec![read], &[]);
            }
            Err(error) => {
                let why = format!("The clipboard: {error}.");
                self.told(Notice::plain("Nothing was pasted", why));
            }
        }
    }

    /// Puts articles into the project, and says what reading them took and which were refused.
    pub(super) fn articles_read(&mut self, read: Vec<ReadArticle>, refused: &[String]) {
        // Nobody wants their own article in the sample, unless they work on it.
        let untouched = self.file.is_sample && !self.workbench.is_modified();
        if !read.is_empty() && (!self.file.is_open || untouched) {
            self.take_over(Project::new(default_tagset()), None, "untitled.ron");
        }
        let mut remarks = Vec::new();
        let mut made = Vec::new();
        for read in read {
            let article = self.article_of(&read);
            let project = self.workbench.project();
            let known = project.entry_with_text(&article.text).is_some();
            let doubtful = !known && is_doubtful(&read);
            if !known {
                self.remember_source(&article, &read);
            }
            for sentence in &read.reading.notices {
                remark(&mut remarks, sentence, &article, doubtful);
            }
            made.push(Arc::new(article));
        }
        for remark in remarks {
            self.panels.say(remark.notice());
        }
        if !made.is_empty() {
            self.inbox.push(Command::AddArticles(made));
        }
        match refused {
            [] => {}
            [only] => self.told(Notice::error("One file was not opened", only.clone())),
            many => {
                let title = format!("{} files were not opened", many.len());
                self.told(Notice::error(title, many.join(" ")));
            }
        }
    }

    /// Notes where an article came from, so that it can be read again.
    fn remember_source(&mut self, article: &Article, read: &ReadArticle) {
        if read.path.as_os_str().is_empty() {
            return;
        }
        if is_doubtful(read) {
            self.file.doubtful = Some(article.id.clone());
        }
        let read_as = match article.origin.encoding.as_str() {
            "" => "UTF-8",
            encoding => encoding,
        };
        let source = Source {
            path: read.path.clone(),
            read_as: read_as.to_owned(),
        };
        self.file.sources.insert(article.id.clone(), source);
    }

    /// Asks in which encoding the article in view shall be read again, or the one that was
    /// guessed last.
    pub(super) fn choose_encoding(&mut self) {
        let in_view = self.workbench.entry().map(|entry| &entry.article().id);
        let in_view = in_view.filter(|id| self.file.sources.contains_key(*id));
        match in_view.or(self.file.doubtful.as_ref()).cloned() {
            Some(article) => self.choose_encoding_of(&article),
            None => self.told(Notice::plain(
                "This article cannot be read again",
                "Only one that was opened from a file since the program was started can.",
            )),
        }
    }

    /// Asks in which encoding an article shall be read again.
    pub(super) fn choose_encoding_of(&mut self, article: &Id) {
        let there = self.workbench.project().entry(article).is_some();
        match self.file.sources.get(article).filter(|_| there) {
            Some(source) => self.panels.ask_encoding(article, source),
            None => self.told(Notice::plain("The article is no longer here", "")),
        }
    }

    /// Reads an article again in the encoding that was chosen.
    pub(super) fn read_again(&mut self, article: Id, encoding: String) {
        let Some(source) = self.file.sources.get(&article) else {
            return;
        };
        let request = Request::ReadAs(source.path.clone(), encoding);
        let job = self.services.worker.ask(request);
        self.file.reading_again = Some((job, article));
    }

    /// Puts an article that was read in another encoding in the place of the one before.
    pub(super) fn article_read_again(&mut self, old: Id, read: &ReadArticle) {
        let article = self.article_of(read);
        let twin = self.workbench.project().entry_with_text(&article.text);
        if twin.is_some() {
            let title = format!("It reads the same as {}", article.origin.encoding);
            self.told(Notice::plain(title, "Nothing was changed."));
            return;
        }
        self.remember_source(&article, read);
        for sentence in &read.reading.notices {
            let notice = Notice::plain(format!("{}: {sentence}", article.title), "");
            let again = Command::ReadAgain(article.id.clone());
            self.panels.say(notice.with_action("Change…", again));
        }
        self.inbox
            .push(Command::ReplaceArticle(old, Arc::new(article)));
    }

    fn article_of(&mut self, read: &ReadArticle) -> Article {
        Article {
            id: (self.services.next_id)(),
            title: read.reading.title.clone(),
            text: read.text.clone(),
            meta: read.reading.meta.clone(),
            origin: read.reading.origin.clone(),
        }
    }
}

impl Remark {
    /// The remark as it is said once, however many articles it is about.
    fn notice(self) -> Notice {
        match (self.titles.as_slice(), self.article) {
            ([title], Some(article)) => Notice::plain(format!("{title}: {}", self.sentence), "")
                .with_action("Change…", Command::ReadAgain(article)),
            ([title], None) => Notice::plain(format!("{title}: {}", self.sentence), ""),
            (titles, article) => {
                let title = format!("{} articles: {}", titles.len(), self.sentence);
                let how = match article {
                    Some(_) => "«Read again in another encoding» is for the one in view.",
                    None => "",
                };
                Notice::plain(title, how)
            }
        }
    }
}

/// Adds what is said of an article to what was said of others.
fn remark(remarks: &mut Vec<Remark>, sentence: &str, article: &Article, doubtful: bool) {
    let id = doubtful.then(|| article.id.clone());
    let title = article.title.clone();
    match remarks.iter_mut().find(|known| known.sentence == sentence) {
        Some(known) => {
            known.titles.push(title);
            known.article = id.or(known.article.take());
        }
        None => remarks.push(Remark {
            sentence: sentence.to_owned(),
            titles: vec![title],
            article: id,
        }),
    }
}

/// Whether an article may have been read in the wrong encoding.
fn is_doubtful(read: &ReadArticle) -> bool {
    !read.reading.encodings.is_empty() || read.text.as_str().contains(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str) -> Article {
        Article {
            id: title.into(),
            title: title.to_owned(),
            text: crate::text::Text::new("a"),
            meta: Default::default(),
            origin: Default::default(),
        }
    }

    #[test]
    fn what_is_true_of_many_articles_is_said_once() {
        let mut remarks = Vec::new();
        for title in ["a", "b", "c"] {
            remark(&mut remarks, "line ends were CRLF", &article(title), false);
        }
        remark(&mut remarks, "read as KOI8-R", &article("c"), true);
        let notices: Vec<Notice> = remarks.into_iter().map(Remark::notice).collect();
        let titles: Vec<&str> = notices.iter().map(|notice| notice.title.as_str()).collect();
        assert_eq!(
            titles,
            ["3 articles: line ends were CRLF", "c: read as KOI8-R"]
        );
        let action = notices.last().and_then(|notice| notice.action.clone());
        assert_eq!(
            action.map(|(_, command)| command),
            Some(Command::ReadAgain("c".into()))
        );
    }
}
