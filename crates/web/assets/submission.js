// Handing in is sent by this script, so that the page stays when the network is away, and says so. Without it the form goes by
// itself. Sent twice it is done once: the form carries its key.
(() => {
  "use strict";
  const form = document.querySelector("form[data-hand-in]");
  if (!form) return;
  const state = document.getElementById("state");
  let isSending = false, wasAway = false;
  const tell = (tone, text) => {
    state.hidden = !text;
    state.classList.toggle("bad", tone === "bad");
    state.textContent = text;
  };
  const KEPT = "已保存的答案都在服务器上，没有丢失；请稍后再按“确认交卷”，到时也会自动交卷。";

  const send = async () => {
    const body = new URLSearchParams(new FormData(form));
    const reply = await fetch(form.action, { method: "POST", body, signal: within(15000) });
    if (reply.redirected) { location.assign(reply.url); return; }
    if (reply.status >= 500) { tell("bad", `系统正忙，还没有收到交卷的回音。${KEPT}`); return; }
    // What else the server says is a page of its own.
    form.submit();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    tell("", "正在交卷…");
    try {
      await send();
    } catch {
      wasAway = true;
      tell("bad", `网络断开，还没有收到交卷的回音。${KEPT}`);
    } finally {
      isSending = false;
    }
  });
  addEventListener("online", () => { if (wasAway) tell("", "网络已恢复，请再按一次“确认交卷”。"); });
})();
