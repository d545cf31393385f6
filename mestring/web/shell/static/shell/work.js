// Small helps on the pages for work: how many characters are left, and menus that close. Everything works without.
(() => {
  "use strict";
  const written = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  for (const field of document.querySelectorAll("textarea[data-limit]")) {
    const line = field.parentElement.querySelector(".m-count");
    if (!line) continue;
    const limit = Number(field.dataset.limit), plain = line.textContent;
    const count = () => {
      const length = [...field.value].length;
      line.textContent = length > limit ? `${written(length - limit)} tegn for meget` : length ? `${written(length)} af ${written(limit)} tegn` : plain;
      line.classList.toggle("m-over", length > limit);
    };
    field.addEventListener("input", count);
    count();
  }
  // Of two forms on a page only one is sent: what is typed in the other is asked about first.
  const forms = [...document.querySelectorAll("main form[method=post]")], typed = new Set();
  for (const form of forms) {
    form.addEventListener("input", () => { if (!("autosave" in form.dataset)) typed.add(form); });
    form.addEventListener("submit", (event) => {
      const other = [...typed].find((one) => one !== form);
      if (!other) return;
      if (confirm("Du har skrevet noget andet på siden, som ikke bliver gemt med. Fortsæt uden at gemme det?")) typed.clear();
      else { event.preventDefault(); event.stopImmediatePropagation(); other.scrollIntoView({ block: "center" }); }
    }, true);
  }
  const menus = [...document.querySelectorAll("details.m-who, details.m-menu")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) if (menu.open) { menu.open = false; if (menu.contains(document.activeElement)) menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false; });
})();
