// A small unit of SCORM 1.2: four cases, one after the other. Keeps where one is and what was chosen, and is completed when
// every case has its right answer.
"use strict";
(() => {
  // Looks for the connection the way SCORM says: here, then in every window around this one.
  const find = (at) => {
    for (let tries = 0; tries < 10; tries += 1) {
      if (at.API) return at.API;
      if (!at.parent || at.parent === at) return null;
      at = at.parent;
    }
    return null;
  };
  const api = find(window);
  const element = (id) => document.getElementById(id);
  const say = (name, value) => { api?.LMSSetValue(name, value); api?.LMSCommit(""); };

  let cases = [], at = 0, chosen = [];

  const start = async () => {
    cases = await (await fetch("cases.json")).json();
    chosen = cases.map(() => null);
    if (api && api.LMSInitialize("") === "true") {
      const kept = api.LMSGetValue("cmi.suspend_data");
      if (kept) chosen = JSON.parse(kept);
      at = Math.min(Number(api.LMSGetValue("cmi.core.lesson_location")) || 0, cases.length - 1);
      if (api.LMSGetValue("cmi.core.lesson_status") === "not attempted") say("cmi.core.lesson_status", "incomplete");
    }
    show();
  };

  const isRight = (place) => chosen[place] === cases[place].right;
  const explain = () => {
    const why = element("why");
    const given = chosen[at] !== null;
    why.className = given ? (isRight(at) ? "right" : "wrong") : "";
    why.textContent = given ? (isRight(at) ? "对。" : "再想一想。") + cases[at].why : "";
    if (cases.every((_, place) => isRight(place))) why.textContent += "四个情景都答对了，本课件已完成。";
  };

  const choose = (place) => {
    chosen[at] = place;
    say("cmi.suspend_data", JSON.stringify(chosen));
    if (cases.every((_, one) => isRight(one))) say("cmi.core.lesson_status", "completed");
    for (const [index, button] of Array.from(element("choices").children).entries()) button.setAttribute("aria-pressed", String(index === place));
    explain();
  };

  const show = () => {
    element("at").textContent = `第 ${at + 1} 个，共 ${cases.length} 个`;
    element("story").textContent = cases[at].story;
    element("choices").replaceChildren(...cases[at].choices.map((text, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.setAttribute("aria-pressed", String(chosen[at] === place));
      button.addEventListener("click", () => choose(place));
      return button;
    }));
    element("back").hidden = at === 0;
    element("next").hidden = at === cases.length - 1;
    explain();
  };

  const go = (to) => {
    at = to;
    say("cmi.core.lesson_location", String(at));
    show();
    element("heading").focus();
  };
  element("back").addEventListener("click", () => go(at - 1));
  element("next").addEventListener("click", () => go(at + 1));
  window.addEventListener("pagehide", () => api?.LMSFinish(""));
  start();
})();
