import assert from "node:assert/strict";
import { hoverAt } from "../../../../src/analysis/hover/hover";
import { scanRunbook } from "../../../../src/analysis/references/scan-runbook";
import { atCursor, contoso } from "../completion/known";

function hover(marked: string, language: "powershell" | "python" = "powershell", account = contoso): string {
  const { text, offset } = atCursor(marked);
  return hoverAt(scanRunbook(text, language), offset, account)?.markdown ?? "";
}

const tickets = "$t = Get-AutomationConnection -Name 'Tickets'\n";

describe("hover", () => {
  it("says what an asset is, and nothing of what is sealed", () => {
    assert.equal(
      hover("Get-AutomationVariable 'Retry‸Count'"),
      "**RetryCount** · variable in contoso\n\nHow \\*often\\*\n\nInteger `3`",
    );
    assert.match(hover("Get-AutomationVariable 'Api‸Key'"), /\n\nEncrypted$/);
    assert.match(hover("Get-AutomationPSCredential 'Ad‸min'"), /User name `CONTOSO\\admin`$/);
    assert.equal(
      hover("Get-AutomationConnection 'Tick‸ets'"),
      "**Tickets** · connection in contoso\n\nType Contoso Tickets\n\n- `Url` `https://t`\n- `Api Key` encrypted",
    );
    assert.match(hover("Get-AutomationCertificate 'Sign‸ing'"), /Expires 2030-01-31, with private key$/);
  });

  it("names the nearest ones of an asset that is absent", () => {
    assert.equal(
      hover("Get-AutomationVariable 'RetryCont‸'"),
      "contoso has no variable `RetryCont`\n\nSimilar: `RetryCount`",
    );
  });

  it("follows a variable to its constant", () => {
    assert.match(hover("$n = 'Retry‸Count'\nGet-AutomationVariable $n"), /^\*\*RetryCount/);
    assert.match(hover("$n = 'RetryCount'\nGet-AutomationVariable $‸n"), /^\*\*RetryCount/);
  });

  it("says the type of a field, and the fields there are", () => {
    assert.equal(hover(`${tickets}$t.Ur‸l`), "`Url` System.String\n\nField of the connection type Contoso Tickets");
    assert.match(hover(`${tickets}$t['API‸ KEY']`), /^`Api Key` System\.String, encrypted, optional/);
    assert.match(hover(`${tickets}$t.Po‸rt`), /has no field `Port`[^]*- `Url`/);
    assert.equal(hover("$c = Get-AutomationPSCredential 'Admin'\n$c.User‸Name"), "`UserName` string");
  });

  it("gives the signature of a cmdlet and a function with its page", () => {
    const text = hover("Start-Auto‸mationRunbook -Name 'Child'");
    assert.match(text, /Start-AutomationRunbook \[-Name\] <string> \[-Parameters <IDictionary>\]/);
    assert.match(text, /\(https:\/\/learn\.microsoft\.com\/azure\/automation\//);
    assert.match(
      hover("from automationassets import *\nget_auto‸mation_variable('A')", "python"),
      /get_automation_variable\(name\)/,
    );
  });

  it("tells child runbooks that are there from those that are not", () => {
    assert.equal(hover("Start-AutomationRunbook 'chi‸ld'"), "**Child** · runbook in contoso");
    assert.equal(hover(".\\Gone‸.ps1"), "contoso has no runbook `Gone`");
  });

  it("keeps names from becoming markup", () => {
    const odd = { ...contoso, name: "[x](command:evil)" };
    const text = hover("Get-AutomationVariable 'a`b<b>‸'", "powershell", odd);
    assert.equal(text.split("\n")[0], "\\[x\\]\\(command:evil\\) has no variable `` a`b<b> ``");
  });

  it("has nothing to say elsewhere", () => {
    assert.equal(hover("Write-Output 'Retry‸Count'"), "");
    assert.equal(hover("Get-AutomationVariable ‸$x"), "");
  });
});
