//! The names that fonts have for letters.

use unicode_normalization::char::compose;

/// Names that say nothing of what they are, each before its letter.
const NAMES: &str = "\
space \u{20} exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' \
parenleft ( parenright ) asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 \
three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > \
question ? at @ bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` \
braceleft { bar | braceright } asciitilde ~ quoteleft ‘ quoteright ’ quotedblleft “ \
quotedblright ” quotesinglbase ‚ quotedblbase „ guillemotleft « guillemotright » \
guilsinglleft ‹ guilsinglright › endash – emdash — bullet • ellipsis … dagger † daggerdbl ‡ \
section § paragraph ¶ degree ° copyright © registered ® trademark ™ sterling £ yen ¥ Euro € \
euro € cent ¢ currency ¤ florin ƒ plusminus ± multiply × divide ÷ minus − mu µ onehalf ½ \
onequarter ¼ threequarters ¾ onesuperior ¹ twosuperior ² threesuperior ³ germandbls ß ae æ AE Æ \
oe œ OE Œ oslash ø Oslash Ø lslash ł Lslash Ł eth ð Eth Ð thorn þ Thorn Þ dcroat đ Dcroat Đ \
dotlessi ı dotlessj ȷ fi fi fl fl ff ff ffi ffi ffl ffl ordfeminine ª ordmasculine º \
exclamdown ¡ questiondown ¿ perthousand ‰ periodcentered · fraction ⁄ brokenbar ¦ \
logicalnot ¬ hbar ħ Hbar Ħ eng ŋ Eng Ŋ acute ´ circumflex ˆ tilde ˜ dieresis ¨ macron ¯ \
breve ˘ dotaccent ˙ ring ˚ cedilla ¸ hungarumlaut ˝ ogonek ˛ caron ˇ alpha α beta β gamma γ \
delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ nu ν xi ξ omicron ο pi π rho ρ \
sigma σ sigma1 ς tau τ upsilon υ phi φ chi χ psi ψ omega ω Alpha Α Beta Β Gamma Γ Delta Δ \
Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ \
Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω notequal ≠ lessequal ≤ greaterequal ≥ \
infinity ∞ arrowright → arrowleft ← numero № afii61352 №";

/// What stands after a letter in the name of one with a sign.
const SIGNS: [(&str, char); 14] = [
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30a}'),
    ("hungarumlaut", '\u{30b}'),
    ("caron", '\u{30c}'),
    ("commaaccent", '\u{327}'),
    ("cedilla", '\u{327}'),
    ("ogonek", '\u{328}'),
];

/// The letters of the upper half of Adobe's standard encoding, from 0xA1; a blank where it has none.
const STANDARD: &str =
    "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß";

/// The letter of a byte in Adobe's standard encoding.
pub(super) fn standard(byte: u8) -> Option<char> {
    match byte {
        b'\'' => Some('’'),
        b'`' => Some('‘'),
        0x20..=0x7e => Some(char::from(byte)),
        _ => {
            let place = byte.checked_sub(0xa1)?;
            let letter = STANDARD.chars().nth(usize::from(place));
            letter.filter(|letter| *letter != ' ')
        }
    }
}

/// The letters that a name of Adobe's glyph list means.
pub(super) fn letter(name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    name.split('_').map(part).collect()
}

fn part(name: &str) -> Option<String> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    let words = NAMES.split(' ');
    let mut pairs = words.clone().zip(words.skip(1));
    if let Some((_, letter)) = pairs.find(|(known, _)| *known == name) {
        // The blank itself stands between two blanks.
        return Some(if letter.is_empty() { " " } else { letter }.to_owned());
    }
    numbered(name).or_else(|| with_sign(name))
}

/// «uni» and four digits for each letter, «u» and the digits of one, «afii» and Adobe's number.
fn numbered(name: &str) -> Option<String> {
    let hex = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    if let Some(number) = name.strip_prefix("afii") {
        return cyrillic(number.parse().ok()?).map(String::from);
    }
    if let Some(digits) = name.strip_prefix("uni").filter(|it| it.len() % 4 == 0) {
        let each = digits.as_bytes().chunks(4);
        return each.map(|it| hex(std::str::from_utf8(it).ok()?)).collect();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|it| (4..=6).contains(&it.len()));
    digits.and_then(hex).map(String::from)
}

fn cyrillic(number: u32) -> Option<char> {
    let code = match number {
        10017..=10022 => 0x410 + number - 10017,
        10023 => 0x401,
        10024..=10049 => 0x416 + number - 10024,
        10065..=10070 => 0x430 + number - 10065,
        10071 => 0x451,
        10072..=10097 => 0x436 + number - 10072,
        _ => return None,
    };
    char::from_u32(code)
}

/// A letter and a sign on it: «eacute».
fn with_sign(name: &str) -> Option<String> {
    let (_, sign) = SIGNS.iter().find(|(sign, _)| name.ends_with(sign))?;
    let mut letters = name.chars();
    let letter = letters.next()?;
    let rest = letters.as_str();
    let alone = SIGNS.iter().any(|(sign, _)| *sign == rest);
    compose(letter, *sign).filter(|_| alone).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_letters() {
        let of = |name: &str| letter(name.as_bytes()).unwrap_or_default();
        let names =
            "A eacute.sc Zcaron space f_f_i ffi uni20AC uni00410042 u1F600 afii10071 .notdef g23";
        let found: Vec<String> = names.split(' ').map(of).collect();
        assert_eq!(
            found,
            [
                "A", "é", "Ž", " ", "ffi", "ffi", "€", "AB", "😀", "ё", "", ""
            ]
        );
        assert_eq!(
            [0x27, 0xa1, 0xae, 0xd0, 0xfb, 0xb0].map(standard),
            [Some('’'), Some('¡'), Some('ﬁ'), Some('—'), Some('ß'), None]
        );
    }
}
