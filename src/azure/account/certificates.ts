/** Certificates of an account in Azure. The private key goes in and never comes back. */
import type { AutomationModels } from "@azure/arm-automation";
import type { Certificate } from "../../core/asset";
import type { Listing } from "../arm/listing";
import { defined, refuseExisting, type AccountScope } from "./account-scope";
import { timeOf } from "./fields";

export interface NewCertificate {
  /** PKCS#12 without a password, or a DER certificate. */
  readonly base64Value: string;
  readonly isExportable: boolean;
  readonly thumbprint?: string;
  readonly description?: string;
}

export class AzureCertificates {
  constructor(private readonly scope: AccountScope) {}

  list(): Listing<Certificate> {
    return this.scope
      .list<AutomationModels.Certificate>(
        "certificates",
        (sdk, group, account, options) => sdk.certificate.listByAutomationAccount(group, account, options),
        (sdk, link, options) => sdk.certificate.listByAutomationAccountNext(link, options),
      )
      .map(toCertificate);
  }

  async get(name: string, signal?: AbortSignal): Promise<Certificate> {
    const read = await this.scope.call(
      `read the certificate "${name}"`,
      (sdk, group, account, options) => sdk.certificate.get(group, account, name, options),
      signal,
    );
    return toCertificate(read);
  }

  /** Errors also: asset-exists. */
  async create(name: string, certificate: NewCertificate, signal?: AbortSignal): Promise<Certificate> {
    const what = `create the certificate "${name}"`;
    await refuseExisting(what, this.get(name, signal));
    return this.#put(what, name, certificate, signal);
  }

  /** A new certificate under the old name, as a renewal needs. */
  async replace(name: string, certificate: NewCertificate, signal?: AbortSignal): Promise<Certificate> {
    const what = `replace the certificate "${name}"`;
    await this.get(name, signal);
    return this.#put(what, name, certificate, signal);
  }

  /** The description is all that Azure lets one change. */
  async describe(name: string, description: string, signal?: AbortSignal): Promise<Certificate> {
    const updated = await this.scope.call(
      `change the certificate "${name}"`,
      (sdk, group, account, options) => sdk.certificate.update(group, account, name, { name, description }, options),
      signal,
    );
    return toCertificate(updated);
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `delete the certificate "${name}"`,
      (sdk, group, account, options) => sdk.certificate.deleteMethod(group, account, name, options),
      signal,
    );
  }

  async #put(what: string, name: string, certificate: NewCertificate, signal?: AbortSignal): Promise<Certificate> {
    const put = await this.scope.call(
      what,
      (sdk, group, account, options) =>
        sdk.certificate.createOrUpdate(group, account, name, defined({ name, ...certificate }), options),
      signal,
    );
    return toCertificate(put);
  }
}

function toCertificate(model: AutomationModels.Certificate): Certificate {
  const isExportable = model.isExportable ?? false;
  return {
    kind: "certificate",
    name: model.name ?? "",
    description: model.description ?? "",
    isEncrypted: true,
    thumbprint: (model.thumbprint ?? "").toUpperCase(),
    expiryTime: timeOf(model.expiryTime),
    isExportable,
    // Azure does not say; what can be exported has one.
    hasPrivateKey: isExportable,
  };
}
