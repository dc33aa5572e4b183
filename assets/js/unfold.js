// Of a long output an article shows some lines, and snip says in one line what is left out. Here this
// line unfolds it: it is fetched when a reader asks for it first. The link to the whole works without.

const wholes = new Map();

function linesOf(address) {
  if (!wholes.has(address))
    wholes.set(
      address,
      fetch(address).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText)))),
    );
  return wholes.get(address).then((text) => text.split("\n"));
}

function unfold(cut) {
  const link = cut.closest(".snippet").querySelector(".snippet-open a:not([href^='#'])");
  const [from, to] = cut.dataset.lines.split("-").map(Number);
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const rest = document.createElement("samp");
  details.className = "cut";
  summary.textContent = cut.textContent;
  details.append(summary, rest);
  details.addEventListener("toggle", async () => {
    if (!details.open || rest.textContent) return;
    try {
      rest.textContent = (await linesOf(link.href)).slice(from - 1, to).join("\n");
    } catch {
      location.assign(link.href); // where the reader sees what is wrong
    }
  });
  // It ends a line by itself.
  const { nextSibling: after } = cut;
  if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, "");
  cut.replaceWith(details);
}

document.querySelectorAll(".ending[data-lines]").forEach(unfold);
