import type { Rule } from "../rule";
import { managedIdentityFix, runAsSignIns } from "../run-as";
import { identityPage, runAsPage } from "../sources";

/** RW302: a sign-in as the service principal of a Run As account. */
export const runAsSignIn: Rule = {
  code: "RW302",
  id: "run-as-sign-in",
  title: "Sign-in with a retired Run As account",
  severity: "warning",
  reason:
    "The sign-in gets its tenant, application and certificate from a Run As connection; the service retired those accounts on 30 September " +
    "2023. The fix signs in with the managed identity instead, turns autosave of the context off where nothing does, keeps what follows the " +
    "command, and removes the lines that read and name the connection, and the question whether it was found, where nothing else uses " +
    "them. The identity needs the roles that the Run As account had.",
  sources: [runAsPage, identityPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text:
          "$conn = Get-AutomationConnection -Name 'AzureRunAsConnection'\n" +
          "Connect-AzAccount -ServicePrincipal -Tenant $conn.TenantId -ApplicationId $conn.ApplicationId -CertificateThumbprint $conn.CertificateThumbprint | Out-Null\n" +
          "Get-AzVM\n",
      },
      {
        language: "powershell",
        text:
          'Disable-AzContextAutosave -Scope Process\n$c = Get-AutomationConnection -Name "AzureRunAsConnection"\n' +
          "Add-AzAccount @c -ServicePrincipal -Environment AzureUSGovernment\n",
      },
    ],
    good: [
      {
        language: "powershell",
        text: "Disable-AzContextAutosave -Scope Process | Out-Null\nConnect-AzAccount -Identity | Out-Null\nGet-AzVM\n",
      },
      {
        language: "powershell",
        text:
          "$conn = Get-AutomationConnection -Name 'OtherTenant'\nDisable-AzContextAutosave -Scope Process | Out-Null\n" +
          "Connect-AzAccount -ServicePrincipal -Tenant $conn.TenantId -ApplicationId $conn.ApplicationId -CertificateThumbprint $conn.CertificateThumbprint\n",
        note: "A service principal of one's own is no Run As account.",
      },
    ],
  },
  check: {
    powershell(file, report) {
      const signIns = runAsSignIns(file);
      const fix = managedIdentityFix(file, signIns);
      for (const { command, call } of signIns) {
        report({
          message: `${command.name} signs in with "${call.name ?? ""}", a Run As account, which the service retired on 30 September 2023: use the managed identity.`,
          // The name alone: such calls go over many lines.
          start: command.nameStart,
          end: command.nameEnd,
          ...(fix && { fix }),
          related: [{ start: call.nameStart, end: call.nameEnd, message: "The Run As connection" }],
          tag: "deprecated",
        });
      }
    },
  },
};
