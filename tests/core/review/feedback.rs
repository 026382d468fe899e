//! What annotators are told of what was decided otherwise.

use postil::formats::project_file;

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
