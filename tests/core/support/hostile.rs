//! Project files that must each get a sentence, and harm nothing.

/// A small sound file to damage.
pub const SOUND: &str = include_str!("sound.ron");

/// Eighteen hostile files, each with what is wrong with it.
pub fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let cut = |at: &str| SOUND.split(at).next().unwrap().as_bytes().to_vec();
    let bomb = |opening: &str| opening.repeat(100_000).into_bytes();
    let replaced = |from: &str, to: &str| {
        assert!(SOUND.contains(from), "the sound file has no {from:?}");
        SOUND.replacen(from, to, 1).into_bytes()
    };
    let wide: Vec<u16> = SOUND.encode_utf16().collect();
    let utf16 = [0xFF, 0xFE]
        .into_iter()
        .chain(wide.iter().flat_map(|unit| unit.to_le_bytes()));
    let mut bad_utf8 = SOUND.as_bytes().to_vec();
    let place = SOUND.find("cheese").unwrap();
    bad_utf8[place] = 0xC3;
    let unknown_bomb = format!("format: 1, extra: {}", "[".repeat(100_000));
    let digits = format!("format: {}", "1".repeat(1_000_000));
    vec![
        ("empty", Vec::new()),
        ("cut in its first word", cut("Project(")),
        ("cut in the tagset", cut("colour: blue")),
        ("cut in the text", cut("cheese")),
        ("cut before its last bracket", cut("\n)\n")),
        ("nested (", bomb("(")),
        ("nested [", bomb("[")),
        ("nested {", bomb("{")),
        ("nested Some(", bomb("Some(")),
        (
            "nested [ in an unknown field",
            replaced("format: 1", &unknown_bomb),
        ),
        ("UTF-16", utf16.collect()),
        ("bad UTF-8", bad_utf8),
        (
            "another program's RON",
            b"Level(name: \"One\", enemies: [(kind: Troll)])\n".to_vec(),
        ),
        ("newer format", replaced("format: 1", "format: 2")),
        (
            "unknown field",
            replaced("articles: [", "colour: \"red\",\n  articles: ["),
        ),
        (
            "text after the end",
            [SOUND, "and more\n"].concat().into_bytes(),
        ),
        (
            "conflict markers",
            replaced("  articles: [", "<<<<<<< ours\n  articles: ["),
        ),
        ("a million digits", replaced("format: 1", &digits)),
    ]
}
