//! How fast the inside is: `cargo bench`, or `cargo bench signing` for a part.

mod delivering;
mod generating;
mod signing;
mod verifying;

const SECRET: &[u8] = b"xEbuzM1ZAJ46afITQlYqH605";

fn main() {
    divan::main();
}
