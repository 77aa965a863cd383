/* Tries a plan on the result without leaving the page. Without this file the form does the same. */
"use strict";
document.addEventListener("submit", (event) => {
  const form = event.target;
  const section = form.closest("[data-explore]");
  if (!section || !window.fetch || !window.DOMParser) return;
  event.preventDefault();
  const pressed = event.submitter;
  const told = new URLSearchParams(new FormData(form));
  if (pressed && pressed.name) told.set(pressed.name, pressed.value);
  section.setAttribute("aria-busy", "true");
  fetch(form.action, { method: "POST", body: told, credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      const fresh = page.querySelector("[data-explore]");
      if (!fresh) throw new Error("no such section");
      const wrong = fresh.querySelector(".error-summary");
      const said = fresh.querySelector("[data-said]");
      if (wrong) wrong.removeAttribute("autofocus");
      section.replaceWith(fresh);
      (wrong || fresh.querySelector("h3[tabindex]") || fresh.querySelector("h2")).focus();
      document.getElementById("explore-said").textContent = said ? said.textContent : "";
      document.title = page.title;
    })
    .catch(() => {
      if (pressed && pressed.name) {
        const kept = document.createElement("input");
        Object.assign(kept, { type: "hidden", name: pressed.name, value: pressed.value });
        form.append(kept);
      }
      form.submit();
    });
});
