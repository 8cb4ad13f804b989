/** The form of an asset in an editor tab: a new one, or an existing one whose secrets stay where they are. */
import * as path from "node:path";
import * as vscode from "vscode";

import type { Asset, ConnectionTypeAsset, ReadableAssetKind } from "../../core/asset";
import type { BrowsableAccount } from "../../core/browse";
import { AutomationError, cancelled, describeError, isCancelled } from "../../core/errors";
import { webviewFolder, webviewPage } from "../../platform/webview-page";
import { parseFromAssetForm, type FormValues, type FromAssetForm, type ToAssetForm } from "../../protocol/asset-form";
import { changeAsset, saidSaved } from "./after-change";
import { fieldsOf, initialValues, readForm, shownValues, type ChosenFile, type FormSubject } from "./form/form-model";
import type { AssetsServices } from "./services";
import { kindWords } from "./which-asset";

export interface FormRequest {
  readonly account: BrowsableAccount;
  readonly kind: ReadableAssetKind;
  /** undefined: a new one. */
  readonly existing: Asset | undefined;
  /** Stands in the form already. */
  readonly wantedName?: string | undefined;
  /** The connection type of a new connection, where it is chosen already. */
  readonly wantedType?: string | undefined;
  /** A certificate's file, where it is chosen already. */
  readonly file?: vscode.Uri | undefined;
}

const open = new Map<string, AssetFormPanel>();

/** Resolves with the saved asset. Errors: cancelled when the form is closed without saving. */
export async function openAssetForm(services: AssetsServices, request: FormRequest): Promise<Asset> {
  const { account, kind, existing } = request;
  const key = `${account.id}\n${kind}\n${existing?.name.toLowerCase() ?? ""}`;
  const known = existing === undefined ? undefined : open.get(key);
  if (known) {
    known.reveal();
    return known.saved;
  }
  const types = kind === "connection" ? await connectionTypes(account) : [];
  const panel = new AssetFormPanel(services, request, types);
  open.set(key, panel);
  try {
    return await panel.saved;
  } finally {
    open.delete(key);
  }
}

async function connectionTypes(account: BrowsableAccount): Promise<readonly ConnectionTypeAsset[]> {
  const types = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Reading connection types") },
    () => account.listAssets("connection-type"),
  );
  return types.filter((asset) => asset.kind === "connection-type");
}

