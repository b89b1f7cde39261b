use super::*;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + ms).unwrap()
}

/// Calls at these moments against one counter; which passed.
fn run(limit: u32, calls: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let (mut window, mut before, mut hits) = (window_of(at(0)), 0, 0);
    let mut passed = Vec::new();
    for ms in calls {
        let now = window_of(at(ms));
        if now != window {
            before = if window_before(now) == window { hits } else { 0 };
            (window, hits) = (now, 0);
        }
        if hits < (Sliding { limit, before }).allowed(at(ms)) {
            hits += 1;
            passed.push(ms);
        }
    }
    passed
}

#[test]
fn as_many_as_the_limit_pass_at_once_and_not_one_more() {
    for limit in [1, 7, 60, 3000] {
        assert_eq!(run(limit, (0..i64::from(limit) + 10).map(|n| n / 4)).len(), limit as usize);
    }
}

#[test]
fn in_no_minute_do_twice_as_many_pass_as_a_fixed_window_would_let() {
    // A burst at the end of a window, and one at the beginning of the next.
    let passed = run(100, (0..300).map(|n| 59_000 + n).chain((0..300).map(|n| 60_000 + n)));
    assert_eq!(passed.len(), 100);
    // Calls without pause pass at the limit's rate, whichever minute is looked at.
    let passed = run(100, (0..6000).map(|n| n * 100));
    for from in (60_000..500_000).step_by(7_000) {
        let count = passed.iter().filter(|ms| (from..from + 60_000).contains(*ms)).count();
        assert!((90..=110).contains(&count), "{count} from {from}");
    }
}

#[test]
fn who_waits_as_long_as_told_passes_and_no_second_less() {
    for limit in [1, 2, 7, 60, 600] {
        for before in [0, 1, u64::from(limit) / 2, limit.into()] {
            for ms in [0, 1, 999, 30_000, 59_001, 59_999] {
                let sliding = Sliding { limit, before };
                let hits = sliding.allowed(at(ms));
                let wait = sliding.wait_s(hits, at(ms));
                let passes = |wait: u32| {
                    let later = at(ms) + SignedDuration::from_secs(wait.into());
                    let windows = window_of(later).duration_since(window_of(at(ms))).as_secs() / 60;
                    match windows {
                        0 => hits < sliding.allowed(later),
                        1 => 0 < Sliding { limit, before: hits }.allowed(later),
                        _ => true,
                    }
                };
                assert!(passes(wait), "{limit} {before} {ms} {wait}");
                assert!(wait > 0 && !passes(wait - 1), "{limit} {before} {ms}: {wait} s are too many");
            }
        }
    }
}

#[test]
fn a_subscriber_of_ipv6_is_one_address_and_a_mapped_one_is_itself() {
    let of = |text: &str| Bucket::of_address(text.parse().unwrap());
    assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
}
