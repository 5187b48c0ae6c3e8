// How long an answer of the server is waited for. Knows no page.
"use strict";
// The signal that ends a request after so many milliseconds. Browsers before Safari 16 and Chromium 103 have no
// `AbortSignal.timeout`.
const within = (milliseconds) => {
  if (AbortSignal.timeout) return AbortSignal.timeout(milliseconds);
  const patience = new AbortController();
  setTimeout(() => patience.abort(), milliseconds);
  return patience.signal;
};
