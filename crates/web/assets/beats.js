// What was played of a lesson and is not answered for yet, in numbered beats: kept until the server says what came of it, and
// some longer, because a server that was stopped may ask again. Knows no page and no network.
"use strict";
class Beats {
  static KEPT = 20;
  #behind;
  #next = 1;
  #waiting = [];
  #answered = [];

  // `now` is what the server's clock says, in milliseconds.
  constructor(now = 0) { this.#behind = now - performance.now(); }

  // A stretch of the lesson, how long it took by the clock, and when it ended: milliseconds. It joins the last one when it goes
  // on from there.
  add(from, to, spent, ended = performance.now()) {
    const last = this.#waiting.at(-1);
    // What was once sent stays as it is: the server may have taken it, and its reply may have been lost.
    if (last && !last.isSent && last.to === from) { last.to = to; last.spent += spent; last.ended = ended; }
    else this.#waiting.push({ number: this.#next++, from, to, spent, ended, isSent: false, isUnsure: false });
  }

  get isEmpty() { return !this.#waiting.length; }
  // Milliseconds of the lesson that wait, and how long they took.
  get played() { return this.#waiting.reduce((sum, beat) => sum + beat.to - beat.from, 0); }
  get spent() { return this.#waiting.reduce((sum, beat) => sum + beat.spent, 0); }
  // Milliseconds of what may have been taken: it was sent, and nobody knows what came of it.
  get unsure() { return this.#waiting.reduce((sum, { from, to, isUnsure }) => sum + (isUnsure ? to - from : 0), 0); }

  // What to send.
  first() {
    this.#waiting[0].isSent = true;
    return this.#waiting[0];
  }

  // Nobody knows what came of the first: its reply was lost. Whoever is told to sign in knows that it was not taken.
  unheard() { this.#waiting[0].isUnsure = true; }

  // All of it, in its order, for whoever cannot wait for one answer after the other.
  all() {
    for (const beat of this.#waiting) beat.isSent = beat.isUnsure = true;
    return this.#waiting.map((beat) => this.said(beat));
  }

  // As the server is told of it, with when it ended by the server's clock: what follows is to have the time since, however long
  // this one waits or is on its way.
  said({ number, from, to, ended }) {
    return { number, from, to, ended: Math.round(this.#behind + ended) };
  }

  // The first is answered for.
  answered() { this.#waiting.shift(); }

  // Taken, and perhaps lost again.
  keep(beat) {
    this.#answered.push(beat);
    if (this.#answered.length > Beats.KEPT) this.#answered.shift();
  }

  // What waits and begins here begins earlier: the end of the stretch before it was cut, and is said again with it. Answers
  // whether there is any.
  reachBack(at, milliseconds) {
    const next = this.#waiting[0];
    if (next && !next.isSent && next.from === at) next.from -= milliseconds;
    return Boolean(next);
  }

  // The lesson goes on from earlier than was thought.
  moveBack(milliseconds) {
    for (const beat of this.#waiting) { beat.from -= milliseconds; beat.to -= milliseconds; }
  }

  // The server knows less than it once said: it was stopped. From the first beat that it lost everything is said again.
  resume(expected) {
    const lost = this.#answered.filter((beat) => beat.number >= expected).concat(this.#waiting);
    this.#answered = [];
    this.#waiting = [];
    this.#next = expected;
    for (const { from, to, spent, ended } of lost) this.add(from, to, spent, ended);
  }
}
