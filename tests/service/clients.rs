//! The requests of the other published clients of the original, byte for byte as they send them, with what each
//! demands of the answer.

use crate::Service;
use crate::process::Reply;

/// Sends a request with the live token and `Connection: close`.
fn ask(service: &Service, line: &str, headers: &str, body: &str) -> Reply {
    let basic = service.basic("live token");
    let host = &service.address;
    let request = format!("{line} HTTP/1.1\r\nHost: {host}\r\n{basic}\r\nConnection: close\r\n{headers}\r\n{body}");
    service.send(request.as_bytes()).expect("an answer")
}

/// The envelope with a list of errors, each with a message: without it the Ruby client crashes.
fn envelope(reply: &Reply) -> Vec<serde_json::Value> {
    assert!(reply.header("content-type").starts_with("application/json"));
    let body: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
    let errors = body["errors"].as_array().expect("a list").clone();
    assert!(!errors.is_empty() && errors.iter().all(|e| e["error"].is_string()));
    errors
}

#[test]
fn the_go_client_gets_exactly_200_with_all_ten_parameters() {
    let service = Service::start();
    let query = "handwriting_color=%23000000&handwriting_id=2D5S46A80003&handwriting_size=20px&height=360px&\
                 line_spacing=1.5&line_spacing_variance=0&random_seed=-1&text=Hello+from+Go%21&width=504px&\
                 word_spacing_variance=0";
    let headers = "User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n";
    let reply = ask(&service, &format!("GET /render/png?{query}"), headers, "");
    assert_eq!((reply.status, reply.header("content-type"), reply.header("content-encoding")), (200, "image/png", ""));
    let pdf = query
        .replace("%23000000", "%280%2C+0%2C+0%2C+1%29")
        .replace("20px", "20pt")
        .replace("504px", "7in")
        .replace("360px", "5in");
    let reply = ask(&service, &format!("GET /render/pdf?{pdf}"), headers, "");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/pdf"));
    let list = ask(&service, "GET /handwritings?limit=1000&offset=0&order_by=title&order_dir=desc", headers, "");
    let hands: Vec<serde_json::Value> = serde_json::from_slice(&list.body).expect("a bare list");
    assert!(hands.len() >= 24 && hands.iter().all(|hand| hand["rating_neatness"].is_i64()));
}

#[test]
fn the_ruby_client_gets_bodies_with_errors_and_no_redirect() {
    let service = Service::start();
    let headers = "Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3\r\nAccept: */*\r\nUser-Agent: Ruby\r\n";
    let reply =
        ask(&service, "GET /render/png?handwriting_id=2D5S46A80003&text=Hello+from+Ruby&height=auto", headers, "");
    assert_eq!((reply.status, &reply.body[..4]), (200, &b"\x89PNG"[..]));
    for (target, status) in [
        ("/render/png?handwriting_id=nobody&text=a", 400),
        ("/handwritings/nobody", 404),
        ("/nowhere", 404),
        ("/render/png?width=x", 400),
    ] {
        let reply = ask(&service, &format!("GET {target}"), headers, "");
        assert_eq!((reply.status, reply.header("location")), (status, ""), "{target}");
        envelope(&reply);
    }
}

#[test]
fn the_php_client_sends_a_leading_ampersand_raw_text_and_a_content_type_on_get() {
    let service = Service::start();
    let headers = "Content-Type: image/png\r\nUser-Agent: GuzzleHttp/6.3.3\r\n";
    let list = ask(&service, "GET /handwritings?&limit=3&offset=0&order_dir=asc&order_by=id", headers, "");
    let hands: Vec<serde_json::Value> = serde_json::from_slice(&list.body).expect("a bare list");
    assert_eq!((list.status, hands.len()), (200, 3));
    let reply =
        ask(&service, "GET /render/png?&handwriting_id=2D5S46A80003&text=It's%20me!(really)*&width=504px", headers, "");
    assert_eq!(reply.status, 200);
}

#[test]
fn the_node_clients_send_a_get_with_a_body_and_accept_json_even_for_png() {
    let service = Service::start();
    let body = "handwriting_id=2D5S46A80003&text=Hello%20from%20Node";
    let headers = format!(
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        body.len()
    );
    let reply = ask(&service, &format!("GET /render/png?{body}"), &headers, body);
    assert_eq!((reply.status, reply.header("content-type"), &reply.body[..4]), (200, "image/png", &b"\x89PNG"[..]));
    let wrong = service.send(b"GET /render/png HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\nConnection: close\r\nAccept: application/json\r\n\r\n");
    let wrong = wrong.expect("an answer");
    assert_eq!((wrong.status, envelope(&wrong)[0]["error"].as_str()), (401, Some("unauthorized")));
}

#[test]
fn the_haskell_client_sends_three_decimals_auto_heights_and_bare_hex() {
    let service = Service::start();
    let png = "handwriting_id=2D5S46A80003&text=Hello%20from%20Haskell&handwriting_size=20px&handwriting_color=1a2a6c&\
               width=504px&height=auto&line_spacing=1.500&line_spacing_variance=0.000&word_spacing_variance=0.000&random_seed=-1";
    assert_eq!(ask(&service, &format!("GET /render/png?{png}"), "", "").status, 200);
    let pdf =
        png.replace("1a2a6c", "(0.000,0.500,1.000,0.000)").replace("20px", "20.000pt").replace("504px", "7.000in");
    assert_eq!(ask(&service, &format!("GET /render/pdf?{pdf}"), "", "").status, 200);
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
