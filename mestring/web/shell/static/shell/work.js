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
  const menus = [...document.querySelectorAll("details.m-who, details.m-menu")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) if (menu.open) { menu.open = false; if (menu.contains(document.activeElement)) menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false; });
})();
