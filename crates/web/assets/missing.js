// The parts of a film that do not count yet, as times that can be clicked to go there. Knows no network and no clock.
"use strict";
class Missing {
  static SHOWN = 8;
  // Milliseconds of a part that is worth a look: a slow device leaves shorter ones behind where the film is jumped in.
  static LONG = 1000;
  #gaps; #box; #list; #rest;

  // `gaps` are stretches in milliseconds; `goTo` brings the film to where one begins.
  constructor(box, gaps, goTo) {
    this.#box = box;
    this.#list = box.querySelector("[data-missing-list]");
    this.#rest = box.querySelector("[data-missing-rest]");
    this.#gaps = gaps;
    this.#list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) goTo(Number(button.dataset.from));
    });
  }

  // All that is missing, as the server knows it.
  set gaps(gaps) { this.#gaps = gaps; }

  // This counts now.
  cover(start, end) {
    const left = ([from, to]) => [[from, Math.min(to, start)], [Math.max(from, end), to]].filter(([a, b]) => a < b);
    this.#gaps = this.#gaps.flatMap(left);
  }

  // What is there, unless nobody has to look for it. Buttons stay the same ones, so that none loses its focus.
  show(isWanted) {
    const long = this.#gaps.filter(([from, to]) => to - from >= Missing.LONG);
    // Where nothing else is left they are what is missing.
    const gaps = long.length ? long : this.#gaps;
    const shown = gaps.slice(0, Missing.SHOWN);
    this.#box.hidden = !isWanted || !shown.length;
    while (this.#list.children.length > shown.length) this.#list.lastElementChild.remove();
    shown.forEach(([from, to], place) => {
      const button = this.#list.children[place] ?? this.#list.appendChild(Missing.#button());
      button.dataset.from = from;
      button.textContent = `${Missing.#clock(Math.floor(from / 1000))}–${Missing.#clock(Math.ceil(to / 1000))}`;
    });
    const rest = gaps.length - shown.length;
    this.#rest.textContent = rest > 0 ? `，另有 ${rest} 段` : "";
  }

  static #button() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link nowrap";
    return button;
  }

  static #clock(seconds) {
    const two = (value) => String(value).padStart(2, "0");
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }
}
