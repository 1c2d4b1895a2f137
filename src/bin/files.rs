//! The entry of the program that reads tables: starts it.

fn main() {
    neural_playground::files::start();
}
