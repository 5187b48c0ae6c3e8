//! Tests of the policy crate as its users see it: the packs of this repository, their scenarios, and laws that hold
//! for any year.

mod answers;
mod before_the_series;
mod broken;
mod canonical;
mod causes;
mod clauses;
mod comparing;
mod contradictions;
mod coverage;
mod damaged;
mod horizon;
mod hours;
mod items;
mod judge;
mod kept;
mod laws;
mod left_to_do;
mod loading;
mod missing;
mod mutants;
mod mutation;
mod packs;
mod population;
mod properties;
mod provisions;
mod random_years;
mod reach;
mod readings;
mod requirements;
mod scenarios;
mod simulating;
mod telling;
mod written_caps;
mod years;
