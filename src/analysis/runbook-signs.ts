/** Tells at a glance whether a text is a runbook: cheap enough for every editor change, so no scan. */
import type { RunbookLanguage } from "../core/runbook";

const powershellSigns =
  /\b(?:[GS]et-Automation(?:Connection|Variable|PSCredential|Certificate)|Start-AutomationRunbook|Wait-AutomationJob|IDENTITY_ENDPOINT|MSI_ENDPOINT|AZUREPS_HOST_ENVIRONMENT)\b|\$PSPrivateMetadata\b/i;
/** A sign-in without `-Identity` is what an administrator's own scripts do; a call may go on below a backtick. */
const identitySignIn = /\b(?:Connect|Login|Add)-Az(?:ureRM)?Account\b(?:[^\r\n`]|`\r?\n|`){0,200}?\s-Identity\b/i;
const pythonSigns = /\bautomationassets\b|\bIDENTITY_ENDPOINT\b|\bMSI_ENDPOINT\b/;

/**
 * Whether the text uses what only runbooks use: an internal cmdlet or `automationassets`, the identity endpoint, a sign-in as the
 * managed identity. A false answer says little: a runbook can be any script (then its folder tells).
 */
export function hasRunbookSigns(text: string, language: RunbookLanguage): boolean {
  return language === "powershell" ? powershellSigns.test(text) || identitySignIn.test(text) : pythonSigns.test(text);
}
