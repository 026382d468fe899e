//! What annotators are told of what was decided otherwise.

use std::sync::Arc;

use postil::formats::project_file;
use postil::project::{Comment, Decision, Id, Stamp, Thread, Time, Verdict};

use super::command::{run, said};
use super::{gold, marked};

const DECIDED: &str = "[claim#1: The moon is made of cheese], said [source#2: Ada <the baker>]. [rebuttal#3: It is not], said [source#4: Ben].\n---\n#1 attributed_to #2\n#3 attributed_to #4\n#3 rebuts #1\n#1 certainty: reported\n#2 note: A source is named with what it is known for.";
const ANA: &str = "The [claim#1: moon is made of cheese], said [source#2: Ada] <the baker>. [claim#3: It is not], said Ben.\n---\n#1 attributed_to #2\n#1 certainty: alleged\n#3 note: mine";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, markup) in [("decided", DECIDED), ("ana", ANA)] {
        let file = project_file::encode(&marked(markup));
        std::fs::write(folder.path().join(format!("{name}.ron")), file).unwrap();
    }
    folder
}

#[test]
fn feedback_is_a_page_and_a_project_for_each_annotator() {
    let folder = folder();
    let before = std::fs::read(folder.path().join("ana.ron")).unwrap();
    let output = run(folder.path(), "feedback decided.ron ana.ron --out told");
    insta::assert_snapshot!(said(&output), @r"
    Ana: 4 places decided, 0 as marked, 6 differences
    --- Some(0)
    ");
    let told = folder.path().join("told");
    let page = std::fs::read_to_string(told.join("Ana.html")).unwrap();
    let (_, body) = page.split_once("<body>").unwrap();
    insta::assert_snapshot!(body, @r#"

    <h1>Feedback for Ana</h1>
    <p class="about">Held against “decided”.</p>
    <p>Of 4 places that somebody marked, 0 stand just as you marked them. What differs: left out or too many 1, tags 1, begin or end 2, values 1, links 1.</p>
    <p class="about">In the sentences, <mark class="y">your words are underlined with dashes</mark> and <mark class="d">the decided words have a ground</mark>.</p>
    <article>
    <h2>a1</h2>
    <p class="about">4 places, 0 as you marked them.</p>
    <ol class="items">
    <li><h3>Begins or ends elsewhere: “moon is made of cheese”</h3>
    <p class="text"><mark class="d">The </mark><mark class="yd">moon is made of cheese</mark>, said Ada &lt;the baker&gt;. It is not, said Ben.</p>
    <dl><dt>You</dt><dd>moon is made of cheese</dd><dt>Decided</dt><dd>The moon is made of cheese</dd></dl></li>
    <li><h3>Has another value: “moon is made of cheese”</h3>
    <p class="text"><mark class="d">The </mark><mark class="yd">moon is made of cheese</mark>, said Ada &lt;the baker&gt;. It is not, said Ben.</p>
    <dl><dt>You</dt><dd>certainty: alleged</dd><dt>Decided</dt><dd>certainty: reported</dd></dl></li>
    <li><h3>Begins or ends elsewhere: “Ada”</h3>
    <p class="text">The moon is made of cheese, said <mark class="yd">Ada</mark><mark class="d"> &lt;the baker&gt;</mark>. It is not, said Ben.</p>
    <dl><dt>You</dt><dd>Ada</dd><dt>Decided</dt><dd>Ada &lt;the baker&gt;</dd><dt>Why</dt><dd>A source is named with what it is known for.</dd></dl></li>
    <li><h3>Has another tag: “It is not”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. <mark class="yd">It is not</mark>, said Ben.</p>
    <dl><dt>You</dt><dd>claim</dd><dt>Decided</dt><dd>rebuttal</dd></dl></li>
    <li><h3>Lacks a link: “It is not”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. <mark class="yd">It is not</mark>, said Ben.</p>
    <dl><dt>You</dt><dd>nothing</dd><dt>Decided</dt><dd>rebuts: The moon is made of cheese</dd></dl></li>
    <li><h3>You left out: “Ben”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. It is not, said <mark class="d">Ben</mark>.</p>
    <dl><dt>You</dt><dd>nothing</dd><dt>Decided</dt><dd>source</dd></dl></li>
    </ol>
    </article>
    </body>
    </html>
    "#);
    let loaded = project_file::decode(&std::fs::read(told.join("Ana.ron")).unwrap()).unwrap();
    assert_eq!(loaded.problems, []);
    let disputes: Vec<_> = loaded.project.disputes().map(ToString::to_string).collect();
    insta::assert_snapshot!(disputes.join("\n"), @r"
    article a1, mark m1, attribute: Ana says «certainty: alleged», decided says «certainty: reported»
    article a1, mark m1, boundary: decided says «The moon is made of cheese», Ana says «moon is made of cheese»
    article a1, mark m2, boundary: Ana says «Ada», decided says «Ada <the baker>»
    article a1, mark m3, link_end: Ana says nothing, decided says «rebuts: The moon is made of cheese»
    article a1, mark m3, tag: Ana says «claim», decided says «rebuttal»
    article a1, mark m4, missing: Ana says nothing, decided says «source»
    ");
    assert_eq!(
        std::fs::read(folder.path().join("ana.ron")).unwrap(),
        before
    );
}

/// A comment; its words say who and about what.
fn comment(id: &str, about: Thread, text: &str, created: i64) -> Arc<Comment> {
    let (author, _) = text.split_once(':').unwrap();
    Arc::new(Comment {
        id: Id::new(id),
        about,
        text: text.to_owned(),
        stamp: Stamp::new(author, Time::new(created)),
    })
}

fn mark(mark: &str) -> Thread {
    Thread::Mark {
        article: Id::new("a1"),
        mark: Id::new(mark),
    }
}

/// A folder of files in which people speak of marks and disputes.
fn talking() -> tempfile::TempDir {
    let decided = marked(DECIDED);
    let dispute = |name: &str| Thread::Dispute(Id::new(name));
    let decision = |id: &str, kind: &str, gap, comment: &str| {
        Arc::new(Decision {
            id: Id::new(id),
            article: Some(Id::new("a1")),
            kind: kind.to_owned(),
            quote: String::new(),
            verdict: Verdict::Redrawn,
            gap,
            comment: comment.to_owned(),
            readings: Vec::new(),
            stamp: Stamp::new("Ines", Time::new(0)),
        })
    };
    let decided = decided
        .with_comments([
            comment(
                "k2",
                dispute("tag/a1/m3"),
                "Ines: It denies <that>.",
                1_764_066_600_000,
            ),
            comment(
                "k1",
                dispute("tag/a1/m3"),
                "Ben: Which tag?",
                1_764_066_577_000,
            ),
            comment(
                "k3",
                dispute("attribute/a1/Ana:m1/certainty"),
                "Ben: By whom?",
                0,
            ),
            comment("k4", mark("m1"), "Ben: The moon again.", 60_000),
            comment("k5", dispute("tag/a1/elsewhere"), "Ben: Not hers.", 0),
        ])
        .with_decisions([
            decision(
                "attribute/a1/m1/certainty",
                "attribute",
                true,
                "Nobody accuses.",
            ),
            decision(
                "attribute/a1/m1/verdict",
                "attribute",
                false,
                "Of another value.",
            ),
        ]);
    let folder = folder();
    std::fs::write(
        folder.path().join("decided.ron"),
        project_file::encode(&decided),
    )
    .unwrap();
    // One thread is the annotator's own, about a mark that stands as it is.
    let ana = ANA.replace("[source#2: Ada] <the baker>", "[source#2: Ada <the baker>]");
    let ana = marked(&ana).with_comments([comment("k6", mark("m2"), "Ana: With her trade?", 0)]);
    std::fs::write(folder.path().join("ana.ron"), project_file::encode(&ana)).unwrap();
    folder
}

#[test]
fn what_was_said_of_a_mark_or_a_dispute_stands_under_it_with_names_and_times() {
    let folder = talking();
    let output = run(folder.path(), "feedback decided.ron ana.ron --out told");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let page = std::fs::read_to_string(folder.path().join("told/Ana.html")).unwrap();
    let (_, body) = page.split_once("</p>\n<ol class=\"items\">").unwrap();
    insta::assert_snapshot!(body, @r#"

    <li><h3>Begins or ends elsewhere: “moon is made of cheese”</h3>
    <p class="text"><mark class="d">The </mark><mark class="yd">moon is made of cheese</mark>, said Ada &lt;the baker&gt;. It is not, said Ben.</p>
    <dl><dt>You</dt><dd>moon is made of cheese</dd><dt>Decided</dt><dd>The moon is made of cheese</dd></dl>
    <ul class="talk">
    <li><b>Ben</b> <time datetime="1970-01-01T00:01:00Z">1970-01-01 00:01 UTC</time><p class="note">Ben: The moon again.</p></li>
    </ul>
    </li>
    <li><h3>Has another value: “moon is made of cheese”</h3>
    <p class="text"><mark class="d">The </mark><mark class="yd">moon is made of cheese</mark>, said Ada &lt;the baker&gt;. It is not, said Ben.</p>
    <dl><dt>You</dt><dd>certainty: alleged</dd><dt>Decided</dt><dd>certainty: reported</dd><dt>Why</dt><dd>Nobody accuses.</dd><dt>Guideline</dt><dd>It does not say what is right here.</dd></dl>
    <ul class="talk">
    <li><b>Ben</b> <time datetime="1970-01-01T00:00:00Z">1970-01-01 00:00 UTC</time><p class="note">Ben: By whom?</p></li>
    </ul>
    </li>
    <li><h3>Has another tag: “It is not”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. <mark class="yd">It is not</mark>, said Ben.</p>
    <dl><dt>You</dt><dd>claim</dd><dt>Decided</dt><dd>rebuttal</dd></dl>
    <ul class="talk">
    <li><b>Ben</b> <time datetime="2025-11-25T10:29:37Z">2025-11-25 10:29 UTC</time><p class="note">Ben: Which tag?</p></li>
    <li><b>Ines</b> <time datetime="2025-11-25T10:30:00Z">2025-11-25 10:30 UTC</time><p class="note">Ines: It denies &lt;that&gt;.</p></li>
    </ul>
    </li>
    <li><h3>Lacks a link: “It is not”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. <mark class="yd">It is not</mark>, said Ben.</p>
    <dl><dt>You</dt><dd>nothing</dd><dt>Decided</dt><dd>rebuts: The moon is made of cheese</dd></dl></li>
    <li><h3>You left out: “Ben”</h3>
    <p class="text">The moon is made of cheese, said Ada &lt;the baker&gt;. It is not, said <mark class="d">Ben</mark>.</p>
    <dl><dt>You</dt><dd>nothing</dd><dt>Decided</dt><dd>source</dd></dl></li>
    </ol>
    <h3>Talked about, and as you marked it</h3>
    <ol class="items">
    <li><h3>“Ada &lt;the baker&gt;”</h3>
    <ul class="talk">
    <li><b>Ana</b> <time datetime="1970-01-01T00:00:00Z">1970-01-01 00:00 UTC</time><p class="note">Ana: With her trade?</p></li>
    </ul>
    </li>
    </ol>
    </article>
    </body>
    </html>
    "#);
    assert!(!page.contains("Not hers") && !page.contains("Of another value"));
}

#[test]
fn the_project_of_the_feedback_tells_the_same_under_the_very_disputes() {
    let folder = talking();
    run(folder.path(), "feedback decided.ron ana.ron --out told");
    let told = std::fs::read(folder.path().join("told/Ana.ron")).unwrap();
    let loaded = project_file::decode(&told).unwrap();
    assert_eq!(loaded.problems, []);
    let project = loaded.project;
    for dispute in project.disputes() {
        let talk = project.thread(&Thread::Dispute(dispute.case()));
        let said: Vec<_> = talk.iter().map(|it| it.text.as_str()).collect();
        let expected: &[&str] = match (dispute.thing.as_str(), dispute.field.as_str()) {
            ("m3", "tag") => &["Ben: Which tag?", "Ines: It denies <that>."],
            ("m1", "attribute") => &["Ben: By whom?"],
            ("m1", "boundary") => &["Ben: The moon again."],
            _ => &[],
        };
        assert_eq!(said, expected, "{dispute}");
    }
    assert_eq!(project.thread(&mark("m2")).len(), 1);
    assert_eq!(project.comments().count(), 5);
}

#[test]
fn feedback_is_never_written_over_the_annotators_files() {
    let folder = folder();
    for out in [".", "../", "told"] {
        let told = folder.path().join("told");
        std::fs::create_dir_all(&told).unwrap();
        std::fs::copy(folder.path().join("ana.ron"), told.join("ana.ron")).unwrap();
        let line = format!("feedback decided.ron told/ana.ron --out {out} --force");
        let output = run(folder.path(), &line);
        assert_eq!(output.status.code(), Some(2), "{out}: {}", said(&output));
        assert!(told.join("ana.ron").exists());
    }
}

#[test]
fn feedback_on_a_real_article_names_each_of_eighty_disputes() {
    let test = "feedback_on_a_real_article";
    let (Some(ana), Some(ben)) = (gold("ana", test), gold("ben", test)) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, project) in [("ana", ana), ("ben", ben)] {
        let file = project_file::encode(&project);
        std::fs::write(folder.path().join(format!("{name}.ron")), file).unwrap();
    }
    let output = run(folder.path(), "feedback ben.ron ana.ron --out told");
    let page = std::fs::read_to_string(folder.path().join("told/ana.html")).unwrap();
    // The list of disputes has eighty, and one identity.
    assert_eq!(page.matches("<li><h3>").count(), 81, "{}", said(&output));
}
