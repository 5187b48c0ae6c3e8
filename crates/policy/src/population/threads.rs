//! Divides work among threads, in order. Must not know what the work is.

/// Does something with each of `count` places, beginning from `start` on each thread; what the threads came to, in the
/// order of the places.
pub(super) fn fold<A: Send>(
    threads: usize,
    count: usize,
    start: impl Fn() -> A + Sync,
    each: impl Fn(&mut A, usize) + Sync,
) -> Vec<A> {
    let share = count.div_ceil(threads.max(1)).max(1);
    let part = |first: usize| {
        let mut made = start();
        (first..count.min(first + share)).for_each(|place| each(&mut made, place));
        made
    };
    // A single share needs no thread: those who bring one thing at a time come often.
    if count <= share {
        return (count > 0).then(|| part(0)).into_iter().collect();
    }
    std::thread::scope(|scope| {
        let part = &part;
        let threads: Vec<_> = (0..count).step_by(share).map(|first| scope.spawn(move || part(first))).collect();
        let made = threads.into_iter().map(|thread| thread.join());
        // A panic goes on where it would have without threads.
        made.map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// One thing of each, in order.
pub(super) fn map<T: Send, R: Sync, M>(threads: usize, of: &[R], make: M) -> Vec<T>
where
    M: Fn(&R) -> T + Sync,
{
    let parts = fold(threads, of.len(), Vec::new, |made, place| made.push(make(&of[place])));
    let mut all = Vec::with_capacity(of.len());
    all.extend(parts.into_iter().flatten());
    all
}
