//! As much of Rust's grammar as the rules need: which text is code, and which paths it
//! names. No parser; macros and renamed imports can hide a name, and review is for that.

/// The text with comments, strings and character literals blanked, lines kept.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_or_comment(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            let blanked = chars[at..end].iter();
            out.extend(blanked.map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where the comment or literal that starts at `at` ends; `at` itself if none does.
fn literal_or_comment(chars: &[char], at: usize) -> usize {
    let next = |offset: usize| chars.get(at + offset).copied();
    let after_word = at > 0 && is_word(chars[at - 1]);
    match chars[at] {
        '/' if next(1) == Some('/') => find(chars, at, |rest| rest[0] == '\n'),
        '/' if next(1) == Some('*') => block_comment(chars, at),
        '"' => quoted(chars, at, '"'),
        'r' if !after_word => raw_string(chars, at + 1).unwrap_or(at),
        'b' if !after_word && next(1) == Some('r') => raw_string(chars, at + 2).unwrap_or(at),
        // 'a' and '\n' are characters; 'a without a second quote is a lifetime.
        '\'' if next(1) == Some('\\') || next(2) == Some('\'') => quoted(chars, at, '\''),
        _ => at,
    }
}

fn find(chars: &[char], from: usize, stop: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|at| stop(&chars[*at..])).unwrap_or(chars.len())
}

fn block_comment(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < chars.len() {
        if chars[at..].starts_with(&['/', '*']) {
            depth += 1;
            at += 2;
        } else if chars[at..].starts_with(&['*', '/']) {
            depth -= 1;
            at += 2;
        } else {
            at += 1;
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// From the hashes or the quote after `r`; none if it is no raw string.
fn raw_string(chars: &[char], from: usize) -> Option<usize> {
    let hashes = chars[from..].iter().take_while(|c| **c == '#').count();
    if chars.get(from + hashes) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    let end = find(chars, from + hashes + 1, |rest| rest.starts_with(&close));
    Some((end + close.len()).min(chars.len()))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Each identifier or keyword of the code, with its line.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.lines().enumerate().flat_map(|(index, line)| {
        line.split(|c| !is_word(c))
            .filter(|word| !word.is_empty())
            .map(move |word| (index + 1, word))
    })
}

/// Each path into our own crate that the code names, as segments from the crate's root,
/// with its line. `crate::`, `super::`, `self::`, what begins with a module that the file declares,
/// and groups in braces are followed; declaring a module names it.
pub fn own_paths(code: &str, file: &str) -> Vec<(usize, Vec<String>)> {
    let tokens = tokens(code);
    let word = |at: usize| tokens.get(at).map(|token: &(usize, &str)| token.1);
    let declared: Vec<&str> = (0..tokens.len())
        .filter(|&at| word(at) == Some("mod") && word(at + 2) == Some(";"))
        .filter_map(|at| word(at + 1))
        .collect();
    let mut paths = Vec::new();
    // The modules written out in the file that the token stands in, each with the braces around it.
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        let starts = at == 0 || tokens[at - 1].1 != "::";
        let here = || {
            let mut module = module_of(file);
            module.extend(inline.iter().map(|(name, _)| name.clone()));
            module
        };
        let base = match tokens[at].1 {
            _ if !starts => None,
            "crate" | "neural_playground" => Some(Vec::new()),
            "self" => Some(here()),
            "super" => {
                let mut module = here();
                module.pop();
                Some(module)
            }
            name if inline.is_empty() && declared.contains(&name) && word(at + 1) == Some("::") => {
                let mut module = here();
                module.push(name.to_owned());
                Some(module)
            }
            _ => None,
        };
        match tokens[at].1 {
            "mod" if word(at + 2) == Some(";") => {
                let module = here().into_iter().chain(word(at + 1).map(str::to_owned));
                paths.push((tokens[at].0, module.collect()));
            }
            "mod" if word(at + 2) == Some("{") => {
                inline.extend(word(at + 1).map(|name| (name.to_owned(), depth)));
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inline.pop_if(|(_, outside)| *outside == depth);
            }
            _ => {}
        }
        at += 1;
        if let Some(mut base) = base {
            // super::super::…
            while tokens.get(at).map(|token| token.1) == Some("::")
                && tokens.get(at + 1).map(|token| token.1) == Some("super")
            {
                base.pop();
                at += 2;
            }
            if tokens.get(at).map(|token| token.1) == Some("::") {
                at = follow(&tokens, at + 1, base, &mut paths);
            }
        }
    }
    paths
}

/// Collects the paths that continue `base` from token `at`; returns the token after.
fn follow(
    tokens: &[(usize, &str)],
    mut at: usize,
    mut base: Vec<String>,
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let mut line = tokens.get(at).map_or(0, |token| token.0);
    while let Some((here, token)) = tokens.get(at).copied() {
        if token == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token.1 != "}") {
                let before = at;
                at = follow(tokens, at, base.clone(), paths);
                // A comma, or whatever else the grammar has there.
                if at == before || tokens.get(at).is_some_and(|token| token.1 == ",") {
                    at += 1;
                }
            }
            return at + 1;
        }
        if !token.starts_with(is_word) {
            break;
        }
        line = here;
        base.push(token.to_owned());
        at += 1;
        if tokens.get(at).map(|token| token.1) != Some("::") {
            break;
        }
        at += 1;
    }
    if !base.is_empty() {
        paths.push((line, base));
    }
    // `path as name`, up to the end of this member of a group.
    if tokens.get(at).map(|token| token.1) == Some("as") {
        at += 2;
    }
    at
}

/// Identifiers, `::` and single other characters, with their lines.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push((index + 1, &rest[..length]));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// `src/engine/layer/dense.rs` is the module `engine::layer::dense`.
pub fn module_of(file: &str) -> Vec<String> {
    let path = file.strip_prefix("src/").unwrap_or(file);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.split('/')
        .filter(|segment| !matches!(*segment, "mod" | "lib"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        for (text, expected) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("a \"b \\\" c\" d", "a          d"),
            ("r#\"a \" b\"# c", "           c"),
            ("'a' + '\\'' + b", "    +      + b"),
            ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
            ("car\"x\"", "car   "),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn paths_are_followed_through_groups_and_parents() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = own_paths(text, "src/engine/layer/dense.rs")
                .into_iter()
                .map(|(_, path)| path.join("::"))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("use crate::engine::plan::Plan;", &["engine::plan::Plan"]);
        check(
            "use crate::{app, engine::{self, plan as p}, worker};",
            &["app", "engine::self", "engine::plan", "worker"],
        );
        check("use super::Shape;", &["engine::layer::Shape"]);
        check("use super::super::plan;", &["engine::plan"]);
        check(
            "mod unit;\npub use unit::{Unit, Units};",
            &[
                "engine::layer::dense::unit",
                "engine::layer::dense::unit::Unit",
                "engine::layer::dense::unit::Units",
            ],
        );
        check(
            "mod tests { use super::*; use super::super::Shape; }\nuse super::Shape;",
            &["engine::layer::dense", "engine::layer::Shape", "engine::layer::Shape"],
        );
        check("fn f(&self) { self.plan() }", &[]);
        check("let x: crate::app::State = f(app);", &["app::State"]);
        check("use leptos::crate_name;", &[]);
        check("pub(crate) fn f() {}", &[]);
        check("use crate::*;", &[]);
    }
}
