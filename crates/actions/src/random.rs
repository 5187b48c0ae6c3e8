//! Randomness from the operating system, for secrets and public numbers. Nothing that must be repeatable.

use domain::refusal::Refusal;

use crate::refusals;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(refusals::internal)?;
    Ok(bytes)
}

/// A secret for a link or a cookie: 32 random bytes as 64 hexadecimal digits.
pub(crate) fn token() -> Result<String, Refusal> {
    Ok(hex::encode(bytes::<32>()?))
}

/// A new identifier, ordered by the moment given.
pub(crate) fn uuid(now: domain::clock::Instant) -> Result<uuid::Uuid, Refusal> {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let random = bytes::<10>()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// A new identifier that says nothing about when it was made.
pub(crate) fn unordered_uuid() -> Result<uuid::Uuid, Refusal> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid())
}