class AssetFormPanel {
  readonly saved: Promise<Asset>;
  readonly #services: AssetsServices;
  readonly #request: FormRequest;
  readonly #types: readonly ConnectionTypeAsset[];
  readonly #panel: vscode.WebviewPanel;
  #file: ChosenFile | undefined;
  #fileUri: vscode.Uri | undefined;
  #values: FormValues;
  #filePassword = "";
  #revision = 0;
  #isSaving = false;
  #resolve: (asset: Asset) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(services: AssetsServices, request: FormRequest, types: readonly ConnectionTypeAsset[]) {
    this.#services = services;
    this.#request = request;
    this.#types = types;
    this.#values = initialValues(this.#subject());
    this.saved = new Promise<Asset>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#panel = vscode.window.createWebviewPanel(
      "runbookWorkbench.assetForm",
      this.#title,
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        localResourceRoots: [webviewFolder(services.extensionUri)],
        // A hidden form keeps what was typed: a secret may stand in no state that the editor writes to disk.
        retainContextWhenHidden: true,
      },
    );
    this.#panel.iconPath = vscode.Uri.joinPath(services.extensionUri, "media", "icon.svg");
    this.#panel.webview.html = webviewPage(this.#panel.webview, services.extensionUri, {
      name: "asset-form",
      title: this.#title,
    });
    this.#panel.webview.onDidReceiveMessage((message: unknown) => {
      const known = parseFromAssetForm(message);
      if (known) {
        this.#receive(known).catch((error: unknown) => this.#services.commands.report("The form failed", error));
      }
    });
    this.#panel.onDidDispose(() => this.#reject(cancelled()));
  }

  reveal(): void {
    this.#panel.reveal();
  }

  get #title(): string {
    const { existing, kind } = this.#request;
    return existing === undefined
      ? vscode.l10n.t("New {0}", kindWords(kind))
      : vscode.l10n.t("{0} ({1})", existing.name, kindWords(kind));
  }

  #subject(): FormSubject {
    const { kind, existing } = this.#request;
    return { kind, existing, types: this.#types, file: this.#file };
  }

  async #receive(message: FromAssetForm): Promise<void> {
    switch (message.type) {
      case "ready":
        await this.#show();
        return;
      case "changed":
        this.#values = message.values;
        this.#revision = message.revision;
        await this.#readFileAgain();
        this.#check(message.revision);
        return;
      case "chooseFile":
        await this.#chooseFile();
        return;
      case "save":
        this.#values = message.values;
        await this.#save();
        return;
      case "cancel":
        await this.#cancel(message.isChanged);
    }
  }

  async #show(): Promise<void> {
    const { account, wantedName, wantedType, file } = this.#request;
    if (file !== undefined) {
      await this.#readFile(file);
    }
    const values = {
      ...this.#values,
      ...(wantedName !== undefined && { name: wantedName }),
      ...(wantedType !== undefined && { type: wantedType }),
    };
    const fields = fieldsOf(this.#subject(), values, vscode.l10n);
    this.#values = shownValues(fields, values);
    this.#post({
      type: "show",
      title: this.#title,
      subtitle: [account.name, ...account.facts].join(" · "),
      fields,
      values: this.#values,
      words: {
        save: vscode.l10n.t("Save"),
        cancel: vscode.l10n.t("Cancel"),
        replace: vscode.l10n.t("Replace"),
        keep: vscode.l10n.t("Keep"),
        chooseFile: vscode.l10n.t("Choose File…"),
        required: vscode.l10n.t("required"),
        show: vscode.l10n.t("Show"),
        hide: vscode.l10n.t("Hide"),
      },
    });
  }

  #check(revision: number): void {
    const { problems, input } = readForm(this.#subject(), this.#values, vscode.l10n);
    const fields = fieldsOf(this.#subject(), this.#values, vscode.l10n);
    this.#post({ type: "checked", revision, fields, problems, isValid: input !== undefined });
  }

  async #save(): Promise<void> {
    const { account, kind, existing } = this.#request;
    const { name, input } = readForm(this.#subject(), this.#values, vscode.l10n);
    if (input === undefined || this.#isSaving) {
      return;
    }
    this.#isSaving = true;
    this.#post({ type: "saving" });
    try {
      const title = vscode.l10n.t('Saving the {0} "{1}" in {2}', kindWords(kind), name, account.name);
      const asset = await changeAsset(this.#services, account, kind, title, (signal) =>
        existing === undefined
          ? account.assets.create(name, input, signal)
          : account.assets.update(name, input, signal),
      );
      this.#resolve(asset);
      this.#panel.dispose();
      saidSaved(this.#services, account, asset);
    } catch (error) {
      const isNameTaken = error instanceof AutomationError && error.code === "asset-exists";
      const message = isCancelled(error) ? vscode.l10n.t("Saving was cancelled.") : describeError(error);
      this.#post({ type: "failed", message, field: isNameTaken ? "name" : undefined });
    } finally {
      this.#isSaving = false;
    }
  }

  async #cancel(isChanged: boolean): Promise<void> {
    if (isChanged) {
      const discard = vscode.l10n.t("Discard");
      const question = vscode.l10n.t("Discard what you entered?");
      if ((await vscode.window.showWarningMessage(question, { modal: true }, discard)) !== discard) {
        return;
      }
    }
    this.#panel.dispose();
  }

  async #chooseFile(): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Certificate"),
        filters: { [vscode.l10n.t("Certificates")]: ["pfx", "p12", "cer", "crt", "pem"] },
      })) ?? [];
    if (uri !== undefined) {
      await this.#readFile(uri);
      this.#check(this.#revision);
    }
  }

  async #readFile(uri: vscode.Uri): Promise<void> {
    this.#fileUri = uri;
    this.#filePassword = this.#values["password"] ?? "";
    this.#file = await describeFile(uri, this.#filePassword);
  }

  /** A password that changed may open what could not be opened. */
  async #readFileAgain(): Promise<void> {
    if (this.#fileUri !== undefined && (this.#values["password"] ?? "") !== this.#filePassword) {
      await this.#readFile(this.#fileUri);
    }
  }

  #post(message: ToAssetForm): void {
    void this.#panel.webview.postMessage(message);
  }
}

/** Thumbprint, end and key are shown before anything is saved. */
async function describeFile(uri: vscode.Uri, password: string): Promise<ChosenFile> {
  const name = path.basename(uri.fsPath);
  const bytes = await vscode.workspace.fs.readFile(uri);
  const { readCertificateFile } = await import("../../local/account/certificate-file");
  try {
    const { thumbprint, expiryTime, hasPrivateKey } = await readCertificateFile(
      bytes,
      password === "" ? undefined : password,
    );
    const key = hasPrivateKey ? vscode.l10n.t("with its private key") : vscode.l10n.t("without a private key");
    const facts = vscode.l10n.t("Thumbprint {0}, expires {1}, {2}", thumbprint, expiryTime.slice(0, 10), key);
    return { name, bytes, facts, problem: undefined };
  } catch (error) {
    return { name, bytes, facts: "", problem: describeError(error) };
  }
}
