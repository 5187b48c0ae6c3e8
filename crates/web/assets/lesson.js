// Learning time: says every half minute how far the lesson went, and shows at once what counted, what did not and why.
// Reading works without this file; counting does not, and the page says so. The server decides what counts.
"use strict";
(() => {
  const root = document.querySelector("[data-lesson]");
  if (!root) return;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const url = root.dataset.lesson, length = Number(root.dataset.length), film = root.querySelector("video"), frame = root.querySelector("iframe[data-package]");
  // A little less than half a minute: what is more is written down at once, which is dear.
  const EVERY = 29000, KEPT = 20;

  let ticket = null, opening = null, next = 1, credited = Number(root.dataset.credited), isDone = false, isOver = false, isStale = false;
  // Enough time counts; of a package its own word may still be missing.
  let isEnough = false;
  // Where the lesson is, from where it went on since the last beat, what waits to be sent, and what was sent.
  let position = 0, from = 0, waiting = [], sent = [], sending = false;

  const words = (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000), minutes = Math.floor(seconds / 60);
    return minutes ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
  };
  const tell = (text) => { if (find("state").textContent !== text) find("state").textContent = text; };
  const offerStart = (label) => { find("start-box").hidden = !label; if (label) find("start").textContent = label; };

  const post = (path, body) => fetch(url + path, {
    method: "POST", signal: AbortSignal.timeout?.(10000), keepalive: JSON.stringify(body ?? "").length < 20000, body: body && JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "application/json" },
  });
  // An ended session answers with the sign-in page.
  const read = async (answer) => {
    if (answer.redirected || !(answer.headers.get("content-type") ?? "").startsWith("application/json")) {
      throw new Error(answer.ok ? "signed-out" : "refused");
    }
    return answer.json();
  };

  const show = () => {
    find("counted").textContent = words(credited);
    const fresh = Math.max(0, position - from) + waiting.reduce((sum, beat) => sum + beat.to - beat.from, 0);
    find("pending").textContent = fresh >= 1000 ? `（另有 ${words(fresh)}正在记录）` : "";
  };
  const fill = (start, end) => {
    if (end <= start) return;
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    part.setAttribute("class", "fill");
    part.setAttribute("x", `${100 * start / length}%`);
    part.setAttribute("width", `${100 * (end - start) / length}%`);
    part.setAttribute("height", "12");
    find("bar").append(part);
  };
  const showUncounted = (parts) => {
    const list = find("uncounted");
    for (const { why, milliseconds, sentence } of parts) {
      let line = list.querySelector(`[data-why="${why}"]`);
      if (!line) {
        line = document.createElement("li");
        line.dataset.why = why;
        line.dataset.milliseconds = "0";
        list.append(line);
      }
      line.dataset.milliseconds = String(Number(line.dataset.milliseconds) + milliseconds);
      const strong = document.createElement("strong");
      strong.textContent = `${words(Number(line.dataset.milliseconds))}没有计入`;
      line.replaceChildren(strong, `　${sentence}`);
    }
    if (parts.length) find("uncounted-box").hidden = false;
  };
  const finished = () => {
    isDone = isEnough = true;
    if (frame) find("lacks").hidden = true;
    const chip = document.createElement("span");
    chip.className = "chip good";
    chip.textContent = "已学完";
    find("standing").replaceChildren(chip);
    tell("本课已学完，时间已记入。");
  };

  // Opening gives the right to earn time here, and ends it in every other window.
  const open = () => opening ??= (async () => {
    try {
      const known = await read(await post("/ticket"));
      ticket = known.ticket;
      next = 1;
      waiting = [];
      sent = [];
      isOver = false;
      credited = known.credited;
      if (!film) position = from = known.gap ?? length;
      offerStart("");
      isEnough = known.enough;
      if (known.done) finished(); else tell(isEnough ? "时间已经够了。" : "正在计时。");
      show();
      return true;
    } catch (error) {
      tell(error.message === "signed-out" ? "登录已过期，没有开始计时。请重新登录后再打开本课。" : "暂时连不上服务器，没有开始计时。请检查网络，再点“开始学习”。");
      offerStart("开始学习");
      return false;
    } finally { opening = null; }
  })();

  // What was played since the last beat joins what waits, when it goes on from there.
  const cut = () => {
    if (!ticket || position <= from) return;
    const last = waiting.at(-1);
    // What was once sent stays as it is: the server may have taken it, and its reply may have been lost.
    if (last && !last.wasSent && last.to === Math.round(from)) last.to = Math.round(position);
    else waiting.push({ number: next++, from: Math.round(from), to: Math.round(position) });
    from = position;
  };

  const send = async () => {
    if (sending || !ticket || isOver) return;
    sending = true;
    try {
      while (waiting.length && !isOver) {
        const beat = waiting[0];
        beat.wasSent = true;
        const { number, from: start, to } = beat;
        const reply = await read(await post("/beats", { ticket, number, from: start, to }));
        take(beat, reply);
        if (!isOver && !isDone && !reply.refused) tell(isEnough ? "时间已经够了。" : "正在计时。");
      }
    } catch (error) {
      tell(error.message === "signed-out"
        ? "登录已过期，之后的时间没有记录。之前的都已保存；请在新窗口登录，再回到这里。"
        : "暂时连不上服务器，正在重试。恢复后会补记，最多补记 2 分钟。");
    } finally {
      sending = false;
      show();
    }
  };

  const remember = (beat) => {
    sent.push(beat);
    if (sent.length > KEPT) sent.shift();
  };

  const take = (beat, reply) => {
    if (reply.refused === "out-of-order") { resume(reply.expected); return; }
    waiting.shift();
    if (["taken-over", "granted", "closed"].includes(reply.refused)) {
      isOver = true;
      ticket = null;
      film?.pause();
      tell(reply.sentence);
      // What was granted is drawn anew with the page.
      isStale = reply.refused === "granted";
      offerStart(isStale ? "刷新页面" : reply.refused === "closed" ? "" : "在这里继续");
      return;
    }
    // A beat that was taken before, and whose reply was lost, may have to be said again as well.
    if (reply.refused === "replayed") remember(beat);
    if (reply.refused) { if (reply.refused !== "replayed") tell(reply.sentence); return; }
    remember(beat);
    credited = reply.total;
    fill(beat.from, beat.from + reply.credited);
    showUncounted(reply.uncounted);
    // A text is read on from where time was cut: it can be made up for by staying.
    if (!film && reply.again > 0) { position -= reply.again; from -= reply.again; for (const later of waiting) { later.from -= reply.again; later.to -= reply.again; } }
    if (reply.enough && !isEnough) { isEnough = true; if (frame && !reply.done) find("lacks").hidden = false; }
    if (reply.done && !isDone) finished();
  };

  // The server knows less than it once said: it was stopped. From the first beat that it lost everything is said again.
  const resume = (expected) => {
    const lost = sent.filter((beat) => beat.number >= expected).concat(waiting);
    sent = [];
    waiting = [];
    for (const beat of lost) {
      const last = waiting.at(-1);
      if (last && last.to === beat.from) last.to = beat.to;
      else waiting.push({ number: 0, from: beat.from, to: beat.to });
    }
    next = expected;
    for (const beat of waiting) beat.number = next++;
  };

  const flush = () => { cut(); send(); };

  if (film) {
    film.addEventListener("loadedmetadata", () => {
      const place = Number(root.dataset.place) / 1000;
      if (place > 0 && place < film.duration - 5) film.currentTime = place;
    });
    const here = () => film.currentTime * 1000;
    film.addEventListener("play", async () => {
      if (isStale) { location.reload(); return; }
      if (!ticket && !(await open())) return;
      position = from = here();
    });
    film.addEventListener("timeupdate", () => {
      if (film.seeking || !ticket) return;
      // A jump is no playing: what came before it is one stretch, what follows another.
      if (here() < position || here() - position > 2000 * Math.max(1, film.playbackRate)) { cut(); from = here(); }
      position = here();
      show();
    });
    film.addEventListener("seeking", flush);
    film.addEventListener("seeked", () => { position = from = here(); });
    film.addEventListener("pause", () => { flush(); if (ticket && !isDone) tell("已暂停。"); });
    film.addEventListener("ended", flush);
    film.addEventListener("ratechange", () => { if (film.playbackRate > 1 && !isDone) tell("倍速播放时，只按实际经过的时间计入，多出的部分不计。"); });
    tell(find("state").textContent.includes("学完") ? find("state").textContent : "点播放就开始计时。");
    find("start").addEventListener("click", () => isStale ? location.reload() : film.play());
  } else {
    // A text goes on by the clock while it is in front of somebody. A long pause of the clock was a sleep of the device.
    let ticked = performance.now();
    setInterval(() => {
      const now = performance.now(), passed = Math.min(now - ticked, 2000);
      ticked = now;
      if (!ticket || document.hidden || isEnough) return;
      position = Math.min(length, position + passed);
      show();
      if (position >= length && from < length) flush();
      // The end is reached and something in between is missing: on from there.
      else if (position >= length && !waiting.length && !sending) open();
    }, 1000);
    // A package is given its place back also when it is done.
    const begin = () => { if (!ticket && !isOver && !document.hidden && (frame || !find("state").textContent.includes("学完"))) open(); };
    // Another window may have taken a package further: it begins anew from there. So does a page after a grant.
    find("start").addEventListener("click", () => { if (isStale || (frame && isOver)) location.reload(); else open(); });
    begin();
    document.addEventListener("visibilitychange", () => {
      if (!ticket) { begin(); return; }
      if (!isEnough && !isOver) tell(document.hidden ? "页面不在前台，已暂停计时。" : "正在计时。");
    });
  }

  // What a package says is kept, one after the other and the newest only. It grants no time.
  if (frame) {
    let said = null, keeping = null;
    const pass = new URL(frame.src).pathname.split("/")[2];
    const keepAll = async () => {
      try {
        while (said && ticket) {
          const next = said;
          const reply = await read(await post("/bookmark", { ticket, ...next }));
          if (said === next) said = null;
          if (reply.refused) { tell(reply.sentence); if (reply.refused === "taken-over") { said = ticket = null; isOver = true; offerStart("在这里继续"); } continue; }
          find("status").textContent = reply.status;
          if (reply.done && !isDone) finished();
        }
      } catch (error) {
        tell(error.message === "signed-out" ? "登录已过期，课件的进度没有保存。请重新登录后再打开本课。" : "暂时连不上服务器，课件的进度还没有保存，正在重试。");
      }
    };
    // Whoever comes while it is being kept waits for the same; with nothing to keep there is nothing to wait for.
    const keep = () => (said && ticket ? keeping ??= keepAll().finally(() => { keeping = null; }) : keeping);
    const isText = (value) => typeof value === "string";
    window.addEventListener("message", (event) => {
      const message = event.data;
      if (message?.xueshi !== "bookmark" || (event.source !== frame.contentWindow && message.pass !== pass)) return;
      const { status, location: place, suspend_data } = message.said ?? {};
      if (![status, place, suspend_data].every(isText)) return;
      said = { status, location: place, suspend_data };
      keep();
    });
    setInterval(keep, 5000);
    window.addEventListener("online", keep);
    // Many packages say where one is only while they are closed: before leaving by a link, the package is closed first.
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      if (!link || !ticket || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      const leave = async () => { await keep(); location.href = link.href; };
      // The closing page says when there is nothing more to come; where it does not come, it is waited for no longer than this.
      const patience = setTimeout(leave, 5000);
      window.addEventListener("message", (event) => {
        if (event.source === frame.contentWindow && event.data?.xueshi === "closed") { clearTimeout(patience); leave(); }
      });
      frame.src = "/packages/closed";
    });
  }

  setInterval(flush, EVERY);
  window.addEventListener("online", send);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
})();
