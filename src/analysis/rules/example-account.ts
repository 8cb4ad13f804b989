/** The account that the rules' examples are checked against, so that pages, tests and screenshots agree. */
import type { KnownAccount } from "../references/known-account";

const base = { description: "", isEncrypted: false } as const;

export const exampleAccount: KnownAccount = {
  name: "Example",
  runbookNames: ["Send-Report"],
  assets: [
    { ...base, kind: "variable", name: "Region", value: "westeurope" },
    { ...base, kind: "variable", name: "ApiKey", value: null, isEncrypted: true },
    { ...base, kind: "credential", name: "ReportMailer", userName: "mailer@contoso.com" },
    {
      ...base,
      kind: "certificate",
      name: "SigningCert",
      thumbprint: "5F9D0C0A1B2C3D4E5F60718293A4B5C6D7E8F901",
      expiryTime: "2030-01-01T00:00:00Z",
      isExportable: false,
      hasPrivateKey: true,
    },
    {
      ...base,
      kind: "connection-type",
      name: "Contoso",
      source: "module",
      moduleName: "Contoso",
      path: undefined,
      fields: [
        { name: "Server", typeName: "System.String", isEncrypted: false, isOptional: false },
        { name: "ApiSecret", typeName: "System.String", isEncrypted: true, isOptional: false },
      ],
    },
    {
      ...base,
      kind: "connection",
      name: "Reporting",
      connectionType: "Contoso",
      isEncrypted: true,
      fields: {
        Server: { value: "reports.contoso.com", isEncrypted: false },
        ApiSecret: { value: null, isEncrypted: true },
      },
    },
  ],
};
