//! Notices on their way.

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
