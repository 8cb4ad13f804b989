/** Changes assets of an account in Azure in the words that both accounts share. */
import type {
  AssetChanges,
  AssetInput,
  CertificateInput,
  ConnectionInput,
  CredentialInput,
  VariableInput,
} from "../../core/asset-changes";
import type { Asset, AssetKind, Certificate, Connection, Credential, Variable } from "../../core/asset";
import { isSameName } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { AzureError, isNotFound } from "../arm/azure-error";
import { defined } from "./account-scope";
import type { AzureCertificates, NewCertificate } from "./certificates";
import type { AzureConnectionTypes } from "./connection-types";
import type { AzureConnections } from "./connections";
import type { AzureCredentials } from "./credentials";
import type { AzureVariables } from "./variables";

/**
 * Reads a .pfx, .p12, .cer or .pem file and gives it as Azure takes it: a PKCS#12 without password where there is a private key, else the
 * DER certificate, both in base64. The request has no field for a password (specs/azure-apis.md 1.4).
 */
export type ReadCertificateFile = (
  file: Uint8Array,
  password: string | undefined,
) => Promise<{ readonly content: string; readonly thumbprint: string; readonly hasPrivateKey: boolean }>;

/** The parts of an account that hold assets. */
export interface AssetParts {
  readonly variables: AzureVariables;
  readonly credentials: AzureCredentials;
  readonly connections: AzureConnections;
  readonly connectionTypes: AzureConnectionTypes;
  readonly certificates: AzureCertificates;
}

export class AzureAssetChanges implements AssetChanges {
  constructor(
    private readonly parts: AssetParts,
    private readonly readCertificateFile: ReadCertificateFile,
  ) {}

  async create(name: string, asset: AssetInput, signal?: AbortSignal): Promise<Asset> {
    const { parts } = this;
    switch (asset.kind) {
      case "variable": {
        const { value, isEncrypted = false, description } = asset.input;
        if (value === undefined) {
          throw lacks(asset.kind, name, "a value");
        }
        return parts.variables.create(name, defined({ value, isEncrypted, description }), signal);
      }
      case "credential": {
        const { userName, password, description } = asset.input;
        if (userName === undefined || password === undefined) {
          throw lacks(asset.kind, name, "a user name and a password");
        }
        return parts.credentials.create(name, defined({ userName, password, description }), signal);
      }
      case "connection": {
        const { type, fields = {}, description } = asset.input;
        if (type === undefined) {
          throw lacks(asset.kind, name, "a connection type");
        }
        return parts.connections.create(name, defined({ connectionType: type, fields, description }), signal);
      }
      case "certificate":
        return parts.certificates.create(name, await this.#read(name, asset.input), signal);
      case "connection-type":
        return parts.connectionTypes.create(name, asset.input.fields, signal);
    }
  }

  async update(name: string, asset: AssetInput, signal?: AbortSignal): Promise<Asset> {
    return tellMissing(asset.kind, name, () => this.#update(name, asset, signal));
  }

  async delete(kind: AssetKind, name: string, signal?: AbortSignal): Promise<void> {
    await tellMissing(kind, name, () => this.#delete(kind, name, signal));
  }

  #update(name: string, asset: AssetInput, signal: AbortSignal | undefined): Promise<Asset> {
    switch (asset.kind) {
      case "variable":
        return this.#updateVariable(name, asset.input, signal);
      case "credential":
        return this.#updateCredential(name, asset.input, signal);
      case "connection":
        return this.#updateConnection(name, asset.input, signal);
      case "certificate":
        return this.#updateCertificate(name, asset.input, signal);
      case "connection-type":
        throw new AutomationError("invalid-asset", `The connection type "${name}" cannot be changed.`, {
          hint: "Delete it and create it anew; its connections stay.",
        });
    }
  }

  async #updateVariable(name: string, input: VariableInput, signal: AbortSignal | undefined): Promise<Variable> {
    const { value, isEncrypted, description } = input;
    if (isEncrypted !== undefined && (await this.parts.variables.get(name, signal)).isEncrypted !== isEncrypted) {
      throw new AutomationError(
        "invalid-asset",
        `The variable "${name}" stays ${isEncrypted ? "plain" : "encrypted"}: that is fixed when it is created.`,
        { hint: "Delete it and create it anew." },
      );
    }
    return this.parts.variables.update(name, defined({ value, description }), signal);
  }

  #updateCredential(name: string, input: CredentialInput, signal: AbortSignal | undefined): Promise<Credential> {
    const { userName, password, description } = input;
    return this.parts.credentials.update(name, defined({ userName, password, description }), signal);
  }

  async #updateConnection(name: string, input: ConnectionInput, signal: AbortSignal | undefined): Promise<Connection> {
    const { type, fields, description } = input;
    if (type !== undefined) {
      const { connectionType } = await this.parts.connections.get(name, signal);
      if (!isSameName(connectionType, type)) {
        throw new AutomationError("invalid-asset", `The connection "${name}" keeps its type, ${connectionType}.`, {
          hint: "Delete it and create it anew with the other type.",
        });
      }
    }
    return this.parts.connections.update(name, defined({ fields, description }), signal);
  }

  async #updateCertificate(
    name: string,
    input: CertificateInput,
    signal: AbortSignal | undefined,
  ): Promise<Certificate> {
    const { certificates } = this.parts;
    if (input.file !== undefined) {
      const present = await certificates.get(name, signal);
      const { isExportable, description } = present;
      return certificates.replace(name, await this.#read(name, { isExportable, description, ...input }), signal);
    }
    if (input.isExportable !== undefined) {
      const { isExportable } = await certificates.get(name, signal);
      if (isExportable !== input.isExportable) {
        throw new AutomationError(
          "invalid-asset",
          `Whether the private key of "${name}" may be exported cannot be changed by itself.`,
          { hint: "Import the certificate's file again with the other choice." },
        );
      }
    }
    return input.description === undefined
      ? certificates.get(name, signal)
      : certificates.describe(name, input.description, signal);
  }

  async #delete(kind: AssetKind, name: string, signal: AbortSignal | undefined): Promise<void> {
    const { parts } = this;
    switch (kind) {
      case "variable":
        return parts.variables.delete(name, signal);
      case "credential":
        return parts.credentials.delete(name, signal);
      case "connection":
        return parts.connections.delete(name, signal);
      case "certificate":
        return parts.certificates.delete(name, signal);
      case "connection-type": {
        const type = await parts.connectionTypes.get(name, signal);
        if (type.source !== "account") {
          throw new AutomationError("invalid-asset", `The connection type "${type.name}" is built in.`, {
            hint: "Only types of your own can be deleted.",
          });
        }
        return parts.connectionTypes.delete(name, signal);
      }
    }
  }

  async #read(name: string, input: CertificateInput): Promise<NewCertificate> {
    const { file, password, isExportable = false, description } = input;
    if (file === undefined) {
      throw lacks("certificate", name, "a file");
    }
    const { content, thumbprint, hasPrivateKey } = await this.readCertificateFile(file, password);
    return defined({
      base64Value: content,
      thumbprint,
      isExportable: isExportable && hasPrivateKey,
      description,
    });
  }
}

function lacks(kind: AssetKind, name: string, what: string): AutomationError {
  return new AutomationError("invalid-asset", `The new ${kind} "${name}" needs ${what}.`);
}

/** Azure's "not found" in the word of the port. */
async function tellMissing<T>(kind: AssetKind, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
    throw new AzureError("asset-not-found", `There is no ${kind.replace("-", " ")} "${name}" (any more).`, {
      hint: "Refresh: it may have been deleted or renamed.",
      cause: error,
    });
  }
}
