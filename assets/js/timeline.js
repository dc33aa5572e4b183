// Time lines are walked through by keyboard, a moment a key: what it brings is marked and said, what
// is to come is faint. All of it is in sight without this.

const { keys } = document.querySelector("script[data-keys]").dataset;
const STEPS = new Map([["ArrowDown", 1], ["j", 1], ["ArrowUp", -1], ["k", -1], ["Home", -Infinity], ["End", Infinity]]);

// Of the two drawings the one that is shown; it may be the other when the window has changed.
const shown = (timeline) => [...timeline.querySelectorAll("svg")].find((svg) => svg.checkVisibility());

// A line that goes on with the one before it is indented. Of words that are cut the title has all, and so has each line of them.
const whole = (words) => words.querySelector("title")?.textContent ?? words.textContent;

const words = (moment) => {
  const said = [...moment.querySelectorAll("tspan, text:not(.by, :has(tspan))")].map(whole);
  const { by } = moment.dataset;
  return `${by ? `${by}: ` : ""}${[...new Set(said)].join(", ").replace(/(, \u00a0|\s)\s*/g, " ")}`;
};

function mark(moments, at) {
  moments.forEach((moment, n) => {
    moment.classList.toggle("now", n === at);
    moment.classList.toggle("to-come", at >= 0 && n > at);
  });
  moments[at]?.scrollIntoView({ block: "nearest" });
}

function walk(timeline) {
  const status = document.createElement("p");
  status.className = "said";
  status.role = "status";
  timeline.after(status);
  timeline.tabIndex = 0;

  let at = -1;
  const show = (next) => {
    at = next;
    timeline.querySelectorAll("svg").forEach((svg) => mark([...svg.querySelectorAll(".moment")], svg === shown(timeline) ? at : -1));
  };
  timeline.addEventListener("focus", () => at < 0 && (status.textContent = keys));
  timeline.addEventListener("keydown", (event) => {
    const step = STEPS.get(event.key);
    const leaves = event.key === "Escape" && at >= 0;
    if ((!step && !leaves) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const moments = shown(timeline).querySelectorAll(".moment");
    show(leaves ? -1 : Math.min(Math.max(at + step, 0), moments.length - 1));
    status.textContent = at < 0 ? keys : words(moments[at]);
  });
  timeline.addEventListener("blur", () => {
    show(-1);
    status.textContent = "";
  });
}

document.querySelectorAll(".timeline").forEach(walk);
