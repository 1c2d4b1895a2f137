//! The page's entry: mounts it.

fn main() {
    leptos::mount::mount_to_body(neural_playground::app::App);
}
