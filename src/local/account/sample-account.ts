/** Makes the sample workspace: the sample runbooks and an account with an asset of every kind, its secrets made up on the spot. */
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { AutomationError } from "../../core/errors";
import { fileError } from "./file-errors";
import type { LocalAccount } from "./local-account";
import { createLocalAccount, type KeyPlaces } from "./open-account";
import { makeSelfSignedCertificate } from "./self-signed-certificate";

/**
 * Copies `samplesFolder` (media/samples) to `folder`, which must be new or empty, and creates the account `xAutomationAccount` in it, named
 * and with identities as in Microsoft's tutorial on managed identities. No secret of it stands anywhere but sealed in its assets.json.
 * Errors: file-not-found, account-exists, permission-denied.
 */
export async function createSampleWorkspace(
  folder: string,
  samplesFolder: string,
  places: KeyPlaces = {},
): Promise<LocalAccount> {
  const root = resolve(folder);
  try {
    await mkdir(root, { recursive: true });
    if ((await readdir(root)).length > 0) {
      throw new AutomationError("account-exists", `The folder is not empty: ${root}.`, {
        hint: "Choose a new or an empty folder for the sample workspace.",
      });
    }
    await cp(samplesFolder, root, { recursive: true });
  } catch (error) {
    throw error instanceof AutomationError ? error : fileError(error, "write", root);
  }
  const account = await createLocalAccount(root, {
    ...places,
    name: "xAutomationAccount",
    resourceGroup: "resourceGroupName",
    location: "westus",
    userAssigned: ["xUAMI1", "xUAMI2"],
  });
  await fillSampleAccount(account);
  return account;
}

async function fillSampleAccount(account: LocalAccount): Promise<void> {
  const { subscriptionId, tenantId, identities } = await account.details();
  const secret = () => randomBytes(18).toString("base64url");
  await account.saveVariable("Greeting", { value: "Hello", description: "Read by most samples" });
  await account.saveVariable("RunCount", { value: 0, description: "Counted up by Read-Assets and read_assets" });
  await account.saveVariable("ApiKey", { value: secret(), isEncrypted: true, description: "An encrypted variable" });
  await account.saveCredential("ContosoAdmin", { userName: "admin@contoso.example", password: secret() });
  await account.saveCertificate("MyCertificate", {
    file: Buffer.from(await makeSelfSignedCertificate("sample.contoso.example")),
    isExportable: true,
    description: "Self-signed, made for this workspace",
  });
  const certificate = await account.getAsset("certificate", "MyCertificate");
  await account.saveConnection("AzureConnection", {
    type: "AzureServicePrincipal",
    fields: {
      ApplicationId: identities.system?.clientId ?? "",
      TenantId: tenantId,
      CertificateThumbprint: certificate?.kind === "certificate" ? certificate.thumbprint : "",
      SubscriptionId: subscriptionId,
    },
    description: "A built-in connection type",
  });
  await account.saveConnection("ContosoTickets", {
    type: "ContosoTickets",
    fields: { Url: "https://tickets.contoso.example", Port: 8443, ApiToken: secret() },
    description: "A connection type of an integration module, with an encrypted field",
  });
}
