//! People by the word of an identity provider, whose keys the function reads over HTTPS.

use serde_json::json;

use crate::event::{body, get};
use crate::provider::{Provider, jwt};
use crate::runtime::Function;
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn people_are_known_by_keys_that_are_read_over_https_from_who_can_prove_to_have_them() {
    let (world, provider) = (World::new("identity").await, Provider::start());
    for is_trusted in [true, false] {
        let environment = [world.environment(), provider.environment(is_trusted)].concat();
        let mut function = Function::start(env!("CARGO_BIN_EXE_longhand-tokens"), &environment).await;
        let mut account = async |subject: &str| {
            let headers = json!({
                "Authorization": format!("Bearer {}", jwt(subject)), "X-Account-Id": world.account().as_str(),
            });
            function.call(&get("/account", &[], &headers)).await
        };
        let answer = account("admin").await;
        if is_trusted {
            assert_eq!(answer["statusCode"], 200, "{}", String::from_utf8_lossy(&body(&answer)));
            assert_eq!(account("stranger").await["statusCode"], 404, "no account of theirs");
        } else {
            assert_eq!(answer["statusCode"], 503, "keys from who cannot prove who they are do not count");
        }
    }
}
