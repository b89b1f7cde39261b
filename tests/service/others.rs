//! The clients of the original other than Python's, and those who are no client at all.

use crate::Service;
use crate::clients::{CLIENTS, Caller};

#[test]
fn every_published_client_gets_what_it_demands() {
    let service = Service::start();
    let caller = Caller { address: service.address.clone(), basic: service.basic("live token") };
    for client in CLIENTS {
        client(&caller);
    }
}

#[test]
fn what_is_no_http_is_refused_and_the_service_goes_on() {
    let service = Service::start();
    for garbage in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0\0\0\0\r\n\r\n"] {
        let mut stream = std::net::TcpStream::connect(&service.address).expect("a connection");
        let _ = std::io::Write::write_all(&mut stream, garbage);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = std::io::Read::read_to_end(&mut stream, &mut Vec::new());
    }
    assert_eq!(service.send(b"GET /status HTTP/1.0\r\n\r\n").expect("an answer").status, 200);
}
