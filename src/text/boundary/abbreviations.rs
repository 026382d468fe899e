//! Abbreviations of several languages, and the words by which a fresh sentence is told from a name
//! that goes on. A text does not say its language, so each list is the union of all.

/// Never the end of a sentence: a name or a number follows.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    // English
    "Adm", "Apr", "Art", "Aug", "Ave", "Brig", "Capt", "Cmdr", "Col", "Dec", "Dept", "Dr", "Feb",
    "Fig", "Gen", "Gov", "Hon", "Jan", "Jul", "Jun", "Lt", "Maj", "Mar", "Messrs", "Mr", "Mrs",
    "Ms", "Mt", "Nov", "Oct", "Pres", "Prof", "Rep", "Rev", "Sen", "Sep", "Sept", "Sgt", "Spc",
    "St", "Supt", "approx", "cf", "cp", "ed", "eds", "esp", "est", "fig", "pp", "viz", "vol",
    "vs",
    // German
    "Abb", "Abs", "Bd", "Dipl-Ing", "Fr", "Frl", "Hr", "Hrn", "Hrsg", "Mio", "Mrd", "Nr", "Tsd",
    "Verf", "bzw", "ca", "dt", "ehem", "evtl", "geb", "gest", "ggf", "inkl", "insb", "sog", "vgl",
    "zzgl",
    // French
    "MM", "Mgr", "Mlle", "Mme", "Ste", "av", "boul", "chap", "env", "éd",
    // Spanish
    "Arq", "Avda", "EE", "Dra", "Gral", "Ing", "Lic", "Srta", "Sra", "Sres", "Ud", "Uds", "Vd", "ej",
    "núm", "pág", "págs",
    // Russian
    "акад", "ген", "доц", "им", "напр", "обл", "полк", "пос", "просп", "проф", "рис", "св", "см",
    "ср", "стр", "табл", "тов", "ул",
];

/// May end a sentence, and does when a word follows that mostly begins one.
#[rustfmt::skip]
const EITHER: &[&str] = &[
    "Bros", "Co", "Corp", "Inc", "Jr", "Ltd", "PLC", "Sr", "UU", "al", "etc", "usw", "usf", "вв",
    "в", "г", "гг", "др", "коп", "млн", "млрд", "пр", "руб", "тыс",
];

/// Goes on when a number follows.
#[rustfmt::skip]
const BEFORE_NUMBERS: &[&str] = &[
    "No", "S", "T", "art", "c", "n", "p", "s", "t", "Т", "гл", "д", "кв", "п", "с", "ст", "т",
    "№",
];

/// Words that, written with a capital, begin a sentence and hardly ever continue a name.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    // English
    "A", "According", "After", "Also", "Although", "An", "And", "As", "At", "Before", "But", "By",
    "During", "For", "From", "He", "Her", "His", "However", "I", "If", "In", "It", "Its",
    "Meanwhile", "No", "On", "One", "She", "Since", "So", "Some", "That", "The", "Their", "Then",
    "There", "These", "They", "This", "Those", "Though", "We", "What", "When", "While", "Who",
    "With", "You",
    // German
    "Aber", "Als", "Am", "Auch", "Auf", "Bei", "Dann", "Das", "Dem", "Den", "Denn", "Die",
    "Diese", "Dieser", "Dieses", "Doch", "Ein", "Eine", "Er", "Es", "Für", "Ich", "Ihr", "Im",
    "Mit", "Nach", "Sein", "Seit", "Sie", "Und", "Vor", "Wenn", "Wer", "Wie", "Wir", "Zu",
    // French
    "Après", "Au", "Aux", "Avant", "Avec", "Ce", "Ces", "Cette", "Dans", "Depuis", "Elle",
    "Elles", "En", "Et", "Il", "Ils", "Je", "Les", "Mais", "Nous", "On", "Par", "Pour", "Selon",
    "Son", "Sur", "Tous", "Un", "Une", "Vous",
    // Spanish
    "Además", "Ahora", "Ayer", "Hoy", "Al", "Así", "Aunque", "Como", "Con", "Cuando", "Desde", "Durante", "Ella",
    "Ellos", "Entre", "Es", "Esta", "Este", "Hay", "Pero", "Por", "Según", "Si", "Sin", "Su",
    "También", "Una", "Y", "Ya",
    // Russian
    "А", "В", "Во", "Все", "Вы", "Где", "Для", "До", "Его", "Ее", "Если", "Еще", "Её", "За", "И",
    "Из", "Их", "К", "Как", "Когда", "Кто", "Мы", "На", "Но", "О", "Об", "Однако", "Он", "Она",
    "Они", "От", "По", "После", "При", "С", "Так", "Также", "Там", "То", "Тогда", "У", "Что",
    "Эта", "Эти", "Это", "Этот", "Я",
];

/// Articles, that begin a sentence as well as a name: «M. Le Pen», «J. El-Said».
const STARTERS_OR_NAMES: &[&str] = &["De", "Der", "El", "La", "Las", "Le", "Los"];

/// What follows a number and its dot in German when the number counts.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember", "Auflage", "Bundesliga", "Geburtstag", "Jahrestag",
    "Jahrhundert", "Jahrhunderts", "Kapitel", "Klasse", "Liga", "Mal", "Parteitag", "Platz",
    "Runde", "Stock", "Weltkrieg", "Weltkriegs", "Weltkrieges",
];

/// What a word with a dot behind it says of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name or a number follows.
    Title,
    /// It may end a sentence.
    Either,
}

/// Whether a word is an abbreviation, its dot not counted.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    if TITLES.contains(&word) || matches!(word, "e.g" | "i.e") {
        return Some(Abbreviation::Title);
    }
    EITHER.contains(&word).then_some(Abbreviation::Either)
}

/// Whether a word and its dot go on before a number.
pub(super) fn counts(word: &str) -> bool {
    BEFORE_NUMBERS.contains(&word)
}

/// Whether a word mostly begins a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    begins_after_a_name(word) || STARTERS_OR_NAMES.contains(&word)
}

/// As [`is_starter`], without those that also follow an initial in a name.
pub(super) fn begins_after_a_name(word: &str) -> bool {
    STARTERS.contains(&word)
}

/// Whether a word follows a number that counts, as in «3. Oktober».
pub(super) fn is_counted(word: &str) -> bool {
    COUNTED.contains(&word)
}
