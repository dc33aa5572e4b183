// TAP for the tests that drive a browser.
"use strict";

let count = 0;
let failed = 0;

function comment(text) {
  for (const line of String(text).split("\n")) console.log(`# ${line}`);
}

// Prints one test line, and the DETAILS of one that failed.
function ok(good, name, ...details) {
  if (!good) failed += 1;
  console.log(`${good ? "ok" : "not ok"} ${(count += 1)} - ${name}`);
  if (!good) details.flat().forEach((each) => comment(`  ${typeof each === "string" ? each : JSON.stringify(each)}`));
  return good;
}

const equal = (got, expected, name) =>
  ok(JSON.stringify(got) === JSON.stringify(expected), name, `got:      ${JSON.stringify(got)}`, `expected: ${JSON.stringify(expected)}`);

// A list of faults: a test passes where there are none.
const none = (faults, name) => ok(faults.length === 0, name, faults);

// Ends the test because it cannot run here; a CI must be able to run it.
function skipAll(reason) {
  console.log(process.env.CI ? `1..1\nnot ok 1 - ${reason}` : `1..0 # SKIP ${reason}`);
  process.exit(process.env.CI ? 1 : 0);
}

// Runs the function TEST, prints the plan and ends.
async function run(test) {
  try {
    await test();
  } catch (error) {
    ok(false, "the test runs to its end", error.stack);
  }
  console.log(`1..${count}`);
  process.exitCode = failed ? 1 : 0;
}

module.exports = { comment, equal, none, ok, run, skipAll };
