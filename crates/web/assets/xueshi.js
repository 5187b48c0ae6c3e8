// Progressive enhancement only: every page works without this file. No globals, no libraries, no inline handlers.
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // Hours appear while one types: the form is sent as a query and the answer replaces the preview box.
  for (const form of all("form[data-preview]")) {
    const box = document.getElementById(form.dataset.previewInto);
    if (!box) continue;
    let timer = 0, running = null;
    const ask = async () => {
      running?.abort();
      running = new AbortController();
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "key") query.append(name, value);
      }
      try {
        const answer = await fetch(form.dataset.preview + "?" + query, { signal: running.signal, headers: { accept: "text/html" } });
        // An ended session answers with the sign-in page; that is no preview.
        if (answer.redirected) { box.textContent = "登录已过期。已填的内容还在：点“保存”，登录后接着办。"; return; }
        if (answer.ok) box.innerHTML = await answer.text();
      } catch { /* the last good preview stays */ }
    };
    form.addEventListener("change", ask);
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
  }

  // Uploads: drop or paste files on the box, see what will be sent.
  const takers = [];
  for (const box of all("[data-drop]")) {
    const input = box.querySelector("input[type=file]");
    const preview = box.querySelector("[data-drop-preview]");
    if (!input) continue;
    // Dropped and pasted files join those chosen before, where the box takes several.
    const take = (data) => {
      if (!data?.files.length) return;
      const files = new DataTransfer();
      if (input.multiple) for (const file of input.files) files.items.add(file);
      for (const file of data.files) {
        if (input.multiple || !files.items.length) files.items.add(file);
      }
      input.files = files.files;
      show();
    };
    const show = () => {
      if (!preview) return;
      preview.replaceChildren();
      for (const file of input.files) {
        const url = URL.createObjectURL(file);
        let node;
        if (file.type.startsWith("image/")) {
          node = document.createElement("img");
          node.src = url;
          node.alt = file.name;
          node.onload = () => URL.revokeObjectURL(url);
        } else {
          node = document.createElement("span");
          node.className = "chip";
          node.textContent = file.name;
        }
        preview.append(node);
      }
    };
    input.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) box.addEventListener(name, (event) => { event.preventDefault(); box.dataset.over = ""; });
    for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => delete box.dataset.over);
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer);
    });
    takers.push({ box, take });
  }

  // A picture that was copied, as from a screenshot, is pasted into the open upload box: the one in use, else the first.
  if (takers.length) {
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      const open = takers.filter(({ box }) => box.checkVisibility());
      const chosen = open.find(({ box }) => box.contains(document.activeElement)) ?? open[0];
      if (!chosen) return;
      event.preventDefault();
      chosen.take(event.clipboardData);
      chosen.box.scrollIntoView({ block: "nearest" });
    });
  }

  // A form with a large file is sent so that one sees how far it is. Without this script the browser sends it as ever.
  for (const form of all("form[data-progress]")) {
    const box = form.querySelector("[data-upload]"), bar = box?.querySelector("progress"), words = box?.querySelector("[data-upload-words]");
    if (!box) continue;
    const megabytes = (bytes) => (bytes / 1048576).toFixed(1) + " MB";
    const tell = (text) => { if (words.textContent !== text) words.textContent = text; };
    form.addEventListener("submit", (event) => {
      const files = all("input[type=file]", form).flatMap((input) => Array.from(input.files));
      if (!files.some((file) => file.size > 262144)) return;
      event.preventDefault();
      if (!box.hidden) return;
      const sending = new XMLHttpRequest(), buttons = all("button[type=submit]", form);
      const over = (text) => {
        for (const button of buttons) button.disabled = false;
        delete form.dataset.sent;
        bar.parentElement.hidden = true;
        // Said outside of the box that closes.
        let said = form.querySelector("[data-upload-over]");
        if (!said) {
          said = document.createElement("p");
          said.dataset.uploadOver = "";
          said.setAttribute("role", "alert");
          box.before(said);
        }
        said.textContent = text;
      };
      sending.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
        if (!lengthComputable) return;
        const percent = Math.floor(100 * loaded / total);
        bar.value = percent;
        bar.textContent = `${percent} %`;
        // A screen reader hears every tenth part.
        if (loaded >= total) tell("已全部上传，正在检查文件，请稍候…");
        else if (percent % 10 === 0 || !words.textContent) tell(`已上传 ${megabytes(loaded)}，共 ${megabytes(total)}（${percent} %）`);
      });
      sending.addEventListener("load", () => {
        const url = sending.responseURL, answer = sending.responseText;
        if (sending.status < 400 && url && new URL(url).pathname !== new URL(form.action).pathname) { location.assign(url); return; }
        // A refusal is a page like any other, with what was typed; why it was refused stands at its top.
        document.open();
        document.write(answer);
        document.close();
        scrollTo(0, 0);
      });
      sending.addEventListener("error", () => over("上传中断了，没有保存。填写的内容和选好的文件都还在：请检查网络，再点一次。"));
      sending.addEventListener("abort", () => over("已停止上传，没有保存。填写的内容和选好的文件都还在。"));
      const body = new FormData(form);
      form.querySelector("[data-upload-over]")?.remove();
      for (const button of buttons) button.disabled = true;
      bar.value = 0;
      tell("");
      box.hidden = false;
      box.querySelector("[data-upload-stop]").onclick = () => sending.abort();
      sending.open("POST", form.action);
      sending.setRequestHeader("accept", "text/html");
      sending.send(body);
    });
  }

  // What the address points at on this page.
  const pointedAt = () => location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));

  // A link to an article opens its text.
  const unfold = () => {
    const target = pointedAt();
    for (let fold = target; fold; fold = fold.parentElement?.closest("details")) if (fold instanceof HTMLDetailsElement) fold.open = true;
    if (target) target.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  // Keyboard: j and k move through a list or a review, Enter or o opens, a accepts, x returns. Never inside a field.
  const stops = all("[data-stop]");
  if (stops.length) {
    // Whoever comes back from saving one goes on after it.
    const here = pointedAt();
    let at = here ? stops.findIndex((stop) => stop === here || stop.contains(here) || here.contains(stop)) : -1;
    const move = (to) => {
      if (to < 0 || to >= stops.length) return;
      stops[at]?.removeAttribute("data-current");
      at = to;
      stops[at].setAttribute("data-current", "");
      stops[at].scrollIntoView({ block: "nearest" });
      (stops[at].querySelector("a, h3[tabindex]") ?? stops[at]).focus({ preventScroll: true });
    };
    const choose = (value) => {
      const radio = stops[at]?.querySelector(`input[name=decision][value=${value}]`);
      if (radio) { radio.checked = true; radio.focus(); }
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest("input:not([type=radio]), select, textarea")) return;
      switch (event.key) {
        case "j": move(at + 1); break;
        case "k": move(at - 1); break;
        case "o": stops[at]?.querySelector("a")?.click(); break;
        case "a": choose("accept"); break;
        case "c": choose("change"); break;
        case "x": choose("return"); break;
        default: return;
      }
      event.preventDefault();
    });
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const button of all("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value);
      button.textContent = "已复制";
    });
  }

  // A second click on a submit button must not send twice; the idempotency key guards the server side.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  // A page that the back button brings back as it was left: its forms can be sent again at once.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
  });
})();
