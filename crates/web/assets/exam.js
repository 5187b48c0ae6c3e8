// The paper of an examination. Each answer is sent as it is given, and called saved when the server has confirmed it.
// What is not confirmed stays in this tab and is sent again until it is; the same request twice is saved once.
(() => {
  "use strict";
  const paper = document.getElementById("paper");
  if (!paper) return;
  const find = (id) => document.getElementById(id);
  const base = `/attempts/${paper.dataset.attempt}`;
  const shelf = `attempt-${paper.dataset.attempt}`;
  // What this browser window kept of the paper, for as long as it is open.
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(shelf) ?? "null"); } catch { /* nothing that can be read */ }
  const grace = Number(paper.dataset.grace) * 1000;
  const questions = [...paper.querySelectorAll("[data-place]")];
  const stillOpen = Number(paper.dataset.window);

  // A laptop that was closed stops one of the two clocks, not the other.
  const loaded = { steady: performance.now(), wall: Date.now() };
  // What the page says of the time since the start was so when it was asked for, not when it had come.
  const asked = performance.getEntriesByType("navigation")[0]?.requestStart ?? 0;
  const passed = () => Math.max(performance.now() - loaded.steady, Date.now() - loaded.wall);
  let ends = Number(paper.dataset.left) * 1000;
  const left = () => ends - passed();
  const told = (seconds) => { ends = passed() + seconds * 1000; };

  // The page that the start led to answers under the window of the start; every other one opens a window of its own.
  let open = "fresh" in paper.dataset && location.hash === "#begun" ? stillOpen : 0;
  // Under which number this browser window answered last: support is told whether the paper was opened anew in it or elsewhere.
  let own = open || kept?.own || null;
  if (location.hash === "#begun") history.replaceState(null, "", location.pathname);
  let last = 0;
  let isStopped = false;
  let isOver = false;
  // Why it is over, and what follows: the time, unless the paper was handed in, as from another window or device.
  const ENDINGS = {
    over: { words: "考试时间已到", next: "正在自动交卷" },
    "handed-in": { words: "这份试卷已经交卷", next: "正在打开成绩" },
  };
  let ending = ENDINGS.over;
  let sending = null;
  let pause = 1000;
  let again = 0;
  let late = 0;
  const pending = new Map();
  // What the server has said to be saved, by question; and the questions that somebody has to look at again.
  const saved = new Map();
  const doubtful = new Set();

  const tell = (tone, text) => {
    const state = find("state");
    if (state.textContent === text) return;
    state.dataset.tone = tone;
    state.textContent = text;
  };
  const mark = (place, tone, text) => {
    const state = questions[place].querySelector("[data-state]");
    state.dataset.tone = tone;
    state.textContent = text;
  };
  const chosen = (place) => [...questions[place].querySelectorAll("input:checked")].map((input) => Number(input.value));
  const letters = (places) => places.map((option) => String.fromCharCode(65 + option)).join("") || "“不作答”";
  const colour = (place) => {
    const link = paper.querySelectorAll(".palette a")[place];
    const isAnswered = chosen(place).length > 0, isUnsaved = pending.has(place);
    link.toggleAttribute("data-answered", isAnswered);
    link.toggleAttribute("data-unsaved", isUnsaved);
    link.querySelector("span").textContent = `，${isAnswered ? "已答" : "未答"}${isUnsaved ? "，还没有保存" : ""}`;
  };
  const lock = () => questions.forEach((question) => { question.disabled = true; });
  const keep = () => {
    const unsent = [...pending].map(([place, one]) => [place, one.chosen, saved.get(place), one.number]);
    try { sessionStorage.setItem(shelf, JSON.stringify({ open: open || stillOpen, own, unsent })); } catch { /* memory has to do */ }
  };

  // Numbers grow with the time since the start, so that they go on growing whichever page gives the next one.
  const number = () => {
    last = Math.max(last + 1, Math.floor(Number(paper.dataset.elapsed) + loaded.steady - asked + passed()));
    return last;
  };
  // In the last seconds, and while the grace lasts, there is no time to lose.
  const isNear = () => left() < grace && left() + grace > 0;

  const give = (place, given = number()) => {
    doubtful.delete(place);
    last = Math.max(last, given);
    pending.set(place, { number: given, chosen: chosen(place) });
    mark(place, "", "未保存");
    colour(place);
    keep();
    tell("", "正在保存…");
    send();
  };

  class Later extends Error {}
  const post = async (path, body) => {
    let reply;
    try {
      reply = await fetch(base + path, {
        method: "POST", redirect: "manual", headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body), signal: within(isNear() ? 4000 : 10000),
      });
    } catch {
      throw new Later(`未保存：网络断开，正在重试。请不要关闭这一页，没有保存的答案都在；最晚要在考试结束后 ${grace / 1000} 秒内送到。`);
    }
    if (reply.status === 401) {
      throw new Later("未保存：登录已过期。请在另一个标签页重新登录，再回到这里，会接着保存；没有保存的答案都在。");
    }
    if (reply.status === 404) return { stop: "这份试卷不属于现在登录的人，没有保存。请用原来的身份登录，再打开考试。" };
    if (reply.status === 409) {
      const reason = (await reply.json()).code.replace("exam.", "");
      if (reason in ENDINGS) return { reason };
    }
    if (!reply.ok) throw new Later("未保存：系统正忙，正在重试。请不要关闭这一页，没有保存的答案都在。");
    return reply.json();
  };

  const stop = (text) => {
    isStopped = true;
    lock();
    find("stopped-text").textContent = text;
    find("stopped").hidden = false;
    find("stopped").scrollIntoView({ block: "center" });
    // What is handed in is handed in where one may answer.
    for (const button of paper.querySelectorAll("[data-hand-in]")) button.hidden = true;
    tell("bad", "这里不能再作答");
    keep();
  };

  // Under which name it asks, until it is answered: the same request twice opens one window, in whatever order they come.
  let opening = null;
  const name = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const openWindow = async () => {
    opening ??= name();
    const reply = await post("/window", { was: own, key: opening });
    opening = null;
    if (reply.stop) return stop(reply.stop);
    if (reply.reason) {
      // It is over: what is sent from now on is not kept, but it is on record.
      open = stillOpen;
      ending = ENDINGS[reply.reason];
      told(0);
      return finish();
    }
    own = open = reply.window;
    told(reply.seconds_left);
    keep();
  };

  // What the server said of one answer.
  const settle = (place, one, reply) => {
    if (reply.stop) return stop(reply.stop);
    if ("seconds_left" in reply) told(reply.seconds_left);
    if (reply.saved) {
      saved.set(place, one.chosen);
      if (pending.get(place) === one) {
        pending.delete(place);
        mark(place, "good", "已保存");
        colour(place);
      }
      return keep();
    }
    if (reply.reason === "number-taken") {
      open = 0;
      one.number = number();
      return;
    }
    mark(place, "bad", reply.sentence ?? "没有保存");
    if (reply.reason === "too-many") {
      if (pending.get(place) === one) pending.delete(place);
      doubtful.add(place);
      return keep();
    }
    if (!(reply.reason in ENDINGS)) return stop(reply.sentence);
    ending = ENDINGS[reply.reason];
    if (pending.get(place) === one) pending.delete(place);
    late += 1;
    keep();
    finish();
  };

  // One at a time: whoever asks meanwhile waits for the one that is under way.
  const send = () => {
    sending ??= sendAll().finally(() => { sending = null; });
    return sending;
  };
  const sendAll = async () => {
    if (isStopped) return;
    try {
      while (!isStopped && (!open || pending.size > 0)) {
        if (!open) { await openWindow(); if (!open) break; continue; }
        const [place, one] = pending.entries().next().value;
        const sent = { window: open, number: one.number, place, chosen: one.chosen };
        settle(place, one, await post("/answers", sent));
      }
      pause = 1000;
      if (isOver) tellOver();
      else if (!isStopped) tellSaved();
    } catch (error) {
      const words = error instanceof Later ? error.message : "未保存：出了故障，正在重试。";
      tell("bad", isOver ? `${ending.words}。${words}` : words);
      clearTimeout(again);
      again = setTimeout(send, pause);
      pause = isNear() ? 1000 : Math.min(pause * 2, 15000);
    }
  };

  const tellSaved = () => {
    if (doubtful.size === 0) return tell("good", "已保存：全部答案都在服务器上。");
    const numbers = [...doubtful].map((place) => place + 1).join("、");
    tell("bad", `已保存：显示的答案都在服务器上。第 ${numbers} 题在这里改过而没有存上，请看一看。`);
  };

  const tellOver = () => {
    if (isStopped) return;
    if (late > 0) tell("bad", `${ending.words}，有 ${late} 个答案送到得太晚，没有计入；已保存的答案都算数。`);
    else tell("", `${ending.words}，${ending.next}；已保存的答案都算数。`);
  };

  // To the result, once the server has said of every answer that it is saved or that it came too late: the result tells of
  // those, and support finds them on record. Where this page may not answer any more it has said so, and stays.
  const leave = () => {
    if (!navigator.onLine || pending.size > 0) {
      if (isStopped) find("stopped-link").textContent = "查看成绩";
      setTimeout(leave, 1000);
      return;
    }
    try { sessionStorage.removeItem(shelf); } catch { /* nothing was kept */ }
    location.assign(`${base}/result`);
  };

  // The time is over: what is on its way may still arrive, then the server hands in and this page goes to the result.
  const finish = () => {
    if (isOver) return;
    isOver = true;
    lock();
    tellOver();
    pause = 1000;
    send();
    setTimeout(leave, Math.max(0, left()) + grace + 4000);
  };

  let announced = Infinity;
  const tick = () => {
    const seconds = Math.max(0, Math.ceil(left() / 1000));
    const two = (value) => String(value).padStart(2, "0");
    find("time").textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    find("time").toggleAttribute("data-near", seconds <= 300);
    for (const mark of [300, 60]) {
      if (seconds <= mark && seconds > 0 && announced > mark) {
        announced = mark;
        find("soon").textContent = `还剩不到 ${mark / 60} 分钟。`;
      }
    }
    if (seconds === 0) finish();
  };

  // What this tab could not send before it was closed or reloaded. Where another window has saved something else since, that
  // stays, and the person is told which question to look at.
  const restore = () => {
    questions.forEach((_, place) => saved.set(place, chosen(place)));
    const isSame = (one, other) => String(one) === String(other);
    for (const [place, places, before, given] of kept?.unsent ?? []) {
      if (!questions[place] || isSame(places, saved.get(place))) continue;
      if (kept.open !== stillOpen && !isSame(before, saved.get(place))) {
        doubtful.add(place);
        mark(place, "bad", `这里另选过 ${letters(places)}，没有存上；之后在另一个窗口保存了现在的答案。要改的，请重新选择。`);
        continue;
      }
      for (const input of questions[place].querySelectorAll("input")) input.checked = places.includes(Number(input.value));
      // It was given when it was given, and not when the page came back.
      give(place, given);
    }
  };

  paper.addEventListener("change", (event) => {
    const question = event.target.closest("[data-place]");
    if (question && !isOver && !isStopped) give(Number(question.dataset.place));
  });
  // The next page is fetched before this one is left for it: one that does not come would take this one away.
  const handIn = async () => {
    const kept = "已保存的答案都在服务器上，可以继续作答；请稍后再按“交卷”，到时也会自动交卷。";
    try {
      const reply = await fetch(`${base}/submission`, { signal: within(10000) });
      if (reply.status < 500) location.assign(reply.url);
      else tell("bad", `系统正忙，还没有交卷。${kept}`);
    } catch {
      tell("bad", `网络断开，还没有交卷。${kept}`);
    }
  };

  paper.addEventListener("submit", async (event) => {
    event.preventDefault();
    await send();
    if (!event.submitter?.hasAttribute("data-hand-in")) return;
    if (pending.size > 0) { tell("bad", `还有 ${pending.size} 题没有保存，保存以后再交卷。正在重试。`); return; }
    if (!isStopped) await handIn();
  });
  addEventListener("beforeunload", (event) => { if (pending.size > 0 && !isStopped) event.preventDefault(); });
  addEventListener("online", () => { pause = 1000; send(); });
  addEventListener("offline", () => {
    const words = isOver ? `${ending.words}，成绩在网络恢复后显示。` : "可以继续作答，";
    tell("bad", `网络断开，正在重试。${words}请不要关闭这一页。`);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { tick(); send(); } });

  for (const button of paper.querySelectorAll("[data-plain]")) button.hidden = true;
  tell("", "每答一题自动保存，这里会显示是否已保存。");
  restore();
  keep();
  tick();
  setInterval(tick, 1000);
  if (!open) send();
})();
