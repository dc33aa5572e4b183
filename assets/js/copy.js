// A button on each figure that copies its source, or of an output only the commands.

// The words are the layout's, in the language of the page.
const { copy, copied } = document.querySelector("script[data-copy]").dataset;

// What stands in place of a character that cannot be seen names it in its title.
const text = (element) => {
  const shown = element.cloneNode(true);
  for (const control of shown.querySelectorAll(".control"))
    control.replaceWith(String.fromCodePoint(Number.parseInt(control.title.slice(2), 16)));
  return shown.textContent;
};

const wanted = (figure) => {
  if (figure.matches(".snippet-code")) return text(figure.querySelector(":scope > pre"));
  const commands = [...figure.querySelectorAll("kbd")].map(text);
  return commands.length ? `${commands.join("\n")}\n` : text(figure.querySelector("pre"));
};

const addButton = (figure) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;

  // Told apart from the button, so that a screen reader says it.
  const status = document.createElement("span");
  status.className = "copied";
  status.role = "status";

  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(wanted(figure));
    status.textContent = copied;
    setTimeout(() => (status.textContent = ""), 2000);
  });
  figure.querySelector("figcaption").append(button, status);
};

// A page that did not come by a safe way has no clipboard.
if (navigator.clipboard) document.querySelectorAll(".snippet:not(.snippet-lab)").forEach(addButton);
