//! What every adapter of a port guarantees: each suite is a function of the ports, run here on each adapter. The
//! module of an adapter says only how a fresh one is made.

mod accounts;
mod archive;
mod audit;
mod billers;
mod bills;
mod cloud;
mod corrections;
mod disputes;
mod dying;
mod dynoxide;
mod embedded;
mod erasure;
mod everything;
mod ledger;
mod made;
mod model;
mod moto;
mod notices;
mod permits;
mod plans;
mod reconcile;
mod regions;
mod spread;
mod tokens;
mod usage;
mod use_once;
mod whereabouts;

use std::sync::Arc;

use dynoxide::second;

use self::everything::Everything;

/// A store with all ports, shared by the calls of one test.
pub type Ports = Arc<dyn Everything>;

/// Runs a future to its end.
pub fn block<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    runtime.unwrap_or_else(|e| unreachable!("a runtime starts: {e}")).block_on(future)
}

/// One test a guarantee, run on a fresh store of an adapter.
macro_rules! guarantees {
    ($adapter:ident, $suite:ident: $($name:ident),+ $(,)?) => {
        mod $suite {
            $(
                #[test]
                fn $name() {
                    $crate::block(async {
                        let (_guard, ports) = $crate::$adapter::fresh().await;
                        $crate::$suite::$name(ports).await;
                    });
                }
            )+
        }
    };
}

/// Every guarantee of every port that holds of one call after another.
macro_rules! in_turn_on {
    ($adapter:ident) => {
        guarantees!($adapter, accounts:
            an_account_is_read_as_it_was_stored,
            of_two_changes_to_one_version_one_wins,
            accounts_are_listed_whole_by_id,
            a_member_finds_their_accounts_until_removed,
        );
        guarantees!($adapter, tokens:
            a_token_is_read_as_it_was_stored,
            a_taken_key_is_a_conflict_and_changes_nothing,
            pages_are_the_accounts_own_tokens_without_gap_or_repeat,
            filters_keep_only_what_passes,
            the_later_use_is_kept,
            a_token_that_others_know_ends_then_if_it_asks_for_that,
            a_change_is_told_with_the_token_it_changed,
        );
        guarantees!($adapter, audit:
            entries_are_read_back_without_their_texts,
            an_entry_appended_twice_is_there_once,
            pages_of_entries_have_no_gap_or_repeat,
            nothing_older_than_the_retention_is_seen,
            a_text_opens_with_its_own_accounts_key_alone,
            another_accounts_entries_are_not_seen,
            calls_are_found_by_whatever_is_known_of_them_newest_first,
        );
        guarantees!($adapter, disputes:
            a_dispute_is_read_by_its_account_alone_and_told_with_its_change,
            disputes_are_listed_whole_by_id,
            a_warrant_is_overdue_from_its_disputes_end_until_it_is_withdrawn,
        );
        guarantees!($adapter, usage:
            an_hours_pages_are_its_entries_and_no_others,
            totals_are_what_the_log_has_by_account_and_token,
            an_hour_is_kept_ten_minutes_after_its_end_and_not_before,
            a_late_entry_makes_its_hour_due_once_more,
            an_entry_that_comes_while_its_hour_is_added_up_is_not_lost,
            of_two_totals_of_one_hour_the_greater_stays,
        );
        guarantees!($adapter, bills:
            a_bill_is_read_as_it_was_stored_and_open_until_it_is_told,
            of_two_changes_to_one_version_of_a_bill_one_wins,
            open_bills_are_listed_whole_by_hour_and_account,
            use_is_billed_once_though_answers_are_lost_and_what_comes_late_is_billed_after,
            who_is_no_customer_is_not_billed,
            bills_of_a_span_are_the_accounts_own_by_hour,
            an_invoice_is_kept_as_it_was_first_sent,
        );
        guarantees!($adapter, reconcile:
            what_the_biller_has_less_or_more_of_is_named_by_hour_and_what_is_under_way_is_not,
            what_was_counted_and_not_told_is_named_though_the_biller_has_what_it_was_told,
            what_is_told_while_it_is_compared_is_no_difference,
            what_the_biller_would_not_take_for_a_day_is_named,
            what_the_biller_has_of_a_customer_who_used_nothing_is_named,
            a_bill_goes_to_whom_its_first_part_went_though_the_account_has_another_customer_since,
        );
        guarantees!($adapter, corrections:
            a_correction_counts_when_it_is_signed_and_is_told_with_its_change,
            a_correction_that_was_changed_is_found,
            the_biller_is_told_of_a_correction_once_though_answers_are_lost,
            a_bill_that_was_told_less_than_was_corrected_is_found,
        );
        guarantees!($adapter, erasure:
            an_erased_account_leaves_calls_and_its_end_alone_and_others_keep_all,
        );
        guarantees!($adapter, ledger:
            pages_are_read_in_order_and_none_is_replaced,
            an_hour_added_up_has_a_page_that_its_key_signed_and_no_second_without_need,
            an_entry_put_into_a_signed_hour_is_found,
            a_bill_of_more_than_the_log_has_is_found,
        );
        guarantees!($adapter, notices:
            a_notice_is_kept_until_it_is_sent_and_posted_once,
            a_notice_that_is_set_aside_waits_until_it_is_put_back_or_forgotten,
        );
        guarantees!($adapter, whereabouts:
            countries_are_kept_by_token_and_gone_with_the_calls_from_them,
        );
        guarantees!($adapter, permits:
            calls_are_counted_up_to_the_limit_and_apart_by_bucket_and_window,
            a_call_that_is_given_back_leaves_room_for_another,
            a_door_is_shut_until_the_latest_time,
        );
        guarantees!($adapter, plans:
            the_plans_last_put_are_in_force,
            tests_are_paused_until_a_time_or_until_they_go_on,
        );
        guarantees!($adapter, use_once:
            an_expired_claim_gives_way,
            a_refund_makes_room_for_one,
            what_is_billed_once_is_taken_once_until_nobody_holds_it,
            months_and_spenders_are_counted_apart,
            the_peppers_stay_the_same,
        );
    };
}

/// And those of many calls at once.
macro_rules! at_once_on {
    ($adapter:ident) => {
        guarantees!($adapter, tokens:
            of_parallel_changes_to_one_version_one_wins,
        );
        guarantees!($adapter, disputes:
            of_parallel_changes_to_a_dispute_one_wins,
        );
        guarantees!($adapter, ledger:
            hours_added_up_at_once_make_one_ledger,
        );
        guarantees!($adapter, usage:
            running_again_or_at_once_changes_nothing,
        );
        guarantees!($adapter, permits:
            of_five_hundred_calls_at_once_as_many_pass_as_are_allowed,
        );
        guarantees!($adapter, use_once:
            of_parallel_claims_one_is_stored_and_all_get_it,
            a_cap_is_exact_under_parallel_calls,
            of_parallel_calls_of_what_is_billed_once_one_takes_it,
        );
    };
}

mod on_the_embedded_store {
    in_turn_on!(embedded);

    mod at_once {
        at_once_on!(embedded);
    }
}

mod on_aws {
    in_turn_on!(cloud);

    mod at_once {
        at_once_on!(cloud);
    }
}

/// As a third has its tables.
mod on_aws_as_dynoxide_has_it {
    in_turn_on!(dynoxide);

    mod at_once {
        at_once_on!(dynoxide);
    }
}

/// As they are in a region that is not the first.
mod on_aws_in_a_second_region {
    in_turn_on!(second);
}

/// As another emulator has it, which is stricter about what is asked and loses writes that come at once.
mod on_aws_as_moto_has_it {
    in_turn_on!(moto);
}
