mod files;
mod judge;
