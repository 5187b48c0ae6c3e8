// Learning time: says every half minute how far the lesson went, and shows at once what counted, what did not and why.
// Reading works without this file; counting does not, and the page says so. The server decides what counts.
"use strict";
(() => {
  const root = document.querySelector("[data-lesson]");
  if (!root) return;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const url = root.dataset.lesson, length = Number(root.dataset.length), film = root.querySelector("video"), frame = root.querySelector("iframe[data-package]");
  // A little less than half a minute: what is more is written down at once, which is dear. What did not get through is tried
  // again sooner.
  const EVERY = 29000, AGAIN = 10000;
  const NO_ANSWER = "暂时连不上服务器，正在重试。恢复后会补记，最多补记 2 分钟。";
  const SIGNED_OUT = "登录已过期，正在重试。请在另一个标签页重新登录，再回到这里：会接着记录，此前没有记录的最多补记 2 分钟。已计入的都已保存。";
  const HELD = film ? "影片已暂停，免得多看的不能计入；已播放的留在本页，恢复后自动补记，到时再点播放。" : "计时已停下，免得多学的不能计入；恢复后自动补记，接着计时。";

  let ticket = null, opening = null, credited = Number(root.dataset.credited), isOver = false, isStale = false;
  // Enough time counts; of a package its own word may still be missing.
  let isEnough = false, isDone = find("state").textContent.includes("学完");
  // Where the lesson is, from where it went on since the last beat and how long that took, and what waits for an answer.
  let position = 0, from = 0, spent = 0, beats = new Beats(), sending = false;
  // Why nothing gets through, and whether all stands still until something does.
  let trouble = null, isHeld = false;
  // Why nothing counts any more, whatever is tried, and that the film cannot be played.
  let ending = null, broken = null;
  // Of a text: the parts that do not count yet, and where the one begins in which it is. Of a film they are shown.
  let gaps = [], start = 0;
  const missing = film && new Missing(find("missing"), JSON.parse(root.dataset.gaps), (from) => {
    // What the browser knows of the film may not be there yet.
    root.dataset.place = from;
    film.currentTime = from / 1000;
    film.scrollIntoView({ block: "nearest" });
    film.play().catch(() => {});
  });

  const words = (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000), minutes = Math.floor(seconds / 60);
    return minutes ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
  };
  const tell = (text) => { if (find("state").textContent !== text) find("state").textContent = text; };
  const state = () => {
    if (broken) return broken;
    if (ending) return ending;
    if (isDone) return "本课已学完，时间已记入。";
    if (isHeld) return (trouble ?? NO_ANSWER) + HELD;
    if (trouble) return trouble;
    if (isEnough) return "时间已经够了。";
    if (film) return film.paused ? "已暂停。" : "正在计时。";
    return document.hidden ? "页面不在前台，已暂停计时。" : "正在计时。";
  };
  const offerStart = (label) => { find("start-box").hidden = !label; if (label) find("start").textContent = label; };

  const post = (path, body) => fetch(url + path, {
    method: "POST", signal: within(10000), keepalive: JSON.stringify(body ?? "").length < 20000, body: body && JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "application/json" },
  });
  // What the server will not do however often it is asked.
  class Refused extends Error {}
  // A server that is busy or broken is asked again, and so is one that knows of no session: somebody may sign in elsewhere.
  const read = async (answer) => {
    if (answer.status === 401) throw new Error("signed-out");
    if (answer.redirected || !(answer.headers.get("content-type") ?? "").startsWith("application/json")) throw new Error("no-answer");
    const told = await answer.json();
    if (answer.ok) return told;
    const isForGood = answer.status < 500 && told.code !== "changed-meanwhile";
    throw isForGood ? new Refused(told.sentence) : new Error("no-answer");
  };

  const stand = (tone, label) => {
    const chip = document.createElement("span");
    chip.className = `chip ${tone}`;
    chip.textContent = label;
    find("standing").replaceChildren(chip);
  };
  const show = () => {
    find("counted").textContent = words(credited);
    if (!isDone && credited > 0 && find("standing").textContent.trim() === "未开始") stand("info", "学习中");
    // Whoever has seen nothing yet looks for no part of it.
    missing?.show(credited > 0 && !isEnough && !isDone);
    const fresh = Math.max(0, position - from) + beats.played;
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
  // What of each part is new or, where a reply was lost, all there is of it: `put` brings it together with what is shown.
  const showUncounted = (parts, put = (shown, fresh) => shown + fresh) => {
    const list = find("uncounted");
    for (const { why, milliseconds, sentence } of parts) {
      let line = list.querySelector(`[data-why="${why}"]`);
      if (!line) {
        line = document.createElement("li");
        line.dataset.why = why;
        line.dataset.milliseconds = "0";
        list.append(line);
      }
      line.dataset.milliseconds = String(put(Number(line.dataset.milliseconds), milliseconds));
      const strong = document.createElement("strong");
      strong.textContent = `${words(Number(line.dataset.milliseconds))}没有计入`;
      line.replaceChildren(strong, `　${sentence}`);
    }
    if (parts.length) find("uncounted-box").hidden = false;
  };
  // How it is with the lesson as a whole, where the reply was lost that told of a part.
  const recount = ({ uncounted, gaps }) => {
    showUncounted(uncounted, Math.max);
    for (const part of find("bar").querySelectorAll(".fill")) part.remove();
    let counts = 0;
    for (const [begin, stop] of [...gaps, [length, length]]) { fill(counts, begin); counts = stop; }
    if (missing) missing.gaps = gaps;
  };
  const finished = () => {
    isDone = isEnough = true;
    if (frame) find("lacks").hidden = true;
    stand("good", "已学完");
    tell(state());
  };

  // Nothing more counts here. What was played and is not answered for is not taken: that is said, and listed.
  const end = (sentence) => {
    const unsure = beats.unsure, lost = beats.played - unsure + (ticket ? Math.max(0, position - from) : 0);
    isOver = true;
    isHeld = false;
    ticket = trouble = null;
    beats = new Beats();
    from = position;
    spent = 0;
    if (lost >= 1000) {
      showUncounted([{ why: "untaken", milliseconds: lost, sentence: "播放之后还没有被服务器收下，计时就停下了；如有异议，请在本页提出。" }]);
      sentence += `最后 ${words(lost)}还没有记录，没有计入。`;
    }
    if (unsure >= 1000) sentence += `有 ${words(unsure)}已经发出而没有等到答复：是否已经计入，刷新页面就能看到。`;
    tell(sentence);
    show();
  };
  const endForGood = (sentence) => {
    end(sentence);
    ending = find("state").textContent;
    offerStart("");
  };

  // Other windows of this browser: before a lesson is opened in one, the others say what was played in them; when it is, they stand
  // still and ask what became of theirs, also where nothing waits to be said.
  const others = window.BroadcastChannel ? new BroadcastChannel("lesson") : Object.assign(new EventTarget(), { postMessage() {} });
  const TURN = 200;
  others.addEventListener("message", ({ data }) => {
    if (!ticket || isOver) return;
    if (data === "opened") {
      film?.pause();
      cut();
      if (beats.isEmpty) beats.add(Math.round(position), Math.round(position), 0);
    } else cut();
    send();
  });
  const letOthersSpeak = () => new Promise((done) => {
    others.postMessage("opening");
    setTimeout(done, TURN);
  });

  // Opening gives the right to earn time here, and ends it in every other window.
  const open = () => opening ??= (async () => {
    try {
      await letOthersSpeak();
      const known = await read(await post("/ticket"));
      others.postMessage("opened");
      ticket = known.ticket;
      beats = new Beats(known.given_at);
      spent = 0;
      trouble = null;
      isOver = isHeld = isDone = false;
      credited = known.credited;
      gaps = known.gaps;
      if (missing) missing.gaps = known.gaps;
      if (!film) goTo(gaps[0]?.[0] ?? length);
      offerStart("");
      isEnough = known.enough;
      if (known.done) finished(); else tell(state());
      show();
      return true;
    } catch (error) {
      if (error instanceof Refused) { endForGood(error.message); return false; }
      tell(error.message === "signed-out" ? "登录已过期，没有开始计时。请在另一个标签页重新登录，再回到这里，点“开始学习”。" : "暂时连不上服务器，没有开始计时。请检查网络，再点“开始学习”。");
      offerStart("开始学习");
      return false;
    } finally { opening = null; }
  })();

  // A text goes on from here.
  const goTo = (place) => { start = position = from = place; };

  // Of what is played while nothing gets through two minutes count: it stops by itself before there is more.
  const hold = () => {
    if (isHeld || isDone || beats.spent + spent < Number(root.dataset.unheardMost)) return;
    isHeld = true;
    film?.pause();
    flush();
    tell(state());
  };
  // The film stays where it is: whoever went away meanwhile would miss it.
  const release = () => {
    if (!isHeld || isOver) return;
    isHeld = false;
    if (!isDone) tell(`已重新连上，断开时学过的已经补记。${film ? "请点播放，接着学习。" : "计时继续。"}`);
  };

  // The lesson goes on to here; what is played faster takes less time.
  const advance = (to, rate) => {
    spent += (to - position) / Math.max(1, rate);
    position = to;
    show();
    hold();
  };
  // What was played since the last beat joins what waits.
  const cut = () => {
    if (!ticket || position <= from) return;
    beats.add(Math.round(from), Math.round(position), spent);
    from = position;
    spent = 0;
  };

  const send = async () => {
    if (sending || !ticket || isOver) return;
    sending = true;
    try {
      while (!beats.isEmpty && !isOver) {
        const beat = beats.first();
        take(beat, await read(await post("/beats", { ticket, ...beats.said(beat) })));
      }
      release();
    } catch (error) {
      if (error instanceof Refused) { endForGood(error.message); film?.pause(); return; }
      const isSignedOut = error.message === "signed-out";
      if (!isSignedOut && !beats.isEmpty) beats.unheard();
      trouble = isSignedOut ? SIGNED_OUT : NO_ANSWER;
      tell(state());
    } finally {
      sending = false;
      show();
    }
  };

  const take = (beat, reply) => {
    trouble = null;
    if (reply.refused === "out-of-order") { beats.resume(reply.expected); return; }
    if (["closed", "withdrawn"].includes(reply.refused)) { endForGood(reply.sentence); film?.pause(); return; }
    // What the page does not know is drawn anew with it, and so is what belongs to another account.
    const stale = ["granted", "made-up", "changed", "foreign"];
    if (reply.refused === "taken-over" || stale.includes(reply.refused)) {
      end(reply.sentence);
      film?.pause();
      isStale = stale.includes(reply.refused);
      offerStart(isStale ? "刷新页面" : "在这里继续");
      return;
    }
    beats.answered();
    if (reply.refused && reply.refused !== "replayed") { tell(reply.sentence); return; }
    // A beat that was taken before, and whose reply was lost, may have to be said again as well.
    beats.keep(beat);
    credited = reply.total;
    // What has counted before lies between what counts now.
    const before = reply.uncounted.find(({ why }) => why === "repeated")?.milliseconds ?? 0;
    fill(beat.from, beat.from + reply.credited + before);
    missing?.cover(beat.from, beat.from + reply.credited + before);
    showUncounted(reply.uncounted);
    if (reply.in_all) recount(reply.in_all);
    // A text is read on from where time was cut: it can be made up for by staying.
    // What was cut in a part before this one is found when the end is reached.
    if (!film && reply.again > 0 && beat.to > start) { position -= reply.again; from -= reply.again; beats.moveBack(reply.again); }
    // Of a film the few milliseconds by which clocks differ are said again with what follows: there is no hole.
    if (film && reply.again > 0 && !reply.uncounted.length && !beats.reachBack(beat.to, reply.again) && Math.round(from) === beat.to) from -= reply.again;
    if (reply.enough && !isEnough) { isEnough = true; if (frame && !reply.done) find("lacks").hidden = false; }
    if (reply.done && !isDone) finished(); else if (!isDone) tell(state());
  };

  const flush = () => { cut(); send(); };

  // Whoever leaves waits for no answer: all that has none goes at once, with the beat that may be under way, which counts once
  // whichever of the two arrives. A page that is shown again goes on as if nothing had been sent.
  const leave = () => {
    cut();
    if (ticket && !isOver && !beats.isEmpty) post("/beats", { ticket, beats: beats.all() }).catch(() => {});
  };

  if (film) {
    const goOn = () => {
      const place = Number(root.dataset.place) / 1000;
      if (place > 0 && place < film.duration - 5) film.currentTime = place;
    };
    // What the browser knows of the film may be there before this script.
    if (film.readyState > 0) goOn(); else film.addEventListener("loadedmetadata", goOn, { once: true });
    const fail = () => {
      broken = film.error.code === MediaError.MEDIA_ERR_NETWORK
        ? "影片没有下载完，网络中断了。已计入的时间都在；请检查网络，刷新页面后接着看。"
        : "影片放不出来：这个浏览器读不了它，或者它已不在这里。已计入的时间都在；请刷新页面，或换用新版的 Chrome、Edge 浏览器，仍然不行请告诉技术支持。";
      tell(broken);
    };
    if (film.error) fail();
    film.addEventListener("error", fail);
    film.addEventListener("loadeddata", () => { broken = null; });
    const here = () => film.currentTime * 1000;
    // When it was looked at how far the film is.
    let looked = performance.now();
    // Where it was jumped to, until it goes on from there.
    let sought = null;
    const stand = () => { position = from = here(); looked = performance.now(); };
    // Some browsers let only a person begin.
    const play = () => film.play().catch((error) => {
      if (error.name === "NotAllowedError" && !isDone && !ending) tell("已连上服务器，请再点一次播放，从这里开始计时。");
    });
    film.addEventListener("play", async () => {
      if (isStale) { location.reload(); return; }
      // Where nothing counts any more it can still be looked at.
      if (ending) return;
      if (!ticket) {
        // What is played before it can count would be missed: the film waits where it stood, and goes on by itself.
        const stood = position;
        if (!isDone) { film.pause(); tell("正在连接服务器，影片先等一等；连上就从这里播放，开始计时。"); }
        if (await open()) {
          if (here() > stood && here() - stood < 2000) film.currentTime = stood / 1000;
          stand();
        }
        if (ticket || ending) play();
        return;
      }
      if (isHeld) { film.pause(); send(); return; }
      stand();
      if (!isDone) tell(state());
    });
    const follow = () => {
      if (film.seeking || !ticket) return;
      // A jump is no playing: what came before it is one stretch, what follows another. A page that hung for a while has looked
      // late, and the film went on meanwhile for no longer than that.
      const passed = performance.now() - looked;
      if (here() < position || here() - position > (passed + 2000) * Math.max(1, film.playbackRate)) { cut(); stand(); }
      looked = performance.now();
      advance(here(), film.playbackRate);
    };
    film.addEventListener("timeupdate", follow);
    film.addEventListener("seeking", () => { flush(); stand(); sought = position; });
    // A film that goes on has moved a little by then: that counts. One that landed elsewhere stands there.
    film.addEventListener("seeked", () => { if (here() < position || (position === sought && here() - position > 500)) stand(); });
    film.addEventListener("pause", () => { follow(); flush(); if (ticket && !isDone) tell(state()); });
    film.addEventListener("ended", flush);
    film.addEventListener("ratechange", () => { if (film.playbackRate > 1 && !isDone) tell("倍速播放时，只按实际经过的时间计入，多出的部分不计。"); });
    if (!isDone) tell("点播放就开始计时。");
    isEnough = isDone;
    show();
    find("start").addEventListener("click", () => isStale ? location.reload() : play());
  } else {
    // A text goes on by the clock while it is in front of somebody. A long pause of the clock was a sleep of the device.
    let ticked = performance.now();
    setInterval(() => {
      const now = performance.now(), passed = Math.min(now - ticked, 2000);
      ticked = now;
      if (!ticket || document.hidden || isEnough || isHeld) return;
      const stop = gaps.find(([, end]) => position < end)?.[1] ?? length;
      advance(Math.min(stop, position + passed), 1);
      if (position < stop) return;
      if (from < position) flush();
      const next = gaps.find(([begin]) => begin >= position);
      // Over what counts already; at the end, when something in between is missing, on from there.
      if (next) goTo(next[0]);
      else if (beats.isEmpty && !sending) open();
    }, 1000);
    // A package is given its place back also when it is done.
    const begin = () => { if (!ticket && !isOver && !document.hidden && (frame || !isDone)) open(); };
    // Another window may have taken a package further: it begins anew from there. So does a page after a grant.
    find("start").addEventListener("click", () => { if (isStale || (frame && isOver)) location.reload(); else open(); });
    begin();
    document.addEventListener("visibilitychange", () => {
      if (!ticket) { begin(); return; }
      if (!isDone && !isOver) tell(state());
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
          if (reply.refused) { tell(reply.sentence); if (reply.refused === "taken-over") { said = null; end(reply.sentence); offerStart("在这里继续"); } continue; }
          find("status").textContent = reply.status;
          if (reply.done && !isDone) finished();
        }
      } catch (error) {
        if (error instanceof Refused) { said = null; endForGood(error.message); return; }
        tell(error.message === "signed-out" ? "登录已过期，课件的进度还没有保存。请在另一个标签页重新登录，再回到这里，会接着保存。" : "暂时连不上服务器，课件的进度还没有保存，正在重试。");
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
      const go = async () => { await keep(); location.href = link.href; };
      // The closing page says when there is nothing more to come; where it does not come, it is waited for no longer than this.
      const patience = setTimeout(go, 5000);
      window.addEventListener("message", (event) => {
        if (event.source === frame.contentWindow && event.data?.xueshi === "closed") { clearTimeout(patience); go(); }
      });
      frame.src = "/packages/closed";
    });
  }

  setInterval(flush, EVERY);
  // Something waits only when it did not get through.
  setInterval(() => { if (!beats.isEmpty) send(); }, AGAIN);
  window.addEventListener("online", send);
  window.addEventListener("pagehide", leave);
  // A phone may never say more than this before it ends the page.
  document.addEventListener("visibilitychange", () => { if (document.hidden) { if (sending) leave(); else flush(); } });
})();
