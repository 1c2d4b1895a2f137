//! Waiting for what comes late, with a deadline and a message.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use super::failure::{Failure, Outcome};

/// How long something that must come may take.
const DEADLINE: Duration = Duration::from_secs(40);
/// The pause between two looks.
pub(super) const PAUSE: Duration = Duration::from_millis(40);

/// Looks until what is seen is `good`; says what was waited for and what was seen last.
pub async fn wait<T: Debug>(
    what: &str,
    look: impl AsyncFnMut() -> Outcome<T>,
    good: impl Fn(&T) -> bool,
) -> Outcome<T> {
    wait_for(DEADLINE, what, look, good).await
}

/// [`wait`] with a deadline of its own, for what a program does in the place of a graphics card.
pub async fn wait_for<T: Debug>(
    deadline: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Outcome<T>,
    good: impl Fn(&T) -> bool,
) -> Outcome<T> {
    let start = Instant::now();
    loop {
        let seen = look().await;
        if let Ok(seen) = seen {
            if good(&seen) {
                return Ok(seen);
            }
            if start.elapsed() > deadline {
                return Err(Failure::new(format!(
                    "waited {} s for {what}; seen last: {seen:?}",
                    deadline.as_secs()
                )));
            }
        } else if let Err(failure) = seen
            && start.elapsed() > deadline
        {
            return Err(Failure::new(format!(
                "waited {} s for {what}; looked last in vain: {failure}",
                deadline.as_secs()
            )));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
