use std::collections::BTreeSet;

use super::*;
use crate::testing::noise;

fn candidate(seed: u64, told: f32, traits: [f32; 6]) -> Candidate {
    let (id, title, style) = (String::new(), String::new(), [0.0; STYLE]);
    let row = HandRow { id, title, style, seed, joined: 0.0, ratings: [0; 4], heights: None };
    Candidate { row, misread: 0.0, told, traits }
}

fn candidates(n: u64) -> Vec<Candidate> {
    let mut random = noise(41);
    (0..n).map(|seed| candidate(seed, random(), std::array::from_fn(|_| random()))).collect()
}

#[test]
fn ids_are_twelve_characters_of_crockfords_base_32() {
    for (title, _) in TITLES {
        let id = new_id(title);
        assert_eq!(id.len(), 12);
        assert!(id.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"ILOU".contains(&b))), "{id}");
    }
}

#[test]
fn an_id_depends_on_the_title_alone_and_never_changes() {
    assert_eq!(new_id("Adelaide"), "RYSHBZX6H0KJ");
    assert_eq!(new_id(""), "5S8422JWWMWQ", "the offset basis of FNV-1a, last five bits first");
    assert_ne!(new_id("Adelaide"), new_id("adelaide"));
}

#[test]
fn no_two_hands_share_a_title_or_an_id() {
    let hands = finish(&candidates(TITLES.len() as u64));
    assert_eq!(hands.len(), TITLES.len());
    assert_eq!(hands.iter().map(|h| &h.id).collect::<BTreeSet<_>>().len(), TITLES.len());
    assert_eq!(hands.iter().map(|h| &h.title).collect::<BTreeSet<_>>().len(), TITLES.len());
    assert_eq!((hands[0].title.as_str(), hands[0].id.as_str()), ("Perry", "2D5S46A80003"));
    assert!(hands.iter().enumerate().all(|(k, h)| h.seed == k as u64), "hands keep their seeds and order");
}

#[test]
fn ratings_have_mean_1400_and_deviation_100_and_follow_the_traits() {
    let all = candidates(TITLES.len() as u64);
    let hands = finish(&all);
    for k in 0..4 {
        let v: Vec<f32> = hands.iter().map(|h| h.ratings[k] as f32).collect();
        assert!(
            (v.iter().sum::<f32>() / TITLES.len() as f32 - 1400.0).abs() < 1.0 && (deviation(&v) - 100.0).abs() < 1.0
        );
        let most = |f: &dyn Fn(usize) -> f32| (0..TITLES.len()).max_by(|a, b| f(*a).total_cmp(&f(*b)));
        assert_eq!(most(&|i| v[i]), most(&|i| all[i].traits[k]));
    }
}

#[test]
fn the_hand_most_like_people_is_kept_and_the_least_like_never() {
    let all = candidates(200);
    let mut order: Vec<(f32, u64)> = all.iter().map(|c| (c.told, c.row.seed)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best: Vec<Candidate> =
        believed(all.into_iter().map(|c| ((), c)).collect(), 10).into_iter().map(|((), c)| c).collect();
    let chosen: Vec<u64> = spread(best, 10).iter().map(|c| c.row.seed).collect();
    assert_eq!((chosen.len(), chosen[0]), (10, order[0].1));
    assert!(chosen.iter().all(|s| order[..20].iter().any(|o| o.1 == *s)), "out of the tenth most like people");
    assert_eq!(chosen.iter().collect::<BTreeSet<_>>().len(), 10);
}

#[test]
fn hands_far_apart_are_preferred() {
    let mut all: Vec<Candidate> = (0..37).map(|s| candidate(s, 0.5, [0.01 * s as f32; 6])).collect();
    all.extend((37..40).map(|s| candidate(s, 0.6, [10.0 * (s as f32 - 38.5); 6])));
    all[0].told = 0.4;
    let mut chosen: Vec<u64> = spread(all, 40)[..4].iter().map(|c| c.row.seed).collect();
    chosen.sort_unstable();
    assert_eq!(chosen, [0, 37, 38, 39]);
}
