//! The sums of many years, judged together and quietly on one thread: the program's side of the measurement beside
//! OpenFisca (`cargo xtask openfisca`). Years come as JSON, a line each, on the standard input; the pack's name is the
//! argument. Prints one line of JSON: the sums of all in hundredths of an hour, and the seconds that each part took.

#[path = "../tests/it/packs.rs"]
mod packs;

use std::io::BufRead;
use std::time::Instant;

use policy::{Hours, Population, YearFacts};

fn main() {
    let name = std::env::args().nth(1).expect("the name of a pack");
    let pack = packs::pack(&name);
    let begun = Instant::now();
    let mut people = Population::new(&[&pack]);
    for line in std::io::stdin().lock().lines() {
        let facts: YearFacts = serde_json::from_str(&line.expect("a line")).expect("a year's facts");
        people.push(&facts).expect("it fits");
    }
    let read = begun.elapsed();
    let begun = Instant::now();
    let sums = people.ready(&pack, 1).expect("it was made for the pack").sums();
    let judged = begun.elapsed();
    let all = |of: fn(&policy::YearSum) -> Hours| sums.iter().map(of).sum::<Hours>().hundredths();
    println!(
        "{{\"years\":{},\"public\":{},\"professional\":{},\"read\":{:.6},\"judged\":{:.6}}}",
        people.len(),
        all(|sum| sum.public),
        all(|sum| sum.professional),
        read.as_secs_f64(),
        judged.as_secs_f64()
    );
}
