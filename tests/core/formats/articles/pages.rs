//! Web pages, and what is saved like them.

use postil::formats::articles::{How, read_all};

use super::samples::{one, page, refused, shown};

#[test]
fn the_article_of_a_page_is_kept_with_what_the_page_says_of_it() {
    insta::assert_snapshot!(shown(&one("dam.html", page())), @r#"
    = Dam wall is sound, council says
    author: Edda Marsh; Pim Aldous
    date: 2026-03-04
    language: en-GB
    outlet: Tarnholm Courier
    url: https://courier.example.org/dam
    --
    Dam wall is sound, council says

    The council of Tarnholm said on Friday that the dam wall is sound, and that the cracks which residents photographed in spring are only in its plaster.

    “Nobody in the valley has to fear for a house,” said Noémi Tarrow, a hydrologist whom the council had asked for an opinion, “and nobody ever had to.”

    The residents’ league denied that. Its speaker, Jonas Weir, called the opinion bought, and said that the third gate has not closed since March.

    The council answered that the gate was repaired in April; it showed a bill, on which the name of the firm had been made illegible, to this newspaper.
    --
    ! kept the main text of the page: 4 paragraphs, 107 of its 132 words; left out menus, comments and what else stands around it
    "#);
}

#[test]
fn a_whole_page_is_kept_when_that_is_asked_for() {
    let how = How {
        whole_page: true,
        ..How::default()
    };
    let opened = read_all("dam.html", page().as_bytes(), &how).unwrap();
    let reading = &opened.readings[0];
    for words in [
        "Sport",
        "Most read",
        "Lies, all of it!",
        "about us",
        "The council answered",
    ] {
        assert!(reading.text.contains(words), "{words}: {}", reading.text);
    }
    for words in ["alert", "color"] {
        assert!(!reading.text.contains(words), "{words}: {}", reading.text);
    }
}

#[test]
fn a_page_is_told_by_its_content_whatever_it_is_called() {
    let reading = one("dam.txt", page());
    assert!(
        reading.notices[0].contains("its name ends in .txt"),
        "{:?}",
        reading.notices
    );
    assert_eq!(reading.meta.text("outlet"), Some("Tarnholm Courier"));
    let words = one("dam.txt", "A text about <html> and its tags.\n");
    assert_eq!(words.text, "A text about <html> and its tags.\n");
}

#[test]
fn facts_stand_in_many_places_of_a_page() {
    let facts = |head: &str| {
        let page =
            format!("<html><head>{head}</head><body><p>Some words of the page.</p></body></html>");
        let reading = one("a.html", page);
        let meta = reading
            .meta
            .0
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_text().unwrap()));
        format!("{}: {}", reading.title, meta.collect::<Vec<_>>().join(", "))
    };
    let told = [
        facts(
            "<meta name=dc.title content='A &amp; B'><meta name='DC.creator' content=Ben><meta name=DC.date content=20260102>",
        ),
        facts(
            "<meta name=author content='https://x.example/ben'><meta property='article:author' content=' Cyn  Ode '>",
        ),
        facts(
            "<title>The gate | Ledger</title><meta property=og:site_name content=Ledger><meta property=og:locale content=de_DE>",
        ),
        facts(
            "<!-- saved from url=(0031)https://ledger.example.org/gate --><script type=application/ld+json>{broken</script>",
        ),
        facts(
            "<script type='application/ld+json'>[{\"@type\":[\"Article\"],\"headline\":\"H &quot;q&quot;\",\"author\":\"Dee\",\"mainEntityOfPage\":{\"@id\":\"https://u\"}}]</script>",
        ),
        facts(
            "</head><body><span itemprop=author>By <b>Eve</b></span><time datetime=2020-01-01>x</time><time itemprop=datePublished datetime='2026-05-06 10:00'>y</time>",
        ),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    A & B: author=Ben, date=2026-01-02
    Some words of the page.: author=Cyn Ode
    The gate: language=de-DE, outlet=Ledger
    Some words of the page.: url=https://ledger.example.org/gate
    H "q": author=Dee, url=https://u
    By Evexy: author=By Eve, date=2026-05-06
    "#);
}

