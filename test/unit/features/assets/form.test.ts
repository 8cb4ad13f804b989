import assert from "node:assert/strict";
import type { Asset, ConnectionTypeAsset } from "../../../../src/core/asset";
import { builtInConnectionTypes } from "../../../../src/core/connection-type";
import { assetCall, missingImport } from "../../../../src/features/assets/form/asset-call";
import {
  fieldsOf,
  initialValues,
  readForm,
  shownValues,
  type ChosenFile,
  type FormSubject,
} from "../../../../src/features/assets/form/form-model";
import { variableValue } from "../../../../src/features/assets/form/variable-values";
import { parseFromAssetForm } from "../../../../src/protocol/asset-form";

const l10n = {
  t: (message: string, ...args: readonly (string | number | boolean)[]) =>
    message.replace(/\{(\d)\}/g, (_whole, at: string) => String(args[Number(at)])),
};
const field = (name: string, typeName: string, isEncrypted = false, isOptional = false) => ({
  name,
  typeName,
  isEncrypted,
  isOptional,
});
const tickets: ConnectionTypeAsset = {
  kind: "connection-type",
  name: "Tickets",
  description: "",
  isEncrypted: false,
  source: "module",
  moduleName: "Contoso",
  path: "/x",
  fields: [
    field("Url", "System.String"),
    field("Port", "System.Int32", false, true),
    field("Verify", "System.Boolean", false, true),
    field("Token", "System.String", true),
  ],
};
const subject = (kind: FormSubject["kind"], changes: Partial<FormSubject> = {}): FormSubject => ({
  kind,
  existing: undefined,
  types: kind === "connection" ? [...builtInConnectionTypes, tickets] : [],
  file: undefined,
  ...changes,
});
const kinds = (about: FormSubject, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(fieldsOf(about, values, l10n).map((one) => [one.id, one.kind]));
const read = (about: FormSubject, values: Readonly<Record<string, string>>) =>
  readForm(about, { ...initialValues(about), ...values }, l10n);

describe("the form of a variable", () => {
  it("asks for the value in the control that its type and secrecy want", () => {
    const about = subject("variable");
    const base = initialValues(about);
    assert.equal(kinds(about, base)["value"], "multiline");
    assert.equal(kinds(about, { ...base, type: "Boolean" })["value"], "choice");
    assert.equal(kinds(about, { ...base, type: "Integer" })["value"], "text");
    assert.equal(kinds(about, { ...base, type: "Null" })["value"], undefined);
    assert.equal(kinds(about, { ...base, type: "Integer", isEncrypted: "true" })["value"], "secret");
  });

  it("gives typed values", () => {
    const values: readonly (readonly [string, string, unknown])[] = [
      ["String", "", ""],
      ["String", "text", "text"],
      ["Integer", " -7 ", -7],
      ["Integer", "-0", 0],
      ["Boolean", "true", true],
      ["DateTime", "2026-01-31 12:00", "2026-01-31T12:00:00.000Z"],
      ["DateTime", "2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"],
      ["JSON", '{"a":[1]}', { a: [1] }],
    ];
    for (const [type, value, wanted] of values) {
      assert.deepEqual(
        read(subject("variable"), { name: "V", type, value }).input,
        { kind: "variable", input: { value: wanted, isEncrypted: false } },
        `${type} ${value}`,
      );
    }
  });

  it("says what is wrong without repeating what was typed", () => {
    for (const type of ["Integer", "Boolean", "DateTime", "JSON"]) {
      const { problems, input } = read(subject("variable"), {
        name: "V",
        type,
        value: "canary-55",
        isEncrypted: "true",
      });
      assert.equal(input, undefined);
      assert.ok(problems["value"], type);
      assert.doesNotMatch(problems["value"], /canary/);
    }
    assert.ok(!variableValue("Integer", "1.5", l10n).ok);
    assert.ok(!variableValue("Integer", "99999999999999999999", l10n).ok);
  });

  it("refuses names that the service refuses, and none", () => {
    assert.match(read(subject("variable"), { name: "a?b" }).problems["name"] ?? "", /\?/);
    assert.ok(read(subject("variable"), { name: "" }).problems["name"]);
  });

  it("is never filled with a secret, not even with one that was typed into it", () => {
    const about = subject("variable");
    const typed = { ...initialValues(about), name: "Key", isEncrypted: "true", value: "canary-77" };
    const shown = shownValues(fieldsOf(about, typed, l10n), typed);
    assert.deepEqual(shown, { name: "Key", description: "", type: "String", isEncrypted: "true" });
  });

  it("fixes encryption after creation, and keeps a secret that is not replaced", () => {
    const existing: Asset = { kind: "variable", name: "Key", description: "d", isEncrypted: true, value: null };
    const about = subject("variable", { existing });
    const ids = kinds(about, initialValues(about));
    assert.deepEqual([ids["isEncrypted"], ids["encryption"], ids["value"]], [undefined, "note", "secret"]);
    assert.ok(!("value" in initialValues(about)));
    assert.deepEqual(read(about, { description: "new" }).input, { kind: "variable", input: { description: "new" } });
    assert.deepEqual(read(about, { value: "fresh" }).input, {
      kind: "variable",
      input: { value: "fresh", description: "d" },
    });
  });
});

describe("the form of a credential", () => {
  it("needs a password when it is new, and keeps the one it has", () => {
    assert.ok(read(subject("credential"), { name: "C", userName: "u" }).problems["password"]);
    const existing: Asset = { kind: "credential", name: "C", description: "", isEncrypted: true, userName: "u" };
    assert.deepEqual(read(subject("credential", { existing }), { userName: "v" }).input, {
      kind: "credential",
      input: { userName: "v", description: "" },
    });
  });
});

describe("the form of a connection", () => {
  it("asks for nothing of a type before one is chosen, then for its fields", () => {
    const about = subject("connection");
    assert.deepEqual(Object.keys(kinds(about, initialValues(about))), ["name", "type", "description"]);
    assert.deepEqual(kinds(about, { type: "tickets" }), {
      name: "text",
      type: "choice",
      "field:url": "text",
      "field:port": "text",
      "field:verify": "choice",
      "field:token": "secret",
      description: "text",
    });
  });

  it("gives typed fields and leaves empty optional ones out", () => {
    const values = {
      name: "T",
      type: "Tickets",
      "field:url": "https://x",
      "field:port": "",
      "field:verify": "true",
      "field:token": "s",
    };
    assert.deepEqual(read(subject("connection"), values).input, {
      kind: "connection",
      input: { type: "Tickets", fields: { Url: "https://x", Verify: true, Token: "s" } },
    });
    assert.deepEqual(Object.keys(read(subject("connection"), { ...values, "field:port": "x" }).problems), [
      "field:port",
    ]);
    assert.deepEqual(Object.keys(read(subject("connection"), { ...values, "field:url": "" }).problems), ["field:url"]);
  });

  it("of an existing one shows plain values, holds no secret and takes emptied optional fields away", () => {
    const existing: Asset = {
      kind: "connection",
      name: "T",
      description: "",
      isEncrypted: true,
      connectionType: "Tickets",
      fields: {
        Url: { value: "https://x", isEncrypted: false },
        Port: { value: 443, isEncrypted: false },
        Token: { value: null, isEncrypted: true },
      },
    };
    const about = subject("connection", { existing });
    assert.deepEqual(initialValues(about), {
      name: "T",
      description: "",
      type: "Tickets",
      "field:url": "https://x",
      "field:port": "443",
    });
    const token = fieldsOf(about, initialValues(about), l10n).find((one) => one.id === "field:token");
    assert.deepEqual([token?.isKept, token?.isRequired], [true, false]);
    assert.deepEqual(read(about, { "field:port": "" }).input, {
      kind: "connection",
      input: { fields: { Url: "https://x", Port: null }, description: "" },
    });
  });
});

describe("the form of a certificate", () => {
  const file: ChosenFile = { name: "a.pfx", facts: "Thumbprint AB", problem: undefined, bytes: new Uint8Array([1]) };

  it("shows what the chosen file holds before anything is saved", () => {
    const about = subject("certificate", { file });
    const shown = fieldsOf(about, {}, l10n).find((one) => one.id === "file");
    assert.deepEqual([shown?.placeholder, shown?.help], ["a.pfx", "Thumbprint AB"]);
    assert.deepEqual(read(about, { name: "C", password: "p", isExportable: "true" }).input, {
      kind: "certificate",
      input: { isExportable: true, file: file.bytes, password: "p" },
    });
  });

  it("needs a file, and one that can be read", () => {
    assert.ok(read(subject("certificate"), { name: "C" }).problems["file"]);
    const locked = { ...file, problem: "The file needs a password." };
    assert.ok(read(subject("certificate", { file: locked }), { name: "C" }).problems["password"]);
    const damaged = { ...file, problem: "The file holds no certificate." };
    assert.ok(read(subject("certificate", { file: damaged }), { name: "C" }).problems["file"]);
  });

  it("changes what is said about one without its file", () => {
    const existing: Asset = {
      kind: "certificate",
      name: "C",
      description: "",
      isEncrypted: true,
      thumbprint: "AB",
      expiryTime: "2027-01-01T00:00:00Z",
      isExportable: false,
      hasPrivateKey: true,
    };
    assert.deepEqual(read(subject("certificate", { existing }), { isExportable: "true" }).input, {
      kind: "certificate",
      input: { isExportable: true, description: "" },
    });
  });
});

describe("the messages of a form", () => {
  it("are taken only when they are what they say", () => {
    assert.deepEqual(parseFromAssetForm({ type: "save", values: { name: "A" } }), {
      type: "save",
      values: { name: "A" },
    });
    const huge = { type: "save", values: { a: "x".repeat(2_000_001) } };
    const odd = [
      null,
      1,
      {},
      { type: "x" },
      { type: "save" },
      { type: "save", values: { a: 1 } },
      { type: "changed", values: {} },
      huge,
    ];
    for (const message of odd) {
      assert.equal(parseFromAssetForm(message), undefined);
    }
  });
});

describe("the call of an asset", () => {
  it("is written for the runbook's language, whatever the name", () => {
    assert.deepEqual(assetCall("connection", "O'Neil", "powershell"), {
      call: "Get-AutomationConnection -Name 'O''Neil'",
      statement: "$oNeil = Get-AutomationConnection -Name 'O''Neil'",
    });
    assert.deepEqual(assetCall("variable", 'My "Var"', "python"), {
      call: 'automationassets.get_automation_variable("My \\"Var\\"")',
      statement: 'my_var = automationassets.get_automation_variable("My \\"Var\\"")',
    });
    assert.equal(
      assetCall("credential", "9", "powershell").statement,
      "$credential9 = Get-AutomationPSCredential -Name '9'",
    );
    assert.equal(assetCall("certificate", "ABCert", "powershell").call, "Get-AutomationCertificate -Name 'ABCert'");
  });

  it("adds Python's import once, before the others", () => {
    assert.deepEqual(missingImport("#!/usr/bin/env python3\nimport os\n"), {
      line: 1,
      text: "import automationassets\n",
    });
    assert.deepEqual(missingImport(""), { line: 0, text: "import automationassets\n" });
    for (const text of ["import automationassets", "import os, automationassets", "from automationassets import x"]) {
      assert.equal(missingImport(text), undefined, text);
    }
  });
});
