// Tables of answers get a knob for each thing that was turned: the answer where they stand is marked and said.
// All of it can be read without this.

const text = (element) => element.textContent;

// What of the table the knobs are called, and the answer.
function namesOf(table) {
  const heads = [...table.tHead.rows[0].cells];
  const [across, answer] = heads.at(-1).querySelectorAll("span");
  const fixed = heads.slice(0, -1).map(text);
  return { knobs: across ? [...fixed, text(across)] : fixed, answer: text(answer ?? heads.at(-1)), fixed: fixed.length };
}

// Each answer with what the knobs stand at. A head over several rows says it for all of them.
function cellsOf(table, fixed) {
  const across = [...(table.tHead.rows[1]?.cells ?? [])].map((head) => [text(head)]);
  const stand = [];
  return [...table.tBodies[0].rows].flatMap((row) => {
    const heads = [...row.querySelectorAll("th")];
    heads.forEach((head, n) => (stand[fixed - heads.length + n] = text(head)));
    return [...row.querySelectorAll("td")].map((cell, n) => ({ cell, at: [...stand, ...(across[n] ?? [])] }));
  });
}

function makeKnob(name, values) {
  const knob = document.createElement("select");
  knob.autocomplete = "off";
  knob.append(...values.map((value) => new Option(value)));
  const label = document.createElement("label");
  label.append(`${name} `, knob);
  return { knob, label };
}

function addKnobs(box) {
  const table = box.querySelector("table");
  const names = namesOf(table);
  const cells = cellsOf(table, names.fixed);
  const made = names.knobs.map((name, n) => makeKnob(name, [...new Set(cells.map(({ at }) => at[n]))]));
  const knobs = made.map(({ knob }) => knob);

  const answer = document.createElement("output");
  const panel = document.createElement("div");
  panel.className = "knobs";
  panel.role = "group";
  panel.ariaLabel = names.answer;
  panel.append(...made.map(({ label }) => label), answer);
  table.parentElement.before(panel);

  const show = ({ cell, at }) => {
    knobs.forEach((knob, n) => (knob.value = at[n]));
    cells.forEach((other) => other.cell.classList.toggle("now", other.cell === cell));
    answer.textContent = `${names.answer} → ${text(cell)}`;
    answer.classList.toggle("error", cell.classList.contains("error"));
  };

  // Not all that can be turned was asked: the others follow then, as few of them as need to.
  const turn = (turned) => {
    const like = ({ at }) => (at[turned] === knobs[turned].value ? knobs.filter((knob, n) => knob.value === at[n]).length : 0);
    const found = cells.reduce((best, cell) => (like(cell) > like(best) ? cell : best));
    show(found);
    table.parentElement.scrollLeft = found.cell.offsetLeft + found.cell.offsetWidth - table.parentElement.clientWidth;
  };
  knobs.forEach((knob, n) => knob.addEventListener("change", () => turn(n)));
  show(cells[0]);
}

document.querySelectorAll(".answers").forEach(addKnobs);
