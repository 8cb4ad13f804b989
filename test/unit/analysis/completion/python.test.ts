import assert from "node:assert/strict";
import { completeRunbook } from "../../../../src/analysis/completion/complete";
import type { Completion } from "../../../../src/analysis/completion/completion";
import { scanRunbook } from "../../../../src/analysis/references/scan-runbook";
import { atCursor, contoso } from "./known";

function complete(marked: string): readonly Completion[] {
  const { text, offset } = atCursor(marked);
  return completeRunbook(text, scanRunbook(text, "python"), offset, contoso);
}

const labels = (marked: string): readonly string[] => complete(marked).map(({ label }) => label);

const head = "import automationassets as aa\n";
const tickets = `${head}t = aa.get_automation_connection("Tickets")\n`;

describe("completion in Python", () => {
  for (const marked of [
    `${head}aa.get_automation_variable("‸")`,
    `${head}aa.get_automation_variable("‸`,
    `${head}aa.get_automation_variable('Re‸\nprint(1)`,
    `${head}aa.get_automation_variable(‸)`,
    `${head}aa.get_automation_variable(name="‸")`,
    `from automationassets import *\nprint(get_automation_variable("‸"))`,
    `from automationassets import get_automation_variable as v\nv("‸")`,
  ]) {
    it(`offers the variables at ${JSON.stringify(marked)}`, () =>
      assert.deepEqual(labels(marked), ["RetryCount", "ApiKey", "It's $5"]));
  }

  for (const marked of [
    `${tickets}t["‸"]`,
    `${tickets}t["‸`,
    `${tickets}print(t['U‸'])`,
    `${tickets}t.get("‸")`,
    `${head}aa.get_automation_connection("Tickets")["‸"]`,
    `${head}def use(conn):\n    return conn["‸"]\nt = aa.get_automation_connection("Tickets")\nuse(t)\n`,
  ]) {
    it(`offers the fields at ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked), ["Url", "Api Key"]));
  }

  it("offers user name and password of a credential", () => {
    assert.deepEqual(labels(`${head}c = aa.get_automation_credential("Admin")\nc["‸"]`), ["username", "password"]);
  });

  it("offers the functions of automationassets", () => {
    const functions = [
      "get_automation_variable",
      "set_automation_variable",
      "get_automation_credential",
      "get_automation_connection",
      "get_automation_certificate",
    ];
    assert.deepEqual(labels(`${head}aa.‸`), functions);
    assert.deepEqual(labels(`${head}x = aa.get_auto‸`), functions);
    assert.deepEqual(labels("from automationassets import ‸"), functions);
    assert.deepEqual(labels("from automationassets import get_automation_variable, ‸"), functions);
  });

  for (const marked of [
    `print("‸")`,
    `${head}x["‸"]`,
    `${head}# aa.get_automation_variable("‸")`,
    `${head}aa.set_automation_variable("A", "‸")`,
    `get_automation_variable("‸")`,
    `${head}os.‸`,
  ]) {
    it(`offers nothing at ${JSON.stringify(marked)}`, () => assert.deepEqual(labels(marked), []));
  }

  it("escapes in the string's own quotes", () => {
    const [, , quoted] = complete(`${head}aa.get_automation_variable('‸')`);
    assert.equal(quoted?.insertText, "It\\'s $5");
  });
});
