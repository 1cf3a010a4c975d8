//! `check`: what it finds in correct receivers and in flawed ones.

mod flaws;
mod receiver;
