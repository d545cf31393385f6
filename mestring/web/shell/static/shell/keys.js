// An enhancement, off until the visitor turns it on (WCAG 2.1.4): "/" search, "h" open every reason, "?" the list of keys.
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
  document.addEventListener("keydown", (event) => {
    if (!read() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "/") {
      const field = document.querySelector("[type=search]:not([hidden])");
      if (field && field.offsetParent !== null) { event.preventDefault(); field.focus(); }
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
