//! What of a question about a run and of its answer travels beside its bytes: the numbers of curve and table,
//! a state, and the bytes of files.

use super::order::{Answer, Order};
use crate::program::{Crosses, Message, Parts, Question};

impl Question for Order {
    const PROGRAM: &'static str = "networks";
    type Answer = Answer;
}

impl Crosses for Order {
    fn name(&self) -> &'static str {
        self.into()
    }

    /// The state and, behind it, the bytes of files the page adds by itself, as it has them in the browser's
    /// memory.
    fn pack(&self, message: &Message) {
        let run = self.run();
        message.numbers(&run.curve_numbers());
        run.table.iter().for_each(|table| message.table(table));
    }

    fn unpack(&mut self, parts: &mut Parts) -> Result<(), String> {
        let run = self.run_mut();
        run.set_curve(&parts.numbers()?);
        run.table.iter_mut().try_for_each(|table| parts.fill(table))?;
        run.state = parts.bytes()?;
        for file in self.files_mut() {
            file.bytes = parts.bytes()?;
        }
        Ok(())
    }
}

impl Crosses for Answer {
    fn name(&self) -> &'static str {
        self.into()
    }

    fn pack(&self, message: &Message) {
        self.bytes().into_iter().for_each(|bytes| message.bytes(bytes));
    }

    fn unpack(&mut self, parts: &mut Parts) -> Result<(), String> {
        for bytes in self.bytes_mut() {
            *bytes = parts.bytes()?;
        }
        Ok(())
    }
}
