// Draws a PDF in the page, a leaf at a time as it comes near: telephones show none in a frame. Where drawing fails the
// browser's own frame takes its place; the link to the file stands beside it anyway.
"use strict";
(() => {
  // So many points at most are drawn of one leaf, and so far around what is seen leaves are kept ready.
  const POINTS_MAX = 8_000_000, NEAR = "100% 0px", ZOOMS = [1, 1.5, 2, 3];

  class Leaves {
    constructor(box, library, file) {
      Object.assign(this, { box, library, file, zoom: 0, leaves: [], width: 0 });
      this.tools = box.parentElement.querySelector("[data-document-tools]");
      this.near = new IntersectionObserver((seen) => seen.forEach(({ target, isIntersecting }) => {
        const leaf = this.leaves[target.dataset.number - 1];
        if (isIntersecting) this.draw(leaf); else this.forget(leaf);
      }), { root: box, rootMargin: NEAR });
    }

    async lay() {
      // Until a leaf was read it is taken to be as large as the first one.
      const first = (await this.file.getPage(1)).getViewport({ scale: 1 });
      this.box.replaceChildren();
      for (let number = 1; number <= this.file.numPages; number++) {
        const sheet = document.createElement("section");
        sheet.className = "leaf";
        sheet.dataset.number = number;
        sheet.setAttribute("aria-label", `第 ${number} 页`);
        this.leaves.push({ number, sheet, size: first, drawing: null });
        this.box.append(sheet);
      }
      this.fit();
      this.box.addEventListener("scroll", () => this.tell(), { passive: true });
      new ResizeObserver(() => { if (this.box.clientWidth !== this.width) this.fit(); }).observe(this.box);
      this.tools.hidden = false;
      this.tools.querySelectorAll("button[data-zoom]").forEach((button) => button.addEventListener("click", () => {
        this.zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.zoom + Number(button.dataset.zoom)));
        this.fit();
      }));
    }

    // Gives every leaf its room; what is near is drawn anew. The same place stays in sight.
    fit() {
      const { box } = this, place = box.scrollTop / (box.scrollHeight || 1);
      this.width = box.clientWidth;
      this.leaves.forEach((leaf) => { this.forget(leaf); this.room(leaf); });
      box.scrollTop = place * box.scrollHeight;
      box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
      this.leaves.forEach(({ sheet }) => { this.near.unobserve(sheet); this.near.observe(sheet); });
      this.tell();
    }

    room({ sheet, size }) {
      const inner = this.width - 2 * parseFloat(getComputedStyle(this.box).paddingLeft);
      const scale = Math.max(0.1, inner / size.width) * ZOOMS[this.zoom];
      sheet.style.width = `${Math.floor(size.width * scale)}px`;
      sheet.style.height = `${Math.floor(size.height * scale)}px`;
      sheet.style.setProperty("--total-scale-factor", scale);
      return scale;
    }

    async draw(leaf) {
      if (leaf.drawing) return;
      const drawing = leaf.drawing = {};
      try {
        const page = await this.file.getPage(leaf.number);
        if (leaf.drawing !== drawing) return;
        leaf.size = page.getViewport({ scale: 1 });
        const viewport = page.getViewport({ scale: this.room(leaf) });
        const points = Math.min(window.devicePixelRatio || 1, Math.sqrt(POINTS_MAX / (viewport.width * viewport.height)));
        const canvas = document.createElement("canvas"), text = document.createElement("div");
        canvas.width = Math.floor(viewport.width * points);
        canvas.height = Math.floor(viewport.height * points);
        canvas.setAttribute("aria-hidden", "true");
        text.className = "leaf-text";
        leaf.sheet.replaceChildren(canvas, text);
        drawing.task = page.render({ canvas, viewport, transform: [points, 0, 0, points, 0, 0] });
        await drawing.task.promise;
        // For those who listen, search or copy.
        await new this.library.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
        if (leaf.drawing === drawing) leaf.sheet.dataset.drawn = "";
      } catch (error) {
        if (leaf.drawing !== drawing || error.name === "RenderingCancelledException") return;
        const words = document.createElement("p");
        words.textContent = `第 ${leaf.number} 页画不出来，请在新窗口打开文档查看。`;
        leaf.sheet.replaceChildren(words);
      }
    }

    // A telephone has no room for all leaves of a book at once.
    forget(leaf) {
      leaf.drawing?.task?.cancel();
      leaf.drawing = null;
      delete leaf.sheet.dataset.drawn;
      const canvas = leaf.sheet.querySelector("canvas");
      if (canvas) canvas.width = canvas.height = 0;
      leaf.sheet.replaceChildren();
    }

    tell() {
      const middle = this.box.scrollTop + this.box.clientHeight / 2;
      const here = this.leaves.findLast(({ sheet }) => sheet.offsetTop <= middle) ?? this.leaves[0];
      const words = `第 ${here.number} 页，共 ${this.leaves.length} 页`;
      const place = this.tools.querySelector("[data-document-place]");
      if (place.textContent !== words) place.textContent = words;
      const [smaller, larger] = this.tools.querySelectorAll("button[data-zoom]");
      smaller.disabled = this.zoom === 0;
      larger.disabled = this.zoom === ZOOMS.length - 1;
    }
  }

  const frameInstead = (box) => {
    const frame = document.createElement("iframe");
    frame.className = "document";
    frame.src = box.dataset.document;
    frame.title = box.getAttribute("aria-label");
    box.replaceWith(frame);
  };

  const show = async (box) => {
    try {
      const at = new URL(box.dataset.library, location.href).href, library = await import(`${at}pdf.min.mjs`);
      library.GlobalWorkerOptions.workerSrc = `${at}pdf.worker.min.mjs`;
      const file = await library.getDocument({
        url: box.dataset.document, cMapUrl: `${at}cmaps/`, standardFontDataUrl: `${at}standard_fonts/`, wasmUrl: `${at}wasm/`,
      }).promise;
      await new Leaves(box, library, file).lay();
    } catch (error) {
      console.warn("the document is shown in a frame:", error);
      frameInstead(box);
    }
  };

  // Of many pieces of evidence only those are fetched that somebody comes near to.
  const coming = new IntersectionObserver((seen) => seen.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => {
    coming.unobserve(target);
    show(target);
  }), { rootMargin: "50% 0px" });
  document.querySelectorAll("[data-document]").forEach((box) => coming.observe(box));
})();
