//! The entry of the program of networks' files: starts it.

use neural_playground::{formats, program};

fn main() {
    program::listen(|order, asker| asker.tell(&formats::answer(order)));
}
