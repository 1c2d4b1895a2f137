//! The page's entry: puts it up.

fn main() {
    neural_playground::app::start();
}
