import assert from "node:assert/strict";

import { missingModules } from "../../../src/core/missing-module";

const notFound = "System.Management.Automation.CommandNotFoundException";
const unknown = (command: string): string =>
  `The term '${command}' is not recognized as a name of a cmdlet, function, script file, or executable program.`;
const names = (typeName: string, text: string): readonly string[] =>
  missingModules(typeName, text).map(({ name }) => name);

describe("PowerShell modules that an error names as missing", () => {
  const commands: readonly (readonly [string, string])[] = [
    ["Connect-AzAccount", "Az.Accounts"],
    ["connect-azaccount", "Az.Accounts"],
    ["Disable-AzContextAutosave", "Az.Accounts"],
    ["Set-AzContext", "Az.Accounts"],
    ["Get-AzVM", "Az.Compute"],
    ["Start-AzVMss", "Az.Compute"],
    ["Get-AzUserAssignedIdentity", "Az.ManagedServiceIdentity"],
    ["New-AzResourceGroup", "Az.Resources"],
    ["Get-AzStorageSyncService", "Az"],
    ["Get-AzVMwarePrivateCloud", "Az"],
    ["Search-AzGraph", "Az"],
    ["Connect-MgGraph", "Microsoft.Graph.Authentication"],
    ["Get-MgUser", "Microsoft.Graph"],
    ["Get-AzureADUser", "AzureAD"],
    ["Add-AzureRmAccount", "AzureRM"],
  ];
  for (const [command, module] of commands) {
    it(`knows ${module} by ${command}`, () => assert.deepEqual(names(notFound, unknown(command)), [module]));
  }

  it("says how to get it", () => {
    assert.equal(
      missingModules(notFound, unknown("Connect-AzAccount"))[0]?.message,
      '"Connect-AzAccount" belongs to the module Az.Accounts, which this PowerShell does not have. ' +
        "Get it with: Install-Module Az.Accounts -Scope CurrentUser. " +
        "More: https://learn.microsoft.com/powershell/azure/install-azure-powershell",
    );
    const [old] = missingModules(notFound, unknown("Add-AzureRmAccount"));
    assert.match(old?.message ?? "", /AzureRM is retired: use the Az modules instead\.$/);
    assert.doesNotMatch(old?.message ?? "", /Install-Module/);
  });

  it("reads errors in other languages", () => {
    const german = 'Die Benennung "Connect-AzAccount" wurde nicht als Name eines Cmdlet erkannt.';
    assert.deepEqual(names(notFound, german), ["Az.Accounts"]);
  });

  it("knows modules that are named themselves", () => {
    const qualified =
      "The module 'Az.Compute' could not be loaded. For more information, run 'Import-Module Az.Compute'.";
    assert.deepEqual(names(notFound, qualified), ["Az.Compute"]);
    const imported =
      "The specified module 'Microsoft.Graph.Users' was not loaded because no valid module file was found in any module directory.";
    assert.deepEqual(names("System.IO.FileNotFoundException", imported), ["Microsoft.Graph.Users"]);
    const required =
      "The script 'Az.ps1' cannot be run because the following modules that are specified by the \"#requires\" statements of the script are missing: The module 'Az.Accounts' cannot be found. The module 'Az.Compute' cannot be found..";
    assert.deepEqual(names("ScriptRequiresMissingModules", required), ["Az.Accounts", "Az.Compute"]);
  });

  it("leaves all other errors alone", () => {
    assert.deepEqual(names(notFound, unknown("Get-Nothing")), []);
    assert.deepEqual(names(notFound, unknown("Get-Azimuth")), []);
    assert.deepEqual(names(notFound, unknown("Set-AzureVM")), []);
    assert.deepEqual(names("System.Management.Automation.RuntimeException", unknown("Connect-AzAccount")), []);
    assert.deepEqual(names("System.IO.FileNotFoundException", "Could not find file '/data/Az.Compute'."), []);
  });
});
