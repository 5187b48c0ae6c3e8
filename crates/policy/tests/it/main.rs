//! Tests of the policy crate as its users see it: the packs of this repository, their scenarios, and laws that hold
//! for any year.

mod comparing;
mod contradictions;
mod damaged;
mod laws;
mod loading;
mod mutants;
mod mutation;
mod packs;
mod population;
mod properties;
mod random_years;
mod scenarios;
mod years;
