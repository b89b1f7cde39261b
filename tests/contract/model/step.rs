//! What may happen.

use proptest::prelude::*;

const HOUR: i64 = 3600;

/// Something that happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// A call ends, by a clock that is this many seconds off.
    Call {
        token: u8,
        characters: u32,
        off: i64,
    },
    /// A call that gave out nothing ends.
    Refusal {
        token: u8,
    },
    /// A call of that many hours ago is told of: its first answer was lost.
    Late {
        token: u8,
        hours: i64,
    },
    /// What was told of is told of again.
    Again {
        which: usize,
    },
    Wait {
        seconds: i64,
    },
    Rollup,
    TwoRollups,
    /// A rollup that ends after so many calls of its stores.
    Killed {
        after: i32,
    },
    /// The biller is told, and is heard so often; the process is killed after so many calls of its stores.
    Bill {
        heard: i32,
        after: i32,
    },
    /// An hour that was is added up by hand.
    ByHand {
        hours: i64,
    },
    /// What is billed of an hour that was is corrected.
    Correct {
        account: u8,
        hours: i64,
        images: i64,
    },
    /// Corrections are signed; the process is killed after so many calls of its stores.
    Sign {
        after: i32,
    },
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..4u8, 1..50u32, -540..540i64).prop_map(|(token, characters, off)| Step::Call { token, characters, off }),
        1 => (0..4u8).prop_map(|token| Step::Refusal { token }),
        2 => (0..4u8, 1..60i64).prop_map(|(token, hours)| Step::Late { token, hours }),
        2 => any::<usize>().prop_map(|which| Step::Again { which }),
        3 => (1..2 * HOUR).prop_map(|seconds| Step::Wait { seconds }),
        2 => Just(Step::Rollup),
        1 => Just(Step::TwoRollups),
        2 => (0..60i32).prop_map(|after| Step::Killed { after }),
        2 => (0..12i32, 0..60i32).prop_map(|(heard, after)| Step::Bill { heard, after }),
        1 => (0..48i64).prop_map(|hours| Step::ByHand { hours }),
        1 => (1..3u8, 0..48i64, -9..9i64).prop_map(|(account, hours, images)| Step::Correct { account, hours, images }),
        1 => (0..12i32).prop_map(|after| Step::Sign { after }),
    ]
}
