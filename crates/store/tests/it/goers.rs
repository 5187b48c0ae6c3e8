//! Whoever goes away while a transaction begins, as a browser does that leaves a page, leaves no connection in it.

use testkit::databases;

use crate::sample::open;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_given_the_transaction_of_somebody_who_went_away() {
    for database in databases().await {
        let store = open(&database).await;
        for step in 0..1_200 {
            // From before the question is sent to after it was answered.
            tokio::select! {
                biased;
                begun = store.read() => drop(begun),
                () = turns(step % 40) => {}
            }
            let mut tx = store.begin().await.expect("a transaction");
            store::counters::next(&mut tx, "sample").await.expect("it may write");
            tx.commit().await.expect("kept");
        }
    }
}

/// So many turns of whoever waits beside it.
async fn turns(count: u32) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}
