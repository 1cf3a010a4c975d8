//! The program as its users meet it: every test runs the binary.

mod catalog;
mod check;
mod client;
mod completions;
mod config;
mod emulate;
mod events;
mod generate;
mod help;
mod listen;
mod man;
mod notify;
mod partner;
#[cfg(unix)]
mod prompts;
mod replay;
mod running;
mod secrets;
mod send;
mod server;
mod servers;
mod sign;
mod support;
mod tls;
mod verify;
