//! The least function that reads one item of DynamoDB and writes another before it answers, as every call of ours must:
//! what is left of a cold start beside it is our own.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::{Body, Error, Request, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::new(&longhand_aws::environment().await);
    run(service_fn(|_: Request| hello(&client))).await
}

async fn hello(client: &Client) -> Result<Response<Body>, Error> {
    let name = || AttributeValue::S("hello".to_owned());
    client.get_item().table_name("x-accounts").key("pk", name()).key("sk", name()).send().await?;
    client.put_item().table_name("x-audit").item("pk", name()).item("sk", name()).send().await?;
    Ok(Response::new(Body::from("hello")))
}
