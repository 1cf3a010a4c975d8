//! `vercel-hooks` signs, verifies, generates and sends Vercel webhooks.
//!
//! Data flows one way: [`cli`] parses flags, [`commands`] turns them into plain values, [`event`]
//! makes bytes of a [`catalog`] entry, [`signature`] signs them, [`delivery`] sends them, and
//! [`output`] prints the result.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod commands;
pub mod delivery;
pub mod error;
pub mod event;
mod fs;
pub mod http;
pub mod marketplace;
pub mod output;
pub mod receiver;
pub mod recording;
pub mod settings;
pub mod signature;
pub mod time;
