//! Words, sentences and quotations of many languages, in the test language: every unit of a text is
//! a mark, and each is made anew from the plain text by one key with the caret inside it.

use postil::command::{Aim, Command};
use postil::project::Id;
use postil::text::ByteIndex;
use unicode_segmentation::UnicodeSegmentation;

use super::support::markup::{Bench, check};

/// Holds that a key of `tag`, with the caret anywhere inside a mark of the row, marks just that.
#[track_caller]
fn every_unit(tag: &str, rows: &[&str]) {
    for row in rows {
        let whole = Bench::of(row);
        let entry = whole.it.entry().unwrap();
        let text = entry.article().text.as_str().to_owned();
        for mark in entry.annotations().values() {
            let span = mark.span().unwrap().hull();
            let inside = text.grapheme_indices(true).map(|(at, _)| ByteIndex(at));
            for caret in inside.filter(|at| span.contains(*at)) {
                let mut bench = Bench::of(&text);
                bench.run(Command::SelectText {
                    anchor: caret,
                    head: caret,
                });
                bench.run(Command::Tag(Id::new(tag), Aim::default()));
                let made = bench
                    .it
                    .entry()
                    .unwrap()
                    .annotations()
                    .values()
                    .next()
                    .cloned();
                let words = made.map(|made| made.words(&entry.article().text));
                let wanted = mark.words(&entry.article().text);
                assert_eq!(words.as_ref(), Some(&wanted), "at {caret} of {row}");
            }
        }
    }
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    every_unit(
        "claim",
        &[
            "[claim: Dr. Smith of St. Louis met Gen. Lee on Jan. 3.] [claim: He left at 5 p.m. Monday.]",
            "[claim: The U.S. Senate met.] [claim: It is Art. 5 of the treaty, i.e. NATO’s.]",
            "[claim: He went to the U.S.] [claim: The talks failed, etc.] [claim: This is all.]",
            "[claim: It was Plan B.] [claim: I do not know.] [claim: So J. K. Rowling said.]",
            // German
            "[claim: Am 3. Oktober kam Hr. Meier z. B. nach St. Gallen.] [claim: Es kostet 3 Mio. Euro.]",
            "[claim: Im 19. Jahrhundert war das anders.] [claim: Prof. Dr. Weiß kam 1990.] [claim: Er blieb.]",
            "[claim: Er kaufte Brot, Milch usw.] [claim: Die Rechnung, vgl. Abs. 3, blieb offen.]",
            // French
            "[claim: M. Le Pen et Mme. Royal ont parlé.] [claim: MM. Dupont et Durand, p. ex. hier, aussi.]",
            "[claim: Il vend du pain, etc.] [claim: L’homme est parti.] [claim: C’est env. 30 km.]",
            // Spanish
            "[claim: El Sr. López y la Sra. Díaz viajaron a EE. UU.] [claim: Ayer volvieron.]",
            "[claim: Vive en EE.UU.] [claim: El Dr. Ruiz, núm. 3, llegó.] [claim: ¿Por qué?] [claim: ¡Nadie sabe!]",
            // Russian
            "[claim: В 2014 г. Россия была в G8.] [claim: Это было давно.] [claim: А. С. Пушкин жил на ул. Мойка.]",
            "[claim: Он купил хлеб, молоко и т. д.] [claim: Она ушла в 2014 г.] [claim: Это всё, т. е. всё.]",
            // Arabic, Hindi, Chinese, Japanese
            "[claim: هل جاء؟] [claim: نعم جاء.]",
            "[claim: यह सच है।] [claim: वह गया।]",
            "[claim: 他说这是假的。][claim: 真的吗？][claim: 是。]",
            "[claim: 東京で会った。][claim: 彼は帰った！]",
        ],
    );
}

