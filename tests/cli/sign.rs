use super::support::{vercel_hooks, with_secret};

#[test]
fn prints_forty_lower_case_hexadecimal_digits() {
    vercel_hooks(["sign", "body", "--secret-file", "secret"])
        .file("body", "what do ya want for nothing?")
        .file("secret", "Jefe\n")
        .gives(
            0,
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79\n",
            "secret: from secret, fingerprint [..]\n",
        );
}

#[test]
fn reads_standard_input_and_prints_a_header() {
    with_secret(["sign", "--header", "--quiet"]).stdin("{}").gives(
        0,
        "x-vercel-signature: 30fa2393234925ac0599e53c341c26c2a9d3ba97\n",
        "",
    );
}
