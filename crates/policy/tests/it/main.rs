//! Tests of the policy crate as its users see it: the packs of this repository, their scenarios, and laws that hold
//! for any year.

mod broken;
mod canonical;
mod comparing;
mod contradictions;
mod horizon;
mod laws;
mod loading;
mod missing;
mod packs;
mod readings;
mod requirements;
mod scenarios;
mod simulating;
mod years;
