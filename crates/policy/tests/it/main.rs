//! Tests of the policy crate as its users see it: the packs of this repository, their scenarios, and laws that hold
//! for any year.

mod comparing;
mod contradictions;
mod laws;
mod loading;
mod packs;
mod population;
mod random_years;
mod scenarios;
mod years;
