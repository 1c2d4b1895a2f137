//! To be written by a helper.
