//! The requests of the other published clients of the original, byte for byte as they send them, with what each
//! demands of the answer.

use crate::process::{Reply, send};

/// Where a client calls, and with which token.
pub struct Caller {
    pub address: String,
    /// The header of its live token.
    pub basic: String,
}

/// Every client.
pub const CLIENTS: [fn(&Caller); 5] = [go, ruby, php, node, haskell];

/// Sends a request with the live token and `Connection: close`.
fn ask(caller: &Caller, line: &str, headers: &str, body: &str) -> Reply {
    let Caller { address, basic } = caller;
    let request = format!("{line} HTTP/1.1\r\nHost: {address}\r\n{basic}\r\nConnection: close\r\n{headers}\r\n{body}");
    send(address, request.as_bytes()).expect("an answer")
}

/// The envelope with a list of errors, each with a message: without it the Ruby client crashes.
fn envelope(reply: &Reply) -> Vec<serde_json::Value> {
    assert!(reply.header("content-type").starts_with("application/json"));
    let body: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
    let errors = body["errors"].as_array().expect("a list").clone();
    assert!(!errors.is_empty() && errors.iter().all(|e| e["error"].is_string()));
    errors
}

/// Exactly 200, with all ten parameters.
fn go(caller: &Caller) {
    let query = "handwriting_color=%23000000&handwriting_id=2D5S46A80003&handwriting_size=20px&height=360px&\
                 line_spacing=1.5&line_spacing_variance=0&random_seed=-1&text=Hello+from+Go%21&width=504px&\
                 word_spacing_variance=0";
    let headers = "User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n";
    let reply = ask(caller, &format!("GET /render/png?{query}"), headers, "");
    assert_eq!((reply.status, reply.header("content-type"), reply.header("content-encoding")), (200, "image/png", ""));
    let pdf = query
        .replace("%23000000", "%280%2C+0%2C+0%2C+1%29")
        .replace("20px", "20pt")
        .replace("504px", "7in")
        .replace("360px", "5in");
    let reply = ask(caller, &format!("GET /render/pdf?{pdf}"), headers, "");
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/pdf"));
    let list = ask(caller, "GET /handwritings?limit=1000&offset=0&order_by=title&order_dir=desc", headers, "");
    let hands: Vec<serde_json::Value> = serde_json::from_slice(&list.body).expect("a bare list");
    assert!(hands.len() >= 24 && hands.iter().all(|hand| hand["rating_neatness"].is_i64()));
}

/// Bodies with errors, and no redirect.
fn ruby(caller: &Caller) {
    let headers = "Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3\r\nAccept: */*\r\nUser-Agent: Ruby\r\n";
    let reply =
        ask(caller, "GET /render/png?handwriting_id=2D5S46A80003&text=Hello+from+Ruby&height=auto", headers, "");
    assert_eq!((reply.status, &reply.body[..4]), (200, &b"\x89PNG"[..]));
    for (target, status) in [
        ("/render/png?handwriting_id=nobody&text=a", 400),
        ("/handwritings/nobody", 404),
        ("/nowhere", 404),
        ("/render/png?width=x", 400),
    ] {
        let reply = ask(caller, &format!("GET {target}"), headers, "");
        assert_eq!((reply.status, reply.header("location")), (status, ""), "{target}");
        envelope(&reply);
    }
}

/// A leading ampersand, raw text, and a content type on GET.
fn php(caller: &Caller) {
    let headers = "Content-Type: image/png\r\nUser-Agent: GuzzleHttp/6.3.3\r\n";
    let list = ask(caller, "GET /handwritings?&limit=3&offset=0&order_dir=asc&order_by=id", headers, "");
    let hands: Vec<serde_json::Value> = serde_json::from_slice(&list.body).expect("a bare list");
    assert_eq!((list.status, hands.len()), (200, 3));
    let reply =
        ask(caller, "GET /render/png?&handwriting_id=2D5S46A80003&text=It's%20me!(really)*&width=504px", headers, "");
    assert_eq!(reply.status, 200);
}

/// A GET with a body, which accepts JSON even for a PNG.
fn node(caller: &Caller) {
    let body = "handwriting_id=2D5S46A80003&text=Hello%20from%20Node";
    let headers = format!(
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        body.len()
    );
    let reply = ask(caller, &format!("GET /render/png?{body}"), &headers, body);
    assert_eq!((reply.status, reply.header("content-type"), &reply.body[..4]), (200, "image/png", &b"\x89PNG"[..]));
    let wrong = send(&caller.address, b"GET /render/png HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\nConnection: close\r\nAccept: application/json\r\n\r\n");
    let wrong = wrong.expect("an answer");
    assert_eq!((wrong.status, envelope(&wrong)[0]["error"].as_str()), (401, Some("unauthorized")));
}

/// Three decimals, automatic heights and bare hex.
fn haskell(caller: &Caller) {
    let png = "handwriting_id=2D5S46A80003&text=Hello%20from%20Haskell&handwriting_size=20px&handwriting_color=1a2a6c&\
               width=504px&height=auto&line_spacing=1.500&line_spacing_variance=0.000&word_spacing_variance=0.000&random_seed=-1";
    assert_eq!(ask(caller, &format!("GET /render/png?{png}"), "", "").status, 200);
    let pdf =
        png.replace("1a2a6c", "(0.000,0.500,1.000,0.000)").replace("20px", "20.000pt").replace("504px", "7.000in");
    assert_eq!(ask(caller, &format!("GET /render/pdf?{pdf}"), "", "").status, 200);
}
