"use strict";
(() => {
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const say = (text) => { document.getElementById("status").textContent = text; };

  let unpacked = null;
  const archive = () => {
    unpacked ??= (async () => {
      const packed = Uint8Array.from(atob(document.getElementById("archive").textContent), (c) => c.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
      return JSON.parse(await new Response(stream).text());
    })();
    return unpacked;
  };

  const labelled = (text, select) => {
    const label = make("label", "", text);
    label.append(select);
    return label;
  };

  const fill = (select, entries, chosen) => {
    select.replaceChildren(...entries.map(([value, text]) => {
      const option = make("option", "", text);
      option.value = value;
      option.selected = value === chosen;
      return option;
    }));
  };

  const drawCode = (box, text, marks) => {
    const at = new Map();
    for (const mark of marks) at.set(mark[0], [...(at.get(mark[0]) ?? []), mark]);
    const parts = [];
    text.replace(/\n$/, "").split("\n").forEach((line, index) => {
      const row = make("div", at.has(index + 1) ? "l marked" : "l");
      row.dataset.line = index + 1;
      row.append(make("span", "", line));
      parts.push(row);
      for (const [, title, message, fix] of at.get(index + 1) ?? []) {
        const note = make("div", "here");
        note.setAttribute("role", "note");
        note.append(make("b", "", title), message);
        if (fix) note.append(make("i", "", "→ " + fix));
        parts.push(note);
      }
    });
    box.replaceChildren(...parts);
    box.scrollTop = 0;
  };

  const makePane = (data, keys, key) => {
    const pane = make("div", "pane");
    const [runs, files, box] = [make("select"), make("select"), make("div", "code")];
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    const marksOf = (path) => (data.marks[runs.value] ?? {})[path] ?? [];
    const show = () => {
      const text = (data.code[runs.value] ?? {})[files.value];
      box.setAttribute("aria-label", `Code of ${files.value || "no file"}, ${runs.value}`);
      if (text) drawCode(box, text, marksOf(files.value));
      else box.replaceChildren(make("p", "here", files.value ? "This file was left out to keep the page small." : "This run left no files."));
    };
    const choose = (path) => {
      const paths = Object.keys(data.code[runs.value] ?? {}).sort();
      const best = [...paths].sort((a, b) => marksOf(b).length - marksOf(a).length || a.localeCompare(b))[0];
      fill(files, paths.map((p) => [p, marksOf(p).length ? `${p} (${marksOf(p).length})` : p]), paths.includes(path) ? path : best);
      show();
    };
    fill(runs, keys.map((k) => [k, k.split("/").slice(1).join(" · ")]), key);
    runs.addEventListener("change", () => choose(files.value));
    files.addEventListener("change", show);
    const head = make("div");
    head.append(labelled("Run", runs), labelled("File", files));
    pane.append(head, box);
    choose();
    pane.reveal = (run, path, line) => {
      runs.value = run;
      choose(path);
      const row = box.querySelector(`[data-line="${line}"]`);
      if (!row) return box.focus();
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
      box.scrollTop = row.offsetTop - box.offsetTop - box.clientHeight / 3;
    };
    pane.runs = runs;
    return pane;
  };

  const panes = async (compare) => {
    if (compare.panes) return compare.panes;
    compare.panes = (async () => {
      const keys = JSON.parse(compare.dataset.runs);
      const data = await archive();
      const arm = (key) => key.split("/")[1];
      const other = keys.find((key) => arm(key) === "skill") ?? keys.find((key) => arm(key) !== arm(keys[0])) ?? keys[1];
      const made = [makePane(data, keys, keys[0])];
      if (other) made.push(makePane(data, keys, other));
      const grid = make("div", "panes");
      grid.append(...made);
      compare.replaceChildren(make("h4", "", "Code, side by side"), grid);
      return made;
    })().catch((error) => {
      compare.replaceChildren(make("p", "banner", `The code could not be unpacked in this browser (${error.message}); it lies in the folders named below.`));
      return [];
    });
    return compare.panes;
  };

  const reveal = async (place) => {
    const run = place.closest("[data-key]").dataset.key;
    const compare = place.closest(".case").querySelector(".compare");
    const made = await panes(compare);
    const pane = made.find((one) => one.runs.value === run) ?? made[made.length - 1];
    if (!pane) return;
    compare.scrollIntoView({ block: "start" });
    pane.reveal(run, place.dataset.path, place.dataset.line);
    say(`${place.dataset.path}, line ${place.dataset.line}`);
  };

  const upgradePlaces = (root) => {
    for (const place of root.querySelectorAll("span.place")) {
      const button = make("button", "place", place.textContent);
      button.type = "button";
      Object.assign(button.dataset, place.dataset);
      button.addEventListener("click", () => reveal(button));
      place.replaceWith(button);
    }
  };

  const prepare = (details) => {
    if (!details.open) return;
    upgradePlaces(details);
    panes(details.querySelector(".compare") ?? make("div"));
  };

  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    (target.querySelector(":scope > summary") ?? target).focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
    const compare = target.closest(".case")?.querySelector(".compare");
    // The code appears above the run and pushes it down.
    if (compare) panes(compare).then(() => target.scrollIntoView({ block: "start" }));
  };

  for (const details of document.querySelectorAll(".case")) {
    if (details.querySelector(".compare")) details.addEventListener("toggle", () => prepare(details));
  }
  for (const [action, open] of [["open", true], ["close", false]]) {
    for (const button of document.querySelectorAll(`[data-${action}]`)) {
      button.addEventListener("click", () => {
        for (const details of document.querySelectorAll("details." + button.dataset[action])) details.open = open;
        say(open ? "All cases are open" : "All cases are closed");
      });
    }
  }
  document.querySelectorAll(".tools").forEach((tools) => { tools.hidden = false; });
  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
