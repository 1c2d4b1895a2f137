//! The page's end of the worker: starts it, queues commands until it listens, takes events
//! in, and starts it anew when it dies.

mod connection;
mod events;
mod frames;

pub use connection::connect;
