//! Whether a text that is pasted or dropped is a table. No browser here.

/// Lines that are looked at.
const LINES: usize = 8;

/// Whether cells stand in it: with tabs, as spreadsheets copy them, or where each of the first lines, and
/// there are at least two, has the same mark between them.
pub fn is_table(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    let cut = |mark: char| {
        let mut counts = lines().map(|line| line.matches(mark).count());
        let first = counts.next().unwrap_or_default();
        // Cells may hold the mark too, in quotes.
        first > 0 && counts.all(|count| count >= first)
    };
    text.contains('\t') || lines().count() > 1 && [';', ','].into_iter().any(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_from_other_texts() {
        for (text, expected) in [
            ("x\ty\n1\t2\n", true),
            ("1\t2", true),
            ("\"length\nin cm\"\tkind\n1\ta\n", true),
            ("a,b\r\n1,2\r\n\r\n3,4", true),
            ("a;b\n1,5;2\n", true),
            ("a,b\n\"1,5\",2\n", true),
            ("", false),
            ("1\n2\n", false),
            ("a,b", false),
            ("Hello, world\nand good bye\n", false),
            ("https://example.org/#dataset=xor", false),
        ] {
            assert_eq!(is_table(text), expected, "{text}");
        }
    }
}
