// What a tab could not send before the time was over and its paper gone: it is sent now. While the grace lasts there still is a
// paper, which sends it itself; after that the server keeps nothing more, puts it on record, and the result tells of what is
// lost by it.
(() => {
  "use strict";
  const { attempt } = document.querySelector("[data-attempt]").dataset;
  const shelf = `attempt-${attempt}`;
  // Above every number that a paper gives, for an answer that has lost its own, which says when it was given.
  const LAST = 4294967295;
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(shelf) ?? "null"); } catch { /* nothing that can be read */ }
  if (!kept?.unsent?.length) return;

  const send = async ([place, chosen, , given]) => {
    const reply = await fetch(`/attempts/${attempt}/answers`, {
      method: "POST", headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ window: kept.open, number: given ?? LAST, place, chosen }), signal: within(10000),
    });
    if (reply.status === 401 || reply.status >= 500) throw new Error("later");
  };
  const sendAll = async () => {
    try {
      while (kept.unsent.length > 0) {
        await send(kept.unsent[0]);
        kept.unsent.shift();
        sessionStorage.setItem(shelf, JSON.stringify(kept));
      }
      sessionStorage.removeItem(shelf);
      location.reload();
    } catch {
      setTimeout(sendAll, 5000);
    }
  };
  sendAll();
})();
