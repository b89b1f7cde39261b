//! AWS with its tables in a database of dynoxide's for each test.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use aws_config::SdkConfig;

use crate::Ports;
use crate::cloud::{cloud_with_tables, config, config_of};

/// It ends when this process does, since it then loses its standard input.
struct Server {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _child: Child,
}

impl Server {
    /// Builds and starts it: it is no part of the workspace, as its `SQLite` is another.
    fn start() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("dynoxide/Cargo.toml");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dynoxide");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(&target);
        let built = build.output().expect("cargo starts");
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let mut command = Command::new(target.join("debug/longhand-dynoxide"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let (input, output) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        Self { input, output: BufReader::new(output), _child: child }
    }

    /// The address of another database.
    fn database(&mut self) -> String {
        self.input.write_all(b"\n").expect("written");
        let mut port = String::new();
        self.output.read_line(&mut port).expect("a port");
        format!("http://127.0.0.1:{}", port.trim())
    }
}

/// Of clients of another database.
pub async fn database() -> SdkConfig {
    static SERVER: OnceLock<Mutex<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| Mutex::new(Server::start()));
    let address = server.lock().expect("nobody panicked").database();
    config_of(&address).await
}

/// Tables, a key and a secret of their own.
pub async fn fresh() -> ((), Ports) {
    let (cloud, _) = cloud_with_tables(&config().await, &database().await).await;
    ((), Arc::new(cloud))
}

/// The same in the second of two regions, as one who reads and writes its log alone.
pub mod second {
    use super::{Arc, Ports, database};
    use crate::regions::Pair;

    pub async fn fresh() -> ((), Ports) {
        let [_, second] = Pair::on([database().await, database().await]).await.clouds;
        ((), Arc::new(second.log_of(None).expect("one of the two")))
    }
}
