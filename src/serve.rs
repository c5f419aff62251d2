//! Serve: placeholder.
