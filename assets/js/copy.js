// A button on each figure that copies its source or what was printed, and one beside each command.

// The words are the layout's, in the language of the page.
const words = document.querySelector("script[data-copy]").dataset;

// What stands in place of a character that cannot be seen names it in its title.
const text = (element) => {
  const shown = element.cloneNode(true);
  for (const control of shown.querySelectorAll(".control"))
    control.replaceWith(String.fromCodePoint(Number.parseInt(control.title.slice(2), 16)));
  return shown.textContent;
};

// Without prompts, commands, what snip says of the end, and what is folded.
const printed = (element) =>
  [...element.querySelectorAll("samp:not(.cut:not([open]) *)")].map((samp) => `${text(samp)}\n`).join("");

// A command is given with the one that makes its program, to be tried elsewhere.
const command = (kbd) => [kbd.dataset.compile, text(kbd), ""].filter((line) => line !== undefined).join("\n");

// A button with the word LABEL that copies what WANTED gives then, and says that it has.
const button = (label, wanted) => {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = label;

  // Told apart from the button, so that a screen reader says it.
  const status = document.createElement("span");
  status.className = "copied";
  status.role = "status";

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(wanted());
      status.textContent = words.copied;
    } catch {
      status.textContent = words.failed;
    }
    setTimeout(() => (status.textContent = ""), 2000);
  });

  const both = document.createElement("span");
  both.className = "copying";
  both.append(status, copy);
  return both;
};

const addToFigure = (figure) => {
  const heads = figure.querySelectorAll(".process");
  const places = heads.length ? [...heads].map((head) => [head, head.nextElementSibling]) : [[figure.querySelector("figcaption"), figure]];
  for (const [head, body] of places) {
    if (printed(body)) head.append(button(words.copyOutput, () => printed(body)));
    else if (!body.querySelector("kbd") || figure.matches(".snippet-code"))
      head.append(button(words.copy, () => text(figure.querySelector(":scope > pre") ?? figure.querySelector("pre"))));
  }
};

// A page that did not come by a safe way has no clipboard.
if (navigator.clipboard) {
  document.querySelectorAll(".snippet:not(.snippet-lab)").forEach(addToFigure);
  for (const kbd of document.querySelectorAll("pre kbd")) kbd.after(button(words.copyCommand, () => command(kbd)));
}
