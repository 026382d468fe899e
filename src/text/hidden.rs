//! Characters that are in a text and cannot be seen in it: controls, characters without width,
//! and those that turn the order round in which a text is read.
//!
//! The names are the abbreviations of the Unicode character database (NameAliases.txt), the kinds
//! follow UAX 9 (directional formatting) and the property Default_Ignorable_Code_Point.

use super::{ByteIndex, Text};

/// What a hidden character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenKind {
    /// It opens or closes an embedding, an override or an isolate of the reading order.
    Order,
    /// A control that is neither a tab nor a line end.
    Control,
    /// It has no width: a joiner, a soft hyphen, a mark of direction, a variation selector.
    Invisible,
}

/// How many hidden characters a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenCount {
    /// Those that turn the reading order round.
    pub order: usize,
    /// Controls.
    pub control: usize,
    /// Those without width.
    pub invisible: usize,
}

/// What a hidden character does; none for one that can be seen, and for tabs, spaces and line ends.
pub fn hidden_kind(char: char) -> Option<HiddenKind> {
    match char {
        '\t' | '\n' | ' '..='~' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
            Some(HiddenKind::Control)
        }
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(HiddenKind::Order),
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some(HiddenKind::Invisible),
        _ => None,
    }
}

/// The short name of a hidden character, as «RLO» or «U+E0041».
pub fn hidden_name(char: char) -> String {
    const C0: [&str; 32] = [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF",
        "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EOM",
        "SUB", "ESC", "FS", "GS", "RS", "US",
    ];
    const NAMES: [(char, &str); 31] = [
        ('\u{7f}', "DEL"),
        ('\u{85}', "NEL"),
        ('\u{ad}', "SHY"),
        ('\u{34f}', "CGJ"),
        ('\u{61c}', "ALM"),
        ('\u{180e}', "MVS"),
        ('\u{200b}', "ZWSP"),
        ('\u{200c}', "ZWNJ"),
        ('\u{200d}', "ZWJ"),
        ('\u{200e}', "LRM"),
        ('\u{200f}', "RLM"),
        ('\u{2028}', "LSEP"),
        ('\u{2029}', "PSEP"),
        ('\u{202a}', "LRE"),
        ('\u{202b}', "RLE"),
        ('\u{202c}', "PDF"),
        ('\u{202d}', "LRO"),
        ('\u{202e}', "RLO"),
        ('\u{2060}', "WJ"),
        ('\u{2061}', "FA"),
        ('\u{2062}', "IT"),
        ('\u{2063}', "IS"),
        ('\u{2064}', "IP"),
        ('\u{2066}', "LRI"),
        ('\u{2067}', "RLI"),
        ('\u{2068}', "FSI"),
        ('\u{2069}', "PDI"),
        ('\u{3164}', "HF"),
        ('\u{feff}', "BOM"),
        ('\u{fffa}', "IAS"),
        ('\u{fffb}', "IAT"),
    ];
    let code = u32::from(char);
    if let Some(name) = C0.get(code as usize) {
        return (*name).to_owned();
    }
    if ('\u{fe00}'..='\u{fe0f}').contains(&char) {
        return format!("VS{}", code - 0xfe00 + 1);
    }
    let named = NAMES.iter().find(|(known, _)| *known == char);
    named.map_or_else(|| format!("U+{code:04X}"), |(_, name)| (*name).to_owned())
}

/// A piece of text that is looked at at once.
const PIECE: usize = 64;

impl Text {
    /// How many hidden characters it has. Linear, and for plain ASCII about as quick as reading.
    pub fn hidden_count(&self) -> HiddenCount {
        let mut count = HiddenCount::default();
        self.each_hidden(|_, kind| match kind {
            HiddenKind::Order => count.order += 1,
            HiddenKind::Control => count.control += 1,
            HiddenKind::Invisible => count.invisible += 1,
        });
        count
    }

    /// Where its first characters stand that turn the reading order round, at most so many.
    pub fn order_turns(&self, most: usize) -> Vec<ByteIndex> {
        let mut found = Vec::new();
        self.each_hidden(|at, kind| {
            if kind == HiddenKind::Order && found.len() < most {
                found.push(at);
            }
        });
        found
    }

    fn each_hidden(&self, mut found: impl FnMut(ByteIndex, HiddenKind)) {
        let words = self.as_str();
        let mut start = 0;
        while start < words.len() {
            let end = words.ceil_char_boundary((start + PIECE).min(words.len()));
            let piece = words.get(start..end).unwrap_or_default();
            let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
            if !piece.as_bytes().iter().all(plain) {
                for (at, char) in piece.char_indices() {
                    if let Some(kind) = hidden_kind(char) {
                        // The line feed that follows a carriage return says that it ends a line.
                        let after = words.as_bytes().get(start + at + 1);
                        if char != '\r' || after != Some(&b'\n') {
                            found(ByteIndex(start + at), kind);
                        }
                    }
                }
            }
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_counted_by_what_it_does() {
        let text = "plain\ttext\r\nand a \r lone one\0 \u{1b}[31m soft\u{ad}ly z\u{200b}w \u{202e}txet\u{202c} é “q”";
        let count = Text::new(text.repeat(3)).hidden_count();
        let once = HiddenCount {
            order: 2,
            control: 3,
            invisible: 2,
        };
        assert_eq!(
            (count.order, count.control, count.invisible),
            (3 * once.order, 3 * once.control, 3 * once.invisible)
        );
        assert_eq!(Text::new("a\u{202e}b").order_turns(9), [ByteIndex(1)]);
        assert_eq!(
            Text::new("plain words\n".repeat(99)).hidden_count(),
            HiddenCount::default()
        );
    }

    #[test]
    fn every_hidden_character_has_a_name() {
        let names = [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{202e}',
            '\u{200d}',
            '\u{fe0f}',
            '\u{e0041}',
        ];
        let names: Vec<String> = names.into_iter().map(hidden_name).collect();
        assert_eq!(
            names,
            ["NUL", "ESC", "DEL", "RLO", "ZWJ", "VS16", "U+E0041"]
        );
    }
}
