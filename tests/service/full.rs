//! The disk is full: no image without an entry, and no half of one.

use std::process::Command;

use crate::Service;

#[test]
fn on_a_full_disk_there_is_no_image_and_what_was_stored_stays() {
    let mut service = Service::start();
    service.kill();
    // A limit on the size of files stands for the full disk; the signal that comes with it is ignored.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 2000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_longhand"), "serve"]);
    limited.args(["--listen", "127.0.0.1:0", "--data"]).arg(service.data());
    service.run(limited);
    let target = "/render/png?handwriting_id=Perry&text=a&width=60px&height=40px";
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: x\r\n{}\r\nConnection: close\r\n\r\n", service.basic("live token"));
    let (mut given, mut refused) = (0, 0);
    for _ in 0..400 {
        let reply = service.send(request.as_bytes()).expect("an answer");
        match reply.status {
            200 => given += 1,
            503 => {
                refused += 1;
                assert_eq!(reply.header("content-type"), "application/json");
                assert!(String::from_utf8_lossy(&reply.body).contains("nothing was billed"));
            }
            other => panic!("{other}"),
        }
    }
    assert!(given > 0 && refused > 0, "{given} given, {refused} refused");
    service.kill();
    service.restart();
    assert_eq!(service.send(request.as_bytes()).expect("an answer").status, 200, "with room again it goes on");
}
