//! `vercel-hooks` signs, verifies, generates and sends Vercel webhooks.
//!
//! This library is the inside of the command-line tool of the same name; its interface follows
//! the tool's needs. Data flows one way: [`cli`] names the flags, [`commands`] turns them into
//! plain values, [`event`] makes bytes of a [`catalog`] entry, [`signature`] signs them,
//! [`delivery`] posts them, and [`output`] prints what came of it.

pub mod backoff;
mod byte_order_mark;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod delivery;
pub mod endpoint;
pub mod env_file;
pub mod environment;
pub mod error;
pub mod event;
pub mod exit;
mod file_identity;
pub mod hidden;
pub mod http;
pub mod journal;
mod leftover;
mod lone_file;
mod nearest;
pub mod output;
pub mod paper;
pub mod receiver;
pub mod recording;
pub mod runtime;
pub mod secret;
pub mod server;
pub mod signature;
mod small_file;
pub mod time;
pub mod vercel;
