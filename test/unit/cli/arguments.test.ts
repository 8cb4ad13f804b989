import assert from "node:assert/strict";
import { parseArguments, type OptionDefinitions } from "../../../src/cli/arguments";
import { AutomationError } from "../../../src/core/errors";

const options: OptionDefinitions = {
  parameter: { type: "text", short: "p", isRepeatable: true, valueName: "NAME=VALUE", help: "" },
  value: { type: "text", help: "" },
  encrypted: { type: "flag", help: "" },
  output: { type: "text", choices: ["text", "json"], help: "" },
};

function parse(...args: string[]) {
  return parseArguments(args, options, "run");
}

function failure(...args: string[]): string {
  try {
    parse(...args);
  } catch (error) {
    assert.ok(error instanceof AutomationError);
    assert.equal(error.code, "invalid-usage");
    return `${error.message} ${error.hint ?? ""}`;
  }
  return assert.fail("It was accepted.");
}

describe("arguments of the command line", () => {
  it("keeps repeatable options in order and positionals apart", () => {
    const parsed = parse("a.ps1", "-p", "A=1", "--parameter=B=2", "b.py", "--encrypted");
    assert.deepEqual(parsed.list("parameter"), ["A=1", "B=2"]);
    assert.deepEqual(parsed.positionals, ["a.ps1", "b.py"]);
    assert.equal(parsed.flag("encrypted"), true);
    assert.equal(parsed.text("value"), undefined);
  });

  it("takes everything after -- as it is", () => {
    assert.deepEqual(parse("--", "--value").positionals, ["--value"]);
  });

  it("takes empty values and values that begin with a dash", () => {
    assert.equal(parse("--value", "").text("value"), "");
    assert.equal(parse("--value", "-5").text("value"), "-5");
    assert.equal(parse("--value=--encrypted").text("value"), "--encrypted");
  });

  it("names the nearest option for an unknown one", () => {
    assert.match(failure("--paramter", "A=1"), /Unknown option "--paramter"\. Did you mean "--parameter"\?/);
    assert.match(failure("-x"), /Unknown option "-x"\..*--help/);
  });

  it("does not take the names of object members for options", () => {
    assert.match(failure("--constructor"), /Unknown option "--constructor"/);
  });

  it("refuses an option without its value, even before another option", () => {
    assert.match(failure("--value"), /"--value" needs a value/);
    assert.match(failure("--value", "--encrypted"), /needs a value.*--value=--encrypted/);
    assert.match(failure("--value", "-p"), /needs a value/);
  });

  it("refuses a value for a flag, a second value for a single option and an unknown choice", () => {
    assert.match(failure("--encrypted=yes"), /takes no value/);
    assert.match(failure("--value", "a", "--value", "b"), /given twice/);
    assert.match(failure("--output", "jsn"), /does not know "jsn"\. Did you mean "json"\? Possible: text, json\./);
  });
});