#[test]
fn quotations_of_many_conventions_are_found_and_the_innermost_first() {
    every_unit(
        "claim",
        &[
            "He said “[claim: it is over]” and \"[claim: so be it]\" and ‘[claim: no]’.",
            "Er sagte: „[claim: Das ist falsch]“, und »[claim: so ist es]«, ‚[claim: ja]‘.",
            "Il dit : « [claim: C’est faux] » et “[claim: oui]”.",
            "Dijo: «[claim: Es falso]» y “[claim: sí]”.",
            "Он сказал: «[claim: Это ложь]», и „[claim: да]“.",
            "Hän sanoi: »[claim: Se on valhe]» ja ”[claim: niin]”.",
            "Han sa: ”[claim: Det är falskt]”.",
            "Powiedział: „[claim: To nieprawda]”.",
            "彼は「[claim: 違う]」と言い、〝[claim: 嘘]〟と書いた。",
            "他說：「[claim: 這是假的]」。",
            "قال: «[claim: هذا كذب]».",
            "הוא אמר: \"[claim: זה שקר]\", וצה\"ל שתק.",
        ],
    );
    for (before, after) in [
        (
            "“She said ‘it is |cheese’ twice.”",
            "“She said ‘[claim: it is cheese]’ twice.”",
        ),
        (
            "“She s|aid ‘it is cheese’ twice.”",
            "“[claim: She said ‘it is cheese’ twice.]”",
        ),
        ("«Он: „Это |ложь“, да»", "«Он: „[claim: Это ложь]“, да»"),
        ("»Er rief ›Ne|in‹ laut«", "»Er rief ›[claim: Nein]‹ laut«"),
        (
            "« Il a dit “no|n” hier »",
            "« Il a dit “[claim: non]” hier »",
        ),
        (
            "彼は「父が『行|け』と」言った",
            "彼は「父が『[claim: 行け]』と」言った",
        ),
    ] {
        check(
            before,
            [Command::Tag(Id::new("claim"), Aim::default())],
            after,
        );
    }
}

#[test]
fn words_are_found_with_and_without_spaces() {
    every_unit(
        "entity",
        &[
            "[entity: Don’t] [entity: anti-Russian] [entity: U.S.] [entity: EE.UU.], [entity: 3.50] (“[entity: Jong-un’s]”)",
            "[entity: l’homme] [entity: naïve] [entity: e\u{301}te\u{301}]",
            "[entity: Москва], [entity: Θεσσαλονίκη]",
            "[entity: מדינת] [entity: ישראל], [entity: צה\"ל]",
            "[entity: القاهرة]، [entity: مصر]؟",
            "[entity: हिन्दी] [entity: भाषा]",
            "[entity: 한국어] [entity: 문장]",
            "[entity: 東京][entity: 大学]",
            "[entity: 我们][entity: 喜欢][entity: 北京]",
            "[entity: ภาษา][entity: ไทย]",
        ],
    );
}

#[test]
fn the_selection_grows_by_word_quotation_sentence_paragraph_and_back() {
    let text = "彼は「父が『行け』と」東|京。そう。\nNext.";
    for (steps, after) in [
        (1, "彼は「父が『行け』と」|東京|。そう。\nNext."),
        (2, "|彼は「父が『行け』と」東京。|そう。\nNext."),
        (3, "|彼は「父が『行け』と」東京。そう。|\nNext."),
    ] {
        let grow = std::iter::repeat_n(Command::Expand, steps);
        check(text, grow, after);
    }
    let text = "Il a dit : « C’est “fa|ux” ici. » Puis rien.";
    for (steps, after) in [
        (1, "Il a dit : « C’est “|faux|” ici. » Puis rien."),
        (2, "Il a dit : « |C’est “faux” ici.| » Puis rien."),
        (3, "|Il a dit : « C’est “faux” ici. »| Puis rien."),
    ] {
        let grow = std::iter::repeat_n(Command::Expand, steps);
        let there_and_back = grow.chain([Command::Expand, Command::Shrink]);
        check(text, there_and_back, after);
    }
}
