//! The words for a table of the visitor's own in English.

use super::Words;
use crate::app::reason::Reason;
use crate::app::text::number::{bytes, count, grouped};
use crate::files::{
    Content, Encoding, Fault, Fill, Header, Kind, LeftOut, Mark, Problem, Quotes, Refusal, Role,
    Separator, Thousands, Unreadable,
};
use crate::formats::run::{BYTES, Damage, Part};

/// English.
pub static ENGLISH: Words = Words {
    private: "Nothing leaves your browser: the file is read on this device and sent nowhere. For a reload \
              the browser keeps your last three tables, until you forget them.",
    lead: "A table as text (CSV or TSV): a row for each sample, a column for each thing known of it. \
           You can also drop a file anywhere on the page, or paste cells from a spreadsheet. A run file that \
           was saved here, and a network (.keras, .safetensors, TensorFlow.js, weights as JSON or CSV), is \
           opened the same way.",
    others: "Of several files, the first one is read.",
    busy: "Reading the table",
    choose_file: "Choose a file",
    pasted: "Pasted table",
    reading: |read, of, rows| {
        format!("{} of {} read, {} so far", bytes(read), bytes(of), count(rows, "row", "rows"))
    },
    recognised: "How it was read",
    encoding: "Encoding",
    separator: "Separator",
    quotes: "Quotes",
    decimal: "Decimal mark",
    thousands: "Thousands mark",
    header: "First row",
    encodings: |encoding| match encoding {
        Encoding::EucKr => "Korean (CP949, EUC-KR)",
        Encoding::Utf16Be => "UTF-16, high byte first",
        Encoding::Utf16Le => "UTF-16, low byte first",
        Encoding::Utf8 => "UTF-8",
        Encoding::Windows1252 => "Western European (Windows-1252)",
    },
    separators: |separator| match separator {
        Separator::Tab => "tab",
        Separator::Semicolon => "semicolon ;",
        Separator::Comma => "comma ,",
    },
    quotations: |quotes| match quotes {
        Quotes::Double => "hold a cell together",
        Quotes::None => "are ordinary characters",
    },
    marks: |mark| match mark {
        Mark::Comma => "comma: 1,5",
        Mark::Point => "point: 1.5",
    },
    groups: |thousands| match thousands {
        Thousands::Apostrophe => "apostrophe: 1'000",
        Thousands::Comma => "comma: 1,000",
        Thousands::None => "nothing: 1000",
        Thousands::Point => "point: 1.000",
        Thousands::Space => "space: 1 000",
    },
    headers: |header| match header {
        Header::Names => "names of the columns",
        Header::None => "data like the others",
    },
    size: |rows, columns| {
        format!("{}, {}", count(rows, "row", "rows"), count(columns, "column", "columns"))
    },
    preview: "First rows",
    columns: "Columns",
    heads: ["Column", "Read as", "Used as", "Missing", "Values"],
    kinds: |kind| match kind {
        Kind::Number => "numbers",
        Kind::Text => "categories",
    },
    roles: |role| match role {
        Role::Ignored => "not used",
        Role::Input => "input",
        Role::Target => "target",
    },
    kind_of: |column| format!("What “{column}” is read as"),
    role_of: |column| format!("What “{column}” is used as"),
    reason: |why| match why {
        Reason::Constant => "always the same: tells nothing".to_owned(),
        Reason::Dates => {
            "dates, which are not read as numbers; write days or years to use them".to_owned()
        }
        Reason::Identifies => "only tells the rows apart".to_owned(),
        Reason::Many(most) => {
            format!("too many categories: more than {}", grouped(most as u64))
        }
    },
    empty: "no values",
    numbers: |low, high, mean| format!("{low} to {high}, mean {mean}"),
    texts: |distinct| count(distinct, "category", "categories"),
    problem: "The network predicts",
    problems: |problem| match problem {
        Problem::Classes => "a class (classification)",
        Problem::Numbers => "a number (regression)",
    },
    scaled: "The network sees numbers standardized: mean 0 and standard deviation 1 in the training part.",
    scaled_too: "It learns the target so, too; the loss is that of standardized numbers, and answers are \
                 shown in the target's own unit.",
    fill: "Rows with missing inputs",
    fills: |fill| match fill {
        Fill::Drop => "are left out",
        Fill::Usual => "get the mean or the most frequent category",
    },
    remarks: "What could not be read",
    bad_row: |row| {
        let line = grouped(row.line);
        match row.fault {
            Fault::Cells { found, expected } => format!(
                "Line {line} has {}, the table has {expected}. Perhaps the separator is another \
                 one.",
                count(found, "cell", "cells")
            ),
            Fault::OpenQuote { column } => format!(
                "Line {line}, column {column}: a quote is opened and not closed. If quotes are \
                 ordinary characters, say so above."
            ),
            Fault::TooLong { limit } => format!(
                "Line {line} is longer than {} bytes. Perhaps a quote is not closed.",
                grouped(limit as u64)
            ),
            Fault::TooManyCells { limit } => {
                format!("Line {line} has more than {} cells.", grouped(limit as u64))
            }
        }
    },
    bad_cell: |cell| {
        format!(
            "Line {}, column “{}”: “{}” is not a finite number and counts as missing.",
            grouped(cell.line),
            cell.column,
            cell.found
        )
    },
    more: |number| format!("and {} more", grouped(number)),
    blank_rows: |rows| format!("{} left out.", count(rows as usize, "empty row", "empty rows")),
    garbled: |garbled| {
        format!(
            "{} with characters that this encoding does not have, the first in line {}. Try another \
             encoding.",
            count(garbled.rows as usize, "row", "rows"),
            grouped(garbled.line)
        )
    },
    left_out: |left| match *left {
        LeftOut::Columns { found, limit } => format!(
            "The file has {}; the first {} are read.",
            count(found, "column", "columns"),
            grouped(limit as u64)
        ),
        LeftOut::Rows { limit } => {
            format!("Only the first {} are read.", count(limit, "row", "rows"))
        }
        LeftOut::Text { limit } => format!(
            "Only the first {} of text are read; the rows after them are left out.",
            bytes(limit as u64)
        ),
    },
    unreadable: |why| {
        match why {
        Unreadable::Empty => "The file is empty, or it is a folder. Choose another one.".to_owned(),
        Unreadable::NotText { content: Content::Workbook } => {
            "This is a spreadsheet's own file or an archive. In the spreadsheet save the table as CSV, \
             or copy its cells and paste them here."
                .to_owned()
        }
        Unreadable::NotText { content: Content::Other } => {
            "This is not a text file. Choose a table as CSV or TSV.".to_owned()
        }
        Unreadable::NoRows { names, bad_rows } => match (names.len(), bad_rows.total) {
            (0, 0) => "There is no row of data in the file.".to_owned(),
            (columns, 0) => format!(
                "The file has names for {} and no row of data below them.",
                count(columns, "column", "columns")
            ),
            (_, total) => {
                let first = bad_rows.named.first().map(ENGLISH.bad_row).unwrap_or_default();
                format!(
                    "None of the {} can be read. {first}",
                    count(total as usize, "row", "rows")
                )
            }
        },
    }
    },
    opening: "Opening the file",
    damaged: |why| match why {
        Damage::Foreign => {
            "This is no run file: another program has made it. Choose one that was saved here."
                .to_owned()
        }
        Damage::Version(version) => format!(
            "This run file has version {version}, which this page cannot read. Open it on a page of the \
             build that has saved it."
        ),
        Damage::Length { found, expected } if found < expected => format!(
            "The run file is cut off: it has {} of {} bytes. Copy or download it once more.",
            grouped(*found),
            grouped(*expected)
        ),
        Damage::Length { found, expected } => format!(
            "The run file has {} bytes where it should have {}: something stands behind it. Copy or \
             download it once more.",
            grouped(*found),
            grouped(*expected)
        ),
        Damage::Large { found } => {
            format!("The file has {}; a run file has {} at most.", bytes(*found), bytes(BYTES))
        }
        Damage::Altered => {
            "The run file is damaged: its bytes are not those that were saved. Copy or \
                            download it once more."
                .to_owned()
        }
        Damage::Part(part) => {
            let part = match part {
                Part::Link => "settings",
                Part::Layers => "layers",
                Part::State => "weights",
                Part::Table => "data",
                Part::Curve => "losses",
            };
            format!("The {part} in the run file are missing or cannot be read.")
        }
        Damage::Unfit => {
            "The run file’s settings, data and weights do not belong together.".to_owned()
        }
        Damage::NotFinite => {
            "The run file has weights that are no finite numbers: training cannot go on from them."
                .to_owned()
        }
    },
    refused: |why| match why {
        Refusal::Columns { found, expected } => format!(
            "The choice is about {}, the table has {expected}. Choose the file once more.",
            count(*found, "column", "columns")
        ),
        Refusal::NoInput => "No column is an input. Use at least one as an input.".to_owned(),
        Refusal::NoRows { column, missing } => format!(
            "No row has all values that it needs: “{column}” lacks {}. Leave that column out, or fill \
             missing values in.",
            count(*missing, "value", "values")
        ),
        Refusal::NoTarget => "No column is the target. Use one as the target.".to_owned(),
        Refusal::OneClass { column, class } => format!(
            "All rows of “{column}” are “{class}”: there is nothing to predict. Choose another target."
        ),
        Refusal::SeveralTargets { columns } => format!(
            "Classes stand in one column, and several are targets: {}. Keep one of them.",
            columns.join(", ")
        ),
        Refusal::TextTarget { column } => format!(
            "“{column}” has categories, which are not numbers. Predict a class, or choose another target."
        ),
        Refusal::TooManyClasses { column, found, limit } => format!(
            "“{column}” has {}, and there may be {limit}. Choose another target, or predict a number if it \
             has numbers.",
            count(*found, "class", "classes")
        ),
        Refusal::TooManyInputs { found, limit, column, own } => format!(
            "The inputs come to {}, and there may be {limit}; “{column}” alone comes to {}. Leave it \
             out.",
            grouped(*found as u64),
            grouped(*own as u64)
        ),
        Refusal::TooManyTargets { found, limit } => format!(
            "{} are targets, and there may be {limit}. Use the others as inputs, or not at all.",
            count(*found, "column", "columns")
        ),
    },
    unfetched: "The program that reads tables cannot be fetched. Check that you are online, and try \
                again.",
    died: "The program that reads tables has stopped, perhaps out of memory. Try again, or \
           choose a smaller file.",
    unread: "The browser does not let the page read this file. Perhaps it is a folder, or has been moved \
             or changed meanwhile: choose it once more.",
    try_again: "Try again",
    use_it: "Use this table",
    cancel: "Cancel",
    kept: "Kept in this browser",
    use_one: "Use",
    use_kept: |name| format!("Use {name}"),
    forget_one: "Forget",
    forget_kept: |name| format!("Forget {name}"),
};
