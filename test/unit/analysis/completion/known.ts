/** An account as the editor knows it, and texts with a cursor in them. */
import type { Asset } from "../../../../src/core/asset";
import type { KnownAccount } from "../../../../src/analysis/references/known-account";

const base = { description: "", isEncrypted: false };

const assets: readonly Asset[] = [
  { ...base, kind: "variable", name: "RetryCount", value: 3, description: "How *often*" },
  { ...base, kind: "variable", name: "ApiKey", value: null, isEncrypted: true },
  { ...base, kind: "variable", name: "It's $5", value: "x" },
  { ...base, kind: "credential", name: "Admin", userName: "CONTOSO\\admin" },
  {
    ...base,
    kind: "connection",
    name: "Tickets",
    connectionType: "Contoso Tickets",
    fields: { Url: { value: "https://t", isEncrypted: false }, "Api Key": { value: null, isEncrypted: true } },
  },
  { ...base, kind: "connection", name: "Azure", connectionType: "AzureServicePrincipal", fields: {} },
  {
    ...base,
    kind: "certificate",
    name: "Signing",
    thumbprint: "AB",
    expiryTime: "2030-01-31T00:00:00Z",
    isExportable: true,
    hasPrivateKey: true,
  },
  {
    ...base,
    kind: "connection-type",
    name: "Contoso Tickets",
    source: "module",
    moduleName: "Contoso",
    path: undefined,
    fields: [
      { name: "Url", typeName: "System.String", isEncrypted: false, isOptional: false },
      { name: "Api Key", typeName: "System.String", isEncrypted: true, isOptional: true },
    ],
  },
];

export const contoso: KnownAccount = { name: "contoso", assets, runbookNames: ["Child", "Other"] };

/** The text without its `‸`, and where that was. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf("‸");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
