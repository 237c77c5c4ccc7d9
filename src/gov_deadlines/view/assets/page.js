"use strict";
(() => {
  const root = document.documentElement;
  const table = document.getElementById("docket");
  const entries = [...table.tBodies];
  const search = document.getElementById("search");
  const sorting = document.getElementById("sorting");
  const unfold = document.getElementById("unfold");
  const count = document.getElementById("count");
  const tiles = [...document.querySelectorAll(".tile")];
  const heads = [...table.tHead.querySelectorAll("th[data-key]")];
  const collator = new Intl.Collator(root.lang, { numeric: true });
  const words = new Map(entries.map((entry) => [entry, entry.rows[0].textContent.toLowerCase()]));
  let group = "all";

  const isShown = (entry) => !entry.hidden;
  const isOpen = (entry) => !entry.rows[1].hidden;

  function fold(entry, open) {
    entry.rows[1].hidden = !open;
    entry.querySelector(".name").setAttribute("aria-expanded", String(open));
  }

  function tell() {
    const shown = entries.filter(isShown);
    count.textContent = count.dataset.text.replace("{shown}", shown.length).replace("{all}", entries.length);
    document.getElementById("nothing").hidden = shown.length > 0;
    table.hidden = shown.length === 0;
    const folds = shown.length > 0 && shown.every(isOpen);
    unfold.textContent = folds ? unfold.dataset.fold : unfold.dataset.unfold;
    unfold.setAttribute("aria-pressed", String(folds));
  }

  function filter() {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of entries) {
      const inGroup = group === "all" || entry.dataset.groups.split(" ").includes(group);
      entry.hidden = !(inGroup && wanted.every((word) => words.get(entry).includes(word)));
    }
    for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile.dataset.group === group));
    tell();
  }

  function sort(key, down) {
    const value = (entry) => entry.dataset[key] || "";
    const by = (a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === "");
      return (down ? -1 : 1) * collator.compare(x, y);
    };
    for (const entry of entries.sort(by)) table.append(entry);
    for (const head of heads) {
      if (head.dataset.key === key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    sorting.value = key;
  }

  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      group = tile.dataset.group === group ? "all" : tile.dataset.group;
      filter();
    });
  }
  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      sort(head.dataset.key, head.getAttribute("aria-sort") === "ascending");
    });
  }
  sorting.addEventListener("change", () => sort(sorting.value, false));
  search.addEventListener("input", filter);
  unfold.addEventListener("click", () => {
    const shown = entries.filter(isShown);
    const open = !shown.every(isOpen);
    for (const entry of shown) fold(entry, open);
    tell();
  });
  for (const entry of entries) {
    entry.rows[0].addEventListener("click", () => {
      if (String(getSelection())) return;
      fold(entry, !isOpen(entry));
      tell();
    });
    fold(entry, false);
  }
  root.classList.add("js");
  document.getElementById("tools").hidden = false;
  sort("due", false);
  filter();
})();
