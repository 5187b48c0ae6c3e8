//! Passwords: hashing and checking with argon2id, a bounded number at a time and a bounded number waiting, so that a rush of sign-ins cannot
//! starve the rest. Knows no accounts.

use std::collections::BTreeSet;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::refusal::Refusal;

use crate::{places::Places, refusals};

/// The fewest characters a password may have.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// The most characters a password may have: longer ones only cost time.
pub(crate) const PASSWORD_CHARS_MAX: usize = 256;

/// Fewer different characters than this are hardly one's own.
const CHARACTERS_DIFFERENT_MIN: usize = 5;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many may wait: with 35 ms a hash on two cores the last of them waits about five seconds.
const WAITING_MAX: usize = 256;

/// Hashes passwords, at most as many at once as it has places.
pub(crate) struct PasswordHashing {
    places: Places,
    /// Checked when an account does not exist, so that both answers take the same time.
    stand_in: String,
}

impl PasswordHashing {
    /// One hash a core at the same time (19 MiB each).
    ///
    /// # Errors
    /// `Internal` when the operating system gives no randomness.
    pub(crate) fn new() -> Result<PasswordHashing, Refusal> {
        let stand_in = hash_now(&crate::random::token()?)?;
        Ok(PasswordHashing { places: Places::one_a_core(WAITING_MAX), stand_in })
    }

    /// The PHC text of a new password.
    ///
    /// # Errors
    /// `Invalid` when it is too short or too long, `Busy` when too many are waiting.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Refusal> {
        acceptable(password)?;
        let password = password.to_owned();
        self.places.run(move || hash_now(&password)).await?
    }

    /// Whether the password fits the PHC text; `None` (no such account, or no password yet) takes as long and is
    /// never true.
    ///
    /// # Errors
    /// `Invalid` when it is longer than any password, `Busy` when too many are waiting.
    pub(crate) async fn fits(&self, password: &str, phc: Option<&str>) -> Result<bool, Refusal> {
        not_too_long(password)?;
        let known = phc.is_some();
        let phc = phc.unwrap_or(&self.stand_in).to_owned();
        let password = password.to_owned();
        let fits = self
            .places
            .run(move || {
                PasswordHash::new(&phc)
                    .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(known && fits)
    }
}

fn acceptable(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Refusal::invalid(
            "password.short",
            format!("密码少于 {PASSWORD_CHARS_MIN} 个字符。"),
            "密码没有改变。",
            "请换一个更长的密码，几个不相干的词连在一起就很好记。",
        ));
    }
    not_too_long(password)?;
    if is_monotonous(password) {
        return Err(Refusal::invalid(
            "password.monotonous",
            "密码几乎是同样的字符，或是挨着排下来的，别人很容易猜到。",
            "密码没有改变。",
            "请换一个密码，几个不相干的词连在一起就很好记。",
        ));
    }
    Ok(())
}

/// Whether hardly any character differs, or nearly each is the one before or its neighbour, as in `1234567890`.
fn is_monotonous(password: &str) -> bool {
    let characters: Vec<u32> = password.chars().map(u32::from).collect();
    let different: BTreeSet<&u32> = characters.iter().collect();
    let neighbours = characters.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    different.len() < CHARACTERS_DIFFERENT_MIN || neighbours + 3 > characters.len()
}

/// Refuses what cannot be anybody's password, rather than cut it: what follows would be ignored silently.
pub(crate) fn not_too_long(password: &str) -> Result<(), Refusal> {
    if password.chars().count() <= PASSWORD_CHARS_MAX {
        return Ok(());
    }
    Err(Refusal::invalid(
        "password.long",
        format!("密码超过 {PASSWORD_CHARS_MAX} 个字符。"),
        "密码没有改变。",
        format!("请检查是不是粘贴了别的内容；密码最多 {PASSWORD_CHARS_MAX} 个字符。"),
    ))
}

fn hash_now(password: &str) -> Result<String, Refusal> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(refusals::internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt: [u8; 16] = crate::random::bytes()?;
    let hash = argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(refusals::internal)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::{PASSWORD_CHARS_MAX, PasswordHashing, acceptable};

    #[test]
    fn what_anybody_would_try_is_no_password() {
        for guessable in ["11111111111", "1212121212", "1234567890", "9876543210", "abcdefghijk", "aaaabbbbcccc"] {
            assert_eq!(acceptable(guessable).expect_err(guessable).code, "password.monotonous");
        }
        for good in ["correct horse", "每天学一点点就够了呀", "2026 autumn rain"] {
            acceptable(good).expect(good);
        }
    }

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let hashing = PasswordHashing::new().expect("a hashing");
        let phc = hashing.hash("correct horse").await.expect("a hash");
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(hashing.fits("correct horse", Some(&phc)).await.expect("an answer"));
        assert!(!hashing.fits("correct horses", Some(&phc)).await.expect("an answer"));
        assert!(!hashing.fits("correct horse", None).await.expect("an answer"));
        assert!(!hashing.fits("correct horse", Some("not a hash")).await.expect("an answer"));
    }

    #[tokio::test]
    async fn a_password_is_never_cut() {
        let hashing = PasswordHashing::new().expect("a hashing");
        let longest: String = "每天学一点就够了呀".chars().cycle().take(PASSWORD_CHARS_MAX).collect();
        let phc = hashing.hash(&longest).await.expect("a hash");
        assert!(hashing.fits(&longest, Some(&phc)).await.expect("an answer"));
        let longer = format!("{longest}尾");
        for refused in [hashing.hash(&longer).await.err(), hashing.fits(&longer, Some(&phc)).await.err()] {
            let refused = refused.expect("too long");
            assert!(refused.code == "password.long" && refused.what.contains("256"), "{refused}");
        }
    }
}
