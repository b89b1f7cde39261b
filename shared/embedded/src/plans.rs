//! The plans in force.

use async_trait::async_trait;
use jiff::Timestamp;
use longhand_core::error::StoreError;
use longhand_core::ports::{Answer, InForce, PlanSource, PlanWriter};

use crate::store::{Store, us};

#[async_trait]
impl PlanSource for Store {
    async fn plans(&self) -> Answer<InForce> {
        const DOING: &str = "reading the plans";
        let sql = "SELECT (SELECT file FROM plans), (SELECT until_us FROM tests_paused)";
        let row = self.rows(DOING, sql, &[], |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?)))?.pop();
        let (file, until) = row.unwrap_or_default();
        let until = until.map(|us| Timestamp::from_microsecond(us).map_err(|error| StoreError::new(DOING, error)));
        Ok(InForce { file, tests_paused_until: until.transpose()? })
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

    async fn pause_tests(&self, until: Option<Timestamp>) -> Answer<()> {
        let until = until.map(us);
        self.write("pausing tests", move |c| match until {
            Some(until) => {
                let sql = "INSERT INTO tests_paused VALUES (1, ?1) ON CONFLICT DO UPDATE SET until_us = ?1";
                c.execute(sql, [until]).map(drop)
            }
            None => c.execute("DELETE FROM tests_paused", []).map(drop),
        })
        .await
    }
}
