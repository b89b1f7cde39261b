//! Whatever goes wrong in a call, its text is in no line of the log and in no answer.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use longhand_edge::render::RenderPorts;

use crate::faulty::{FAILING, Faulty, PANICKING, WORDS};
use crate::fixed::plan_book;
use crate::{Ask, Server};

/// The log of this process, every level of it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// The one log, which is listened to from the first call on.
    fn heard() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
                .with_writer(move || writer.clone())
                .init();
            log
        })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("nobody panicked")).into_owned()
    }
}

const LIMITS: &str = "
address_calls_per_minute = 100
plan.paid.allows = { calls_per_minute = 100, account_calls_per_minute = 100 }
";

type Change = fn(RenderPorts, Faulty) -> RenderPorts;

/// One change for each port that a render calls, in the order in which it does.
const STAGES: [(&str, Change); 10] = [
    ("peppers", |ports, faulty| RenderPorts { peppers: Arc::new(faulty), ..ports }),
    ("tokens", |ports, faulty| RenderPorts { tokens: Arc::new(faulty), ..ports }),
    ("permits", |ports, faulty| RenderPorts { permits: Arc::new(faulty), plans: plan_book(LIMITS), ..ports }),
    ("accounts", |ports, faulty| RenderPorts { accounts: Arc::new(faulty), ..ports }),
    ("toucher", |ports, faulty| RenderPorts { toucher: Arc::new(faulty), ..ports }),
    ("idempotency", |ports, faulty| RenderPorts { idempotency: Arc::new(faulty), ..ports }),
    ("spending", |ports, faulty| RenderPorts { spending: Arc::new(faulty), ..ports }),
    ("keys", |ports, faulty| RenderPorts { keys: Arc::new(faulty), ..ports }),
    ("signer", |ports, faulty| RenderPorts { signer: Arc::new(faulty), ..ports }),
    ("audit", |ports, faulty| RenderPorts { audit: Arc::new(faulty), ..ports }),
];

#[tokio::test]
async fn a_text_is_in_no_log_and_no_answer_whichever_stage_fails_or_panics() {
    let log = Log::heard();
    for (stage, change) in STAGES {
        for faulty in [FAILING, PANICKING] {
            let server = Server::with_ports(|ports| change(ports, faulty)).await;
            let made = server.mint_capped(9).await;
            let canary = format!("Quittenmarmelade-{stage}");
            let form = format!("handwriting_id=Perry&width=200px&height=60px&text={canary}");
            let ask = Ask::post("/render/png").token(&made).form(&form).header("idempotency-key", "k");
            let answer = server.ask(ask).await;
            let forgiven = stage == "toucher" && matches!(faulty, Faulty::Failing);
            assert_eq!(answer.status == 200, forgiven, "{stage} was not reached");
            for secret in [canary.as_str(), made.secret.reveal(), WORDS] {
                assert!(!String::from_utf8_lossy(&answer.body).contains(secret), "{stage}");
                assert!(!log.text().contains(secret), "{stage}: {secret}");
            }
        }
    }
    let heard = log.text();
    assert!(heard.contains("out of order") && heard.contains("a handler panicked"), "the log is heard: {heard}");
}
