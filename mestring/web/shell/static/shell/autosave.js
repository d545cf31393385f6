// A form with data-autosave saves itself while one writes. Without script the button saves, as always.
// What is sent is the whole form with gem=kladde and a key of its own; the answer is JSON, {"version": 7}. Nothing is kept in the browser: what is not saved stays in
// the field, is tried again, and is warned of before the page is left.
(() => {
  "use strict";
  const WAIT = 1500, MOST = 30000;
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
  const clock = () => {
    const now = new Date();
    return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  };
  const watch = (form) => {
    const status = form.querySelector("[data-saved]");
    const say = (text, bad) => { if (status) { status.textContent = text; status.classList.toggle("m-unsaved", Boolean(bad)); } };
    let dirty = false, pending = null, flying = null, timer = 0, pause = 2000, stopped = false, leaving = false;
    const later = (time) => { clearTimeout(timer); timer = setTimeout(save, time); };
    const stop = (text) => { stopped = true; say(text, true); };
    const save = async () => {
      if (flying || stopped || !(dirty || pending)) return;
      if (!pending) {
        // What was sent is sent again unchanged until it is answered: the key then makes it one write, however often it arrived.
        dirty = false;
        pending = new FormData(form);
        pending.set("gem", "kladde");
        pending.set("key", newKey());
      }
      const body = pending;
      flying = fetch(form.dataset.autosave || form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      try {
        const answer = await flying;
        if (answer.redirected || answer.status === 401 || answer.status === 403) {
          stop("Ikke gemt – du er logget ud. Log ind i en ny fane, og tryk så på knappen her");
        } else if (answer.status === 409) {
          stop("Ikke gemt – en anden har gemt imens. Tryk på knappen for at se begge tekster");
        } else if (answer.status >= 500 || answer.status === 429) {
          throw new Error(String(answer.status));
        } else if (!answer.ok) {
          pending = null;
          dirty = true;
          say("Ikke gemt – noget skal rettes. Tryk på knappen for at se hvad", true);
        } else {
          pending = null;
          pause = 2000;
          const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
          const version = form.querySelector("input[name=version]");
          if (version && Number.isInteger(said.version)) version.value = String(said.version);
          say(`Gemt kl. ${clock()}`);
          if (dirty) later(WAIT);
        }
      } catch {
        say("Ikke gemt – prøver igen", true);
        later(pause);
        pause = Math.min(pause * 2, MOST);
      } finally {
        flying = null;
      }
    };
    form.addEventListener("input", () => { dirty = true; if (!stopped) { say("Ikke gemt endnu"); later(WAIT); } });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (flying) {
        // The answer carries the version that the form must be sent with.
        event.preventDefault();
        const button = event.submitter;
        const go = () => { clearTimeout(timer); form.requestSubmit(button); };
        flying.then(() => setTimeout(go, 50), () => setTimeout(go, 50));
        return;
      }
      leaving = true;
    });
    addEventListener("pageshow", () => { leaving = false; });
    addEventListener("beforeunload", (event) => { if (!leaving && (dirty || pending)) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && dirty) save(); });
  };
  for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
})();
