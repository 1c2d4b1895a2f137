//! What of a question and of an answer travels beside its bytes: those of files, and the numbers of tables.

use super::desk::{Ask, Told};
use super::shelf::{Errand, Outcome};
use crate::program::{Crosses, Message, Parts, Question};

impl Question for Ask {
    const PROGRAM: &'static str = "files";
    type Answer = Told;
}

impl Crosses for Ask {
    fn name(&self) -> &'static str {
        self.into()
    }

    /// The bytes of a file the page adds by itself, as it has them in the browser's memory.
    fn pack(&self, message: &Message) {
        if let Self::Shelf(Errand::Keep { table, .. }) = self {
            message.table(table);
        }
    }

    fn unpack(&mut self, parts: &mut Parts) -> Result<(), String> {
        if let Self::Bytes { bytes } = self {
            *bytes = parts.bytes()?;
        }
        if let Self::Shelf(Errand::Keep { table, .. }) = self {
            parts.fill(table)?;
        }
        Ok(())
    }
}

impl Crosses for Told {
    fn name(&self) -> &'static str {
        self.into()
    }

    fn pack(&self, message: &Message) {
        if let Self::Taken { table, .. } | Self::Shelf(Outcome::Fetched { table }) = self {
            message.table(table);
        }
    }

    fn unpack(&mut self, parts: &mut Parts) -> Result<(), String> {
        if let Self::Taken { table, .. } | Self::Shelf(Outcome::Fetched { table }) = self {
            parts.fill(table)?;
        }
        Ok(())
    }
}
