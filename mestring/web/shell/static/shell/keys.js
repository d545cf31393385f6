// An enhancement, off until the visitor turns it on (WCAG 2.1.4): "/" search, "j" and "k" next and previous row, "x" choose the row, "h" open every reason, "?" the list of keys.
(() => {
  "use strict";
  const NAME = "mestring-keys";
  const read = () => { try { return localStorage.getItem(NAME) === "on"; } catch { return false; } };
  const write = (on) => { try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* a private window forgets, and that is fine */ } };
  for (const row of document.querySelectorAll(".m-needjs")) row.hidden = false;
  const button = document.querySelector("[data-keys]");
  if (button) {
    const show = () => {
      button.setAttribute("aria-pressed", String(read()));
      button.textContent = read() ? "Slå flere genveje fra" : "Slå flere genveje til";
    };
    button.addEventListener("click", () => { write(!read()); show(); });
    show();
  }
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  let last = -1;
  const go = (step) => {
    const from = here() >= 0 ? here() : last;
    last = Math.min(Math.max(from + step, 0), rows.length - 1);
    const row = rows[last];
    if (row) (row.querySelector("th a") || row.querySelector("a")).focus();
  };
  document.addEventListener("keydown", (event) => {
    if (!read() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea")) return;
    if (event.key === "/") {
      const field = [...document.querySelectorAll("[type=search]")].find((one) => one.offsetParent !== null);
      if (field) { event.preventDefault(); field.focus(); }
    } else if (event.key === "j" && rows.length) {
      go(1);
    } else if (event.key === "k" && rows.length) {
      go(-1);
    } else if (event.key === "x" && here() >= 0) {
      const box = rows[here()].querySelector("input[type=checkbox]");
      if (box) box.click();
    } else if (event.key === "h") {
      const all = [...document.querySelectorAll("details.m-trace")];
      const open = all.some((one) => !one.open);
      for (const one of all) one.open = open;
    } else if (event.key === "?") {
      location.assign("/genveje/");
    }
  });
  // Printing shows every reason, since paper can't be opened.
  let closed = [];
  window.addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; for (const one of closed) one.open = true; });
  window.addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
})();
