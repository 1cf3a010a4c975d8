//! Settings and secrets: flag, then environment, then `.env` files, then the project file.

pub mod env_file;
pub mod environment;
pub mod project;
pub mod secret;
