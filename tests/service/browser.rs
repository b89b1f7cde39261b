//! A page in a browser calls the service with a credential, from another origin.

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
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--dump-dom"]);
    browser.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    browser.arg("--virtual-time-budget=20000");
    browser.arg(format!("--user-data-dir={}", service.directory.path().join("profile").display()));
    browser.arg(format!("file://{}", file.display()));
    let shown = String::from_utf8(output(&mut browser).stdout).expect("text");
    assert!(shown.contains("200 image/png 7 true 400 page-1 handwriting_id,text,width"), "{shown}");
}
