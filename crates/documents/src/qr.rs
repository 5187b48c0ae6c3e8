//! QR codes as drawings for the typesetter. Must not know what the address means.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use crate::DocumentError;

/// A QR code for an address, as SVG text with its quiet zone; a fifth of it may be damaged.
pub(crate) fn drawing(address: &str) -> Result<String, DocumentError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| DocumentError::AddressTooLong)?;
    Ok(code.render::<svg::Color<'_>>().quiet_zone(true).module_dimensions(4, 4).build())
}
