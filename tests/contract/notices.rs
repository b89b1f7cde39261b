//! Notices on their way.

use longhand_core::audit::RETENTION;
use longhand_core::notice::Notice;
use longhand_core::ports::Written;

use crate::Ports;
use crate::made::{at, token};

pub async fn a_notice_is_kept_until_it_is_sent_and_posted_once(ports: Ports) {
    let ends = Notice::token_ends(&token(1, 1), at(1_000_000), at(0));
    let leaked = Notice::token_leaked(&token(1, 1), "k1", at(5));
    for (notice, written) in [(&ends, Written::Done), (&ends, Written::Conflict), (&leaked, Written::Done)] {
        assert_eq!(ports.post(notice).await.unwrap(), written);
    }
    let mut unsent = ports.unsent(10).await.unwrap();
    unsent.sort_by_key(|notice| notice.at);
    assert_eq!(unsent, [ends.clone(), leaked.clone()]);
    assert_eq!(ports.unsent(1).await.unwrap().len(), 1);
    ports.sent(&ends, at(9)).await.unwrap();
    ports.sent(&ends, at(10)).await.unwrap();
    assert_eq!(ports.unsent(10).await.unwrap(), [leaked]);
    assert_eq!(ports.post(&ends).await.unwrap(), Written::Conflict, "it is told already");
}

pub async fn a_notice_that_is_set_aside_waits_until_it_is_put_back_or_forgotten(ports: Ports) {
    let [poison, good] = [1, 2].map(|n| Notice::token_ends(&token(n, 1), at(1_000_000), at(i64::from(n))));
    for notice in [&poison, &good] {
        assert_eq!(ports.post(notice).await.unwrap(), Written::Done);
    }
    assert_eq!(ports.aside(10, at(9)).await.unwrap(), []);
    ports.set_aside(&poison, at(9)).await.unwrap();
    assert_eq!(ports.unsent(10).await.unwrap(), std::slice::from_ref(&good));
    assert_eq!(ports.aside(10, at(9)).await.unwrap(), std::slice::from_ref(&poison));
    assert_eq!(ports.post(&poison).await.unwrap(), Written::Conflict, "it is not posted beside");
    let (last, late) = (at(8) + RETENTION, at(10) + RETENTION);
    assert_eq!(ports.aside(10, last).await.unwrap(), std::slice::from_ref(&poison));
    assert_eq!(ports.aside(10, late).await.unwrap(), [], "nothing is kept longer");
    ports.put_back(&poison).await.unwrap();
    assert_eq!((ports.unsent(10).await.unwrap().len(), ports.aside(10, at(9)).await.unwrap()), (2, vec![]));
    ports.set_aside(&poison, at(10)).await.unwrap();
    ports.sent(&poison, at(11)).await.unwrap();
    assert_eq!((ports.unsent(10).await.unwrap(), ports.aside(10, at(11)).await.unwrap()), (vec![good], vec![]));
    assert_eq!(ports.post(&poison).await.unwrap(), Written::Conflict, "it is done with");
}