#[test]
fn gaps_of_a_page_are_those_that_a_browser_shows() {
    let page = "<html><body>One<br>two<br><br>three <b>bold</b>ed  \n word<p>four<p>five<ul><li>six<li>seven</ul>\
        <table><tr><td>a<td>b</tr><tr><td>c<td>d</table><pre>  x\n   y\n</pre>z&nbsp;z<div hidden>no</div><div style='Display : none'>no</div>\
        <svg><title>no</title><text>no</text></svg><textarea>no</textarea><select><option>no</select>end</body></html>";
    insta::assert_snapshot!(one("a.html", page).text, @r#"
    One
    two

    three bolded word

    four

    five

    six
    seven

    a	b
    c	d

      x
       y

    z z

    end
    "#);
}

#[test]
fn the_encoding_of_a_page_is_the_mark_then_the_page_then_a_guess() {
    let page = |charset: &str, words: &[u8]| {
        let mut page = format!("<html><head><meta charset={charset}></head><body><p>").into_bytes();
        page.extend_from_slice(words);
        page
    };
    let read = |bytes: Vec<u8>| {
        let reading = one("a.html", bytes);
        let notices: Vec<_> = reading
            .notices
            .iter()
            .filter(|it| !it.starts_with("kept"))
            .cloned()
            .collect();
        format!(
            "{} | {} | {}",
            reading.text.trim(),
            reading.origin.encoding,
            notices.join("; ")
        )
    };
    let (cyrillic, ..) = encoding_rs::KOI8_R.encode("Плотина цела.");
    let told = [
        read(page("koi8-r", &cyrillic)),
        read(page("windows-1252", "Плотина цела.".as_bytes())),
        read(page("utf-8", b"na\xefve caf\xe9 d\xe9j\xe0 vu \xe0 Paris")),
        read(
            [
                b"\xef\xbb\xbf".as_slice(),
                &page("koi8-r", "Плотина".as_bytes()),
            ]
            .concat(),
        ),
        read(page("no-such-thing", "Плотина".as_bytes())),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    Плотина цела. | KOI8-R | 
    Плотина цела. |  | the page says that it is windows-1252, but it is UTF-8 and was read as that
    naïve café déjà vu à Paris | windows-1252 | read as windows-1252; change the encoding if letters are wrong; the page says that it is UTF-8, but it is not
    Плотина |  | 
    Плотина |  |
    "#);
}

#[test]
fn a_page_that_was_made_to_harm_is_read_whole_or_refused() {
    let deep = format!(
        "<html><body>{}deep words{}",
        "<div>".repeat(10_000),
        "</div>".repeat(10_000)
    );
    let reading = one("deep.html", deep);
    assert_eq!(reading.text, "deep words\n");
    assert!(
        reading.notices[0].contains("too big or too deep"),
        "{:?}",
        reading.notices
    );
    let formatting: String = (0..3_000).map(|at| format!("<p><font a={at}>x")).collect();
    assert!(
        one("font.html", format!("<html>{formatting}"))
            .text
            .starts_with("x\n\nx\n")
    );
    let attributes: String = (0..5_000).map(|at| format!(" a{at}=1")).collect();
    insta::assert_snapshot!(refused("a.html", format!("<html><p{attributes}>x")), @"this is a web page, but one of its tags has 5000 attributes; save its words as plain text");
    let flat = "<div></div>".repeat(100_000) + "<p>flat words";
    assert_eq!(
        one("flat.html", format!("<html>{flat}")).text,
        "flat words\n"
    );
}

#[test]
fn odd_characters_of_a_page_are_what_the_standard_makes_of_them() {
    let page =
        "<html><p>&#xD800;|&#0;|&#9999999999;|&amp|&notit;|&nosuch;|&#128;</p><!-- to the end";
    assert_eq!(
        one("a.html", page).text,
        "\u{fffd}|\u{fffd}|\u{fffd}|&|¬it;|&nosuch;|€\n"
    );
    assert_eq!(
        one("a.html", "<html>a<plaintext>b</plaintext>").text,
        "ab</plaintext>\n"
    );
}

#[test]
fn a_page_saved_in_one_file_is_the_page() {
    let body = page().replace('=', "=3D");
    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example.org/dam?x=1\r\nSubject: The dam\r\nDate: Wed, 4 Mar 2026 08:00:00 -0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n------b\r\nContent-Type: text/html\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://courier.example.org/dam\r\n\r\n{}\r\n------b\r\nContent-Type: image/png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------b--\r\n",
        body.replace('é', "=C3=A9")
            .replace('’', "=E2=80=99")
            .replace('“', "=E2=80=9C")
            .replace('”', "=E2=80=9D")
    );
    let (saved, page) = (one("dam.mhtml", saved), one("dam.html", page()));
    assert_eq!(
        (saved.text, saved.title, saved.meta),
        (page.text, page.title, page.meta)
    );
}
