// Light, dark, or as the system says. It is small and asked for before the stylesheet, which
// drawing waits for: so it runs before anything is drawn in colours that were not chosen,
// but where it does not come, or comes late, the page waits for nothing.
"use strict";

(() => {
  const root = document.documentElement;

  // A browser may forbid storing; then the choice lasts as long as the page.
  const store = {
    read() {
      try {
        return localStorage.getItem("theme");
      } catch {
        return null;
      }
    },
    write(theme) {
      try {
        localStorage.setItem("theme", theme);
      } catch {
        // nothing to be done
      }
    },
  };

  const known = (theme) => (theme === "light" || theme === "dark" ? theme : "system");

  function apply(theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  function show(theme) {
    const choice = document.querySelector(`.theme input[value="${theme}"]`);
    if (choice) choice.checked = true;
  }

  apply(known(store.read()));

  function begin() {
    const chooser = document.querySelector(".theme");
    if (!chooser) return;
    show(known(store.read()));
    chooser.hidden = false;
    chooser.addEventListener("change", ({ target }) => {
      store.write(target.value);
      apply(target.value);
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();

  // Chosen in another tab.
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== "theme") return;
    apply(known(newValue));
    show(known(newValue));
  });
})();
