//! View data of the line that says whose turn it is.

/// Whose turn it is, with what to press.
#[derive(Clone, Debug, Default)]
pub(crate) struct TurnBox {
    /// Tone of the notice: `wait`, `bad`, `good` or empty.
    pub(crate) tone: &'static str,
    pub(crate) text: String,
    /// What goes with it, in whole sentences.
    pub(crate) more: Vec<String>,
    /// Address and label of the next step; `None` on the very page that it leads to.
    pub(crate) step: Option<(String, &'static str)>,
}
