//! A page in a browser calls the service with a credential, from another origin.

use std::path::Path;
use std::process::Command;

use crate::Service;
use crate::process::output;

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><p id="said">waiting</p><script>
const authorization = 'Basic ' + btoa('KEY:SECRET');
async function run() {
  const form = new URLSearchParams({ handwriting_id: 'Perry', text: 'From a page', random_seed: '7' });
  const drawn = await fetch('ADDRESS/render/png', { method: 'POST', headers: { authorization }, body: form });
  const seed = drawn.headers.get('x-seed-used');
  const bytes = (await drawn.arrayBuffer()).byteLength;
  const refused = await fetch('ADDRESS/render/png?width=x', { headers: { authorization, 'x-request-id': 'page-1' } });
  const fields = (await refused.json()).errors.map(error => error.field).sort().join();
  return [drawn.status, drawn.headers.get('content-type'), seed, bytes > 1000, refused.status,
          refused.headers.get('x-request-id'), fields].join(' ');
}
run().then(said => { document.getElementById('said').textContent = said; },
           error => { document.getElementById('said').textContent = 'failed: ' + error; });
</script>"#;

#[test]
fn a_page_of_another_origin_may_call_and_read_the_answer() {
    let service = Service::start();
    let (key, secret) = service.printed("test token");
    let page =
        PAGE.replace("KEY", key).replace("SECRET", secret).replace("ADDRESS", &format!("http://{}", service.address));
    let file = service.directory.path().join("page.html");
    std::fs::write(&file, page).expect("a page");
    let shown = shown(&service, &file);
    assert!(shown.contains("200 image/png 7 true 400 page-1 handwriting_id,text,width"), "{shown}");
}

/// What a browser makes of a page.
fn shown(service: &Service, page: &Path) -> String {
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--dump-dom"]);
    browser.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    browser.arg("--virtual-time-budget=60000");
    browser.arg(format!("--user-data-dir={}", service.directory.path().join("profile").display()));
    browser.arg(format!("file://{}", page.display()));
    String::from_utf8(output(&mut browser).stdout).expect("text")
}

/// A page with FRAMES that tells how many were loaded, and which of them ran a script.
const FRAMES: &str = r#"<!doctype html><meta charset="utf-8"><p id="said">waiting</p><script>
const run = [];
let loaded = 0;
const tell = () => document.getElementById('said').textContent = `loaded ${loaded}, run ${run.join()}`;
window.onmessage = message => { run.push(message.data); tell(); };
function count() { loaded += 1; tell(); }
</script>FRAMES"#;

/// Texts that run where they are taken for markup: each way in, in each dress.
fn scripts() -> Vec<String> {
    let ways = [
        "<script>parent.postMessage('NAME','*')</script>",
        "<img src=x onerror=\"parent.postMessage('NAME','*')\">",
        "<svg onload=\"parent.postMessage('NAME','*')\">",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>parent.postMessage('NAME','*')</script></svg>",
        "<iframe srcdoc=\"<script>top.postMessage('NAME','*')</script>\"></iframe>",
        "<body onload=\"parent.postMessage('NAME','*')\">",
        "<details open ontoggle=\"parent.postMessage('NAME','*')\">",
        "<a href=\"javascript:parent.postMessage('NAME','*')\" autofocus>x</a>",
        "<input autofocus onfocus=\"parent.postMessage('NAME','*')\">",
        "<style onload=\"parent.postMessage('NAME','*')\"></style>",
        "<object data=\"data:text/html,<script>top.postMessage('NAME','*')</script>\"></object>",
        "<meta http-equiv=refresh content=\"0;url=javascript:parent.postMessage('NAME','*')\">",
        "<video><source onerror=\"parent.postMessage('NAME','*')\"></video>",
        "<math><mtext></mtext><script>parent.postMessage('NAME','*')</script></math>",
    ];
    let dresses = [
        "IT",
        "\">IT",
        "'>IT",
        "</path>IT",
        "]]>IT",
        "-->IT",
        "</title></style>IT",
        "\u{feff}IT",
        "\0IT",
        "IT\r\n\r\nIT",
        "%3CIT",
        "\\u003cIT",
        "{\"a\":\"IT\"}",
        "<![CDATA[IT]]>",
        "<!--IT",
    ];
    let all = ways.iter().flat_map(|way| dresses.map(|dress| dress.replace("IT", way)));
    all.enumerate().map(|(n, script)| script.replace("NAME", &n.to_string())).collect()
}

#[test]
fn no_text_that_is_sent_runs_in_the_page_that_shows_the_answer() {
    let service = Service::start();
    let scripts = scripts();
    assert!(scripts.len() >= 200);
    let token = service.basic("test token");
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let mut targets = Vec::new();
    for (n, script) in scripts.iter().enumerate() {
        let it = encoded(script);
        let form = format!("format=svg&handwriting_id=Perry&text={it}&on_missing=skip");
        let head = format!("POST /links HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{token}\r\n");
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let request = format!("{head}{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len());
        let reply = service.send(request.as_bytes()).expect("an answer");
        let link: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
        let drawn = link["url"].as_str().filter(|_| n % 4 == 0);
        targets.extend(drawn.map(str::to_owned));
        // One field after the other has it, where whoever is not let in is told of it, and in a path.
        let fields = longhand_ink::params::PARAMETERS;
        targets.push(format!("/linked?{}={it}&{it}=x", fields[n % fields.len()]));
        targets.push(match n % 4 {
            0 => format!("/{it}"),
            1 => format!("/docs?{it}"),
            2 => format!("/handwritings/{it}"),
            _ => format!("/status?x={it}"),
        });
    }
    let frame =
        |target: &String| format!("<iframe onload=count() src=\"http://{}{target}\"></iframe>", service.address);
    let frames: String = targets.iter().map(frame).collect();
    let control = "<iframe onload=count() srcdoc=\"<script>parent.postMessage('the control','*')</script>\"></iframe>";
    let page = FRAMES.replace("FRAMES", &(frames + control));
    let file = service.directory.path().join("frames.html");
    std::fs::write(&file, page).expect("a page");
    let shown = shown(&service, &file);
    let said =
        shown.split_once("id=\"said\">").and_then(|(_, rest)| rest.split_once('<')).map_or("nothing", |(said, _)| said);
    assert_eq!(said, format!("loaded {}, run the control", targets.len() + 1));
}
