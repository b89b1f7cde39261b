//! What the dearest request takes, as far as a short search finds it; the example `dearest` searches longer.

use longhand_tests::dearest::{MOST_MB, MOST_TIME, measure, search};

use crate::Service;

const STEPS: usize = 40;
/// This build is not optimised as the one that serves is, for which the example holds the aim itself.
const SLOWER: u32 = 3;

#[test]
fn no_request_that_a_search_finds_takes_more_than_one_may() {
    let service = Service::start();
    let token = service.basic("live token");
    let ask = |route: &str, form: &str| {
        let head = format!("POST {route} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{token}\r\n");
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let request = format!("{head}{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len());
        service.send(request.as_bytes()).expect("an answer").status
    };
    let mut answered = 0;
    let found = search(STEPS, |wish| {
        let (route, form) = wish.request();
        let cost = measure(service.pid(), || ask(&route, &form));
        assert!([200, 400].contains(&cost.status), "{} is answered {}", wish.said(), cost.status);
        answered += usize::from(cost.status == 200);
        cost
    });
    assert!(answered > STEPS / 4, "{answered} of {STEPS} were drawn");
    for (wish, cost) in found {
        assert!(cost.time < MOST_TIME * SLOWER && cost.mb < MOST_MB, "{}: {cost:?}", wish.said());
    }
}
