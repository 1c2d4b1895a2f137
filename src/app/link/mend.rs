//! What a link suffers on its way: HTML's source has `&amp;` for `&`, Markdown's a backslash
//! before a sign, mail programs break lines, and some take a link for a folder and end it with a
//! slash. Here are the marks of that, for `parse` to take off before it looks at a value.
//!
//! Another program's key and value stay as they came, and so does the inside of a seed, which is
//! any text: a seed loses blanks at its ends, and line breaks, which no field can show.

use super::escape::decode;
use crate::app::notice::Mending;
use crate::order::Set;

/// What had to be mended.
pub(super) type Mended = Set<Mending>;

/// The entities that stand for a sign that links have; any other may come by its number.
const NAMED: [(&str, char); 19] = [
    ("amp", '&'),
    ("AMP", '&'),
    ("apos", '\''),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("equals", '='),
    ("gt", '>'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lt", '<'),
    ("nbsp", '\u{a0}'),
    ("NewLine", '\n'),
    ("num", '#'),
    ("percnt", '%'),
    ("period", '.'),
    ("quot", '"'),
    ("rpar", ')'),
    ("sol", '/'),
];

/// The longest entity between its `&` and its `;`.
const LONGEST: usize = 8;

/// The escapes of a blank, a tab and the two signs that end a line.
const ESCAPED_BLANKS: [&str; 6] = ["%20", "%09", "%0A", "%0a", "%0D", "%0d"];

/// A hash with its entities read.
pub(super) fn without_entities(hash: &str, mended: &mut Mended) -> String {
    let mut text = String::with_capacity(hash.len());
    let mut rest = hash;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        rest = after;
        let mut sign = '&';
        // Escaped twice, `&amp;amp;` is still one sign.
        while sign == '&'
            && let Some((read, after)) = entity(rest)
        {
            (sign, rest) = (read, after);
            mended.insert(Mending::Entities);
        }
        text.push(sign);
    }
    text.push_str(rest);
    text
}

/// The sign that an entity stands for, and what follows it; the text begins behind its `&`.
fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let (name, rest) = (text.get(..end)?, text.get(end + 1..)?);
    let sign = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    (!sign.is_control() || sign.is_whitespace()).then_some((sign, rest))
}

/// A hash without the `#` that begins it, and what was put before that.
pub(super) fn begun<'a>(hash: &'a str, mended: &mut Mended) -> &'a str {
    let mut rest = hash;
    while let Some((before, after)) = rest.split_once('#')
        && trimmed_end(before).is_empty()
    {
        note(&decode(before), "", mended);
        rest = after;
    }
    rest
}

/// A text of the link, still escaped, without the blanks and backslashes at its end: those
/// before a `&` were put before the `&`.
pub(super) fn trimmed_end(text: &str) -> &str {
    let mut rest = text;
    loop {
        let bare = rest.trim_end_matches(|sign| sign == '\\' || is_blank(sign));
        let bare = ESCAPED_BLANKS.iter().find_map(|blank| bare.strip_suffix(blank)).unwrap_or(bare);
        if bare.len() == rest.len() {
            return rest;
        }
        rest = bare;
    }
}

/// A name or a value without blanks and backslashes: none of ours has any.
pub(super) fn bare(text: &str, mended: &mut Mended) -> String {
    let bare: String = text.chars().filter(|&sign| sign != '\\' && !is_blank(sign)).collect();
    note(text, &bare, mended);
    bare
}

/// A value without the slash behind it; one that is nothing else stays.
pub(super) fn without_slash<'a>(value: &'a str, mended: &mut Mended) -> &'a str {
    let cut = value.trim_end_matches('/');
    if cut.is_empty() || cut.len() == value.len() {
        return value;
    }
    mended.insert(Mending::Slash);
    cut
}

/// Notes what a text has lost.
pub(super) fn note(before: &str, after: &str, mended: &mut Mended) {
    let fewer = |marks: fn(char) -> bool| {
        let count = |text: &str| text.chars().filter(|&sign| marks(sign)).count();
        count(after) < count(before)
    };
    mended.extend(fewer(|sign| sign == '\\').then_some(Mending::Backslashes));
    mended.extend(fewer(is_blank).then_some(Mending::Blanks));
}

/// Whether a sign shows nothing: white space, and what programs put where a line may break.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read_however_often_they_were_escaped() {
        for (hash, text) in [
            ("a=1&amp;b=2", "a=1&b=2"),
            ("a=1&amp;amp;b=2", "a=1&b=2"),
            ("a&#61;1&#38;b&#x3d;2&#X26;c&equals;3", "a=1&b=2&c=3"),
            ("a=1&amp;#44;2&comma;3", "a=1,2,3"),
            ("&nbsp;a", "\u{a0}a"),
            ("a=&#54620;", "a=한"),
        ] {
            let mut mended = Mended::default();
            assert_eq!(without_entities(hash, &mut mended), text);
            assert_eq!(mended, Mended::from([Mending::Entities]), "{hash}");
        }
        for hash in
            ["a=1&b=2", "&", "&;", "&amp", "&#;", "&#0;", "&#x110000;", "&ampersand;", "&한;"]
        {
            let mut mended = Mended::default();
            assert_eq!(without_entities(hash, &mut mended), hash);
            assert_eq!(mended, Mended::default(), "{hash}");
        }
    }

    #[test]
    fn a_link_begins_behind_its_last_leading_sign() {
        for (hash, text, lost) in [
            ("#a", "a", None),
            ("a", "a", None),
            ("##a", "a", None),
            (r"\#a", "a", Some(Mending::Backslashes)),
            (r"#\#a", "a", Some(Mending::Backslashes)),
            ("# %0A#a", "a", Some(Mending::Blanks)),
            (r"\a#b", r"\a#b", None),
        ] {
            let mut mended = Mended::default();
            assert_eq!(begun(hash, &mut mended), text);
            assert_eq!(mended, lost.into_iter().collect(), "{hash}");
        }
    }

    #[test]
    fn ends_lose_what_was_put_there() {
        for (text, rest) in
            [("a", "a"), (r"a\", "a"), (" a%20\\\n", " a"), ("a%0D%0A", "a"), ("%20", "")]
        {
            assert_eq!(trimmed_end(text), rest, "{text:?}");
        }
    }

    #[test]
    fn a_slash_goes_unless_it_is_all() {
        let mut mended = Mended::default();
        for (value, rest) in [("true", "true"), ("/", "/"), ("a/b", "a/b"), ("", "")] {
            assert_eq!(without_slash(value, &mut mended), rest);
            assert_eq!(mended, Mended::default());
        }
        assert_eq!(without_slash("true/", &mut mended), "true");
        assert_eq!(mended, Mended::from([Mending::Slash]));
    }
}
