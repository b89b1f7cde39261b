//! The plans in force.

use async_trait::async_trait;
use longhand_core::ports::{Answer, PlanSource, PlanWriter};

use crate::store::Store;

#[async_trait]
impl PlanSource for Store {
    async fn plans(&self) -> Answer<Option<String>> {
        Ok(self.rows("reading the plans", "SELECT file FROM plans", &[], |row| row.get(0))?.pop())
    }
}

#[async_trait]
impl PlanWriter for Store {
    async fn put_plans(&self, file: &str) -> Answer<()> {
        let file = file.to_owned();
        self.write("storing the plans", move |c| {
            c.execute("INSERT INTO plans VALUES (1, ?1) ON CONFLICT DO UPDATE SET file = ?1", [file]).map(drop)
        })
        .await
    }
}
