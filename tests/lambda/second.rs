//! A deployment as the second of its two regions sees it. What it wrote before is the first one's, and has come over: the
//! tables are the same, as no emulator carries them from one region to another.
#![allow(dead_code, reason = "each function's test uses its own part")]

use std::sync::Arc;

use longhand_aws::{Cloud, Regions, Settings};
use longhand_system::SystemEntropy;

use crate::world::{REGION, World};

/// The first region.
pub const HOME: &str = "us-east-1";

/// What a function in the second region is told.
pub fn environment(world: &World) -> Vec<(&'static str, String)> {
    [world.environment(), vec![("LONGHAND_REGIONS", names())]].concat()
}

/// The stores, which read what both regions wrote.
pub fn cloud(world: &World) -> Cloud {
    let regions = Regions::of(&names(), REGION).expect("one of the two");
    Cloud::new(&world.config, Settings { regions, ..world.settings.clone() }, Arc::new(SystemEntropy))
}

fn names() -> String {
    format!("{HOME},{REGION}")
}
