//! The most memory that a process has had (proc(5)).

use std::fs;

/// From now on it is counted anew.
///
/// # Panics
/// If there is no such process of ours.
pub fn count_anew(pid: u32) {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("a process of ours");
}

/// How much that is, MB.
///
/// # Panics
/// If there is no such process.
#[must_use]
pub fn most_mb(pid: u32) -> f64 {
    let said = fs::read_to_string(format!("/proc/{pid}/status")).expect("a process of ours");
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its most memory");
    let kb: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kb / 1024.0
}
