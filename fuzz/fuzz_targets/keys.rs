#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| longhand_tests::entries::keys(bytes));
