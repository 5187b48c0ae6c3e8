//! The schema's steps, one text for both databases. Must not hold anything else.

use sqlx::migrate::Migrator;

/// Every step in order; the folder `migrations/` as it was when the program was built.
pub(crate) static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// What tells this schema from every other: small letters and digits, made from the texts of all steps.
#[must_use]
pub fn schema_name() -> String {
    let sums = MIGRATOR.iter().flat_map(|step| step.checksum.iter());
    // FNV-1a: short, the same on every machine, and nobody has a reason to make two schemas collide.
    let name =
        sums.fold(0xcbf2_9ce4_8422_2325_u64, |name, byte| (name ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{name:016x}")
}
