/** What the rules say about an open document: worked out once for a text, an account and the settings. */
import type * as vscode from "vscode";

import { hasModuleBeside, isMetadataFileName } from "../../analysis/metadata/metadata-file-name";
import { scanMetadata } from "../../analysis/metadata/scan-metadata";
import type { CheckContext } from "../../analysis/rules/check-context";
import { checkScan } from "../../analysis/rules/check-file";
import { notJson } from "../../analysis/rules/metadata/not-json";
import type { Finding } from "../../core/finding";
import { readSettings } from "../../platform/settings";
import type { AccountSnapshots } from "./account-snapshots";
import type { ModuleFolder, ModuleFolders } from "./module-folders";
import type { RunbookDocuments } from "./runbook-documents";
import type { RunbookScans } from "./runbook-scans";

interface Known {
  readonly version: number;
  /** Can change without the text. */
  readonly encoding: string;
  readonly generation: number;
  readonly findings: Promise<readonly Finding[]>;
}

const nothingBeside: ModuleFolder = { filesBeside: undefined, module: undefined };

export class DocumentFindings {
  readonly #known = new WeakMap<vscode.TextDocument, Known>();
  readonly #documents: RunbookDocuments;
  readonly #scans: RunbookScans;
  readonly #accounts: AccountSnapshots;
  readonly #modules: ModuleFolders;
  /** Raised when anything but the texts changed. */
  #generation = 0;

  constructor(documents: RunbookDocuments, scans: RunbookScans, accounts: AccountSnapshots, modules: ModuleFolders) {
    this.#documents = documents;
    this.#scans = scans;
    this.#accounts = accounts;
    this.#modules = modules;
  }

  /** Accounts, modules or settings are others now. */
  forget(): void {
    this.#generation++;
  }

  /** Empty for documents that are neither runbook nor metadata, and for other versions of files (as in a comparison). */
  of(document: vscode.TextDocument): Promise<readonly Finding[]> {
    const { version, encoding } = document;
    const generation = this.#generation;
    const known = this.#known.get(document);
    if (known?.version === version && known.encoding === encoding && known.generation === generation) {
      return known.findings;
    }
    const findings = this.#check(document);
    this.#known.set(document, { version, encoding, generation, findings });
    return findings;
  }

  async #check(document: vscode.TextDocument): Promise<readonly Finding[]> {
    if (document.uri.scheme !== "file" && document.uri.scheme !== "untitled") {
      return [];
    }
    const { path } = document.uri;
    const severities = readSettings(document.uri).ruleSeverities;
    if (isMetadataFileName(path)) {
      const isFile = document.uri.scheme === "file";
      const { filesBeside, module } = isFile ? await this.#modules.of(document.uri) : nothingBeside;
      const text = document.getText();
      const scan = scanMetadata(text, hasModuleBeside(path, filesBeside));
      const findings = checkScan(scan, { text, path, severities, filesBeside, module });
      // The editor's own support of JSON underlines what is no JSON.
      return document.languageId === "json" ? findings.filter(({ code }) => code !== notJson.code) : findings;
    }
    if (!this.#documents.isRunbook(document)) {
      return [];
    }
    // The account first: while it is read the text may change, and the scan must be of the text that is checked.
    const account = await this.#accounts.of(document.uri);
    const scan = this.#scans.of(document);
    return scan === undefined
      ? []
      : checkScan(scan, { text: document.getText(), path, account, severities, bytes: bytesOf(document) });
  }
}

/** How VS Code will write the document: it hides the byte order mark from the text. UTF-16 it writes with a mark. */
function bytesOf({ uri, encoding }: vscode.TextDocument): CheckContext["bytes"] {
  if (uri.scheme !== "file") {
    return undefined;
  }
  switch (encoding) {
    case "utf8":
      return { encoding: "utf-8", hasByteOrderMark: false };
    case "utf8bom":
      return { encoding: "utf-8", hasByteOrderMark: true };
    case "utf16le":
      return { encoding: "utf-16le", hasByteOrderMark: true };
    case "utf16be":
      return { encoding: "utf-16be", hasByteOrderMark: true };
    default:
      return undefined;
  }
}
