/** `init`, `asset` and `key`: each row of docs/cli.md as a real process. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeSelfSignedCertificate } from "../../../src/local/account/self-signed-certificate";
import { CliWorkspace } from "./support/cli";

const metadata = {
  ConnectionFields: [
    { IsEncrypted: false, IsOptional: false, Name: "Url", TypeName: "System.String" },
    { IsEncrypted: false, IsOptional: true, Name: "Port", TypeName: "System.Int32" },
    { IsEncrypted: true, IsOptional: false, Name: "Token", TypeName: "System.String" },
  ],
  ConnectionTypeName: "Tickets",
  IntegrationModuleName: "TicketModule",
};

async function json(work: CliWorkspace, ...args: string[]): Promise<unknown> {
  return JSON.parse(await work.ok([...args, "--output", "json"])) as unknown;
}

describe("command line: init", () => {
  let work: CliWorkspace;
  before(() => (work = new CliWorkspace()));
  after(() => work.dispose());

  it("creates the account that the options describe", async () => {
    const subscription = "11111111-2222-3333-4444-555555555555";
    await work.ok([
      ...[
        "init",
        "--name",
        "contoso",
        "--subscription",
        subscription,
        "--resource-group",
        "ops",
        "--location",
        "westus",
      ],
      ...["--user-assigned", "deployer", "--user-assigned", "reader"],
    ]);
    const text = readFileSync(work.path(".automation", "account.json"), "utf8").replace(/^\/\/.*$/gm, "");
    const account = JSON.parse(text) as Record<string, unknown> & {
      identities: { system: unknown; userAssigned: { name: string }[] };
    };
    assert.equal(account["name"], "contoso");
    assert.equal(account["subscriptionId"], subscription);
    assert.equal(account["resourceGroup"], "ops");
    assert.equal(account["location"], "westus");
    assert.ok(account.identities.system);
    assert.deepEqual(
      account.identities.userAssigned.map(({ name }) => name),
      ["deployer", "reader"],
    );
  });

  it("never overwrites an account", async () => {
    const path = work.path(".automation", "account.json");
    const before = readFileSync(path);
    assert.match(await work.fails(1, ["init", "--name", "another"]), /account in .* already/);
    assert.deepEqual(readFileSync(path), before);
  });

  it("leaves the system-assigned identity out on request, in a folder that is made for it", async () => {
    await work.ok(["init", "deep/er", "--name", "without", "--no-system-assigned"]);
    const text = readFileSync(work.path("deep/er/.automation/account.json"), "utf8");
    assert.match(text, /"system": null/);
  });

  it("refuses ids and names that the service would refuse", async () => {
    await work.fails(2, ["init", "x1", "--name", "contoso", "--subscription", "none"]);
    await work.fails(2, ["init", "x2", "--name", "contoso", "--user-assigned", "!"]);
    assert.equal(existsSync(work.path("x1", ".automation", "account.json")), false);
  });

  it("says so where it may not write", async function () {
    if (process.platform === "win32" || process.getuid?.() === 0) {
      // root may write everywhere; a file in the way is refused for anyone
      work.write("file", "");
      const { status } = await work.run(["init", "file/below", "--name", "contoso"]);
      assert.notEqual(status, 0);
      return;
    }
    await work.fails(3, ["init", "/proc/none", "--name", "contoso"]);
  });

  it("makes a sample workspace only in an empty folder", async () => {
    assert.match(await work.fails(1, ["init", ".", "--sample"]), /not empty/);
    assert.match(await work.fails(2, ["init", "s", "--sample", "--name", "contoso"]), /--sample/);
    await work.ok(["init", "s", "--sample"]);
    const assets = (await json(work, "asset", "list", "--account", "s")) as { kind: string }[];
    assert.deepEqual([...new Set(assets.map(({ kind }) => kind))].sort(), [
      "certificate",
      "connection",
      "connection-type",
      "credential",
      "variable",
    ]);
  });
});

describe("command line: assets", () => {
  let work: CliWorkspace;
  before(async () => {
    work = new CliWorkspace();
    await work.ok(["init", "--name", "contoso"]);
    work.write("TicketModule/Tickets-Automation.json", JSON.stringify(metadata));
  });
  after(() => work.dispose());

  it("starts with none but the connection type of the workspace's module", async () => {
    const all = (await json(work, "asset", "list")) as { kind: string; name: string }[];
    assert.deepEqual(
      all.map(({ kind, name }) => [kind, name]),
      [["connection-type", "Tickets"]],
    );
    assert.deepEqual(await json(work, "asset", "list", "--kind", "variable"), []);
  });

  it("keeps --value as text and --json with its type", async () => {
    await work.ok(["asset", "set", "variable", "Text", "--value", "5", "--description", "a text"]);
    await work.ok(["asset", "set", "variable", "Number", "--json", "5"]);
    await work.ok(["asset", "set", "variable", "Object", "--json", '{"a":[1,null,"x"]}']);
    assert.deepEqual(await json(work, "asset", "get", "variable", "text"), {
      kind: "variable",
      name: "Text",
      description: "a text",
      isEncrypted: false,
      value: "5",
    });
    assert.equal(((await json(work, "asset", "get", "variable", "Number")) as { value: unknown }).value, 5);
    assert.deepEqual(((await json(work, "asset", "get", "variable", "Object")) as { value: unknown }).value, {
      a: [1, null, "x"],
    });
    assert.match(await work.ok(["asset", "get", "variable", "Text"]), /^kind .*variable\n.*value +"5"\n$/s);
  });

  it("reads a value from standard input, one trailing line break dropped", async () => {
    await work.ok(["asset", "set", "variable", "Piped", "--value-stdin"], { input: "line 1\nline 2\n\n" });
    const piped = (await json(work, "asset", "get", "variable", "Piped")) as { value: unknown };
    assert.equal(piped.value, "line 1\nline 2\n");
  });

  it("seals an encrypted variable and shows null for it", async () => {
    await work.ok(["asset", "set", "variable", "Secret", "--encrypted", "--value-stdin"], {
      input: "hunter2-secret\n",
    });
    assert.deepEqual(await json(work, "asset", "get", "variable", "Secret"), {
      kind: "variable",
      name: "Secret",
      description: "",
      isEncrypted: true,
      value: null,
    });
    assert.doesNotMatch(readFileSync(work.path(".automation/assets.json"), "utf8"), /hunter2/);
    assert.doesNotMatch(await work.ok(["asset", "get", "variable", "Secret"]), /hunter2/);
  });

  it("refuses a secret in an argument, for a new variable and for one that is encrypted already", async () => {
    assert.match(
      await work.fails(2, ["asset", "set", "variable", "New", "--encrypted", "--value", "x"]),
      /--value-stdin/,
    );
    assert.match(await work.fails(2, ["asset", "set", "variable", "Secret", "--value", "x"]), /is encrypted/);
    assert.match(
      await work.fails(2, ["asset", "set", "variable", "Text", "--encrypted", "--value-stdin"], { input: "x" }),
      /cannot change/,
    );
  });

  it("keeps an encrypted typed value from --json-stdin", async () => {
    await work.ok(["asset", "set", "variable", "SecretNumber", "--encrypted", "--json-stdin"], { input: "42\n" });
    assert.equal(((await json(work, "asset", "get", "variable", "SecretNumber")) as { value: unknown }).value, null);
  });

  it("refuses a variable without value, with two, with broken JSON", async () => {
    assert.match(await work.fails(2, ["asset", "set", "variable", "V", "--json", "{"]), /no valid JSON/);
    assert.match(await work.fails(2, ["asset", "set", "variable", "V", "--json", "1", "--value", "1"]), /given twice/);
    assert.match(await work.fails(2, ["asset", "set", "variable", "V"]), /has no value/);
    assert.match(await work.fails(2, ["asset", "set", "variable"]), /name of the variable is missing/);
    assert.match(
      await work.fails(2, ["asset", "set", "variable", "V", "--user", "x"]),
      /"--user" does not go with a variable/,
    );
  });

  it("keeps a credential with its password from standard input", async () => {
    await work.ok(["asset", "set", "credential", "Admin", "--user", "admin@contoso.example", "--password-stdin"], {
      input: "p@ss-word-1\r\n",
    });
    assert.deepEqual(await json(work, "asset", "get", "credential", "Admin"), {
      kind: "credential",
      name: "Admin",
      description: "",
      isEncrypted: true,
      userName: "admin@contoso.example",
    });
    assert.match(await work.fails(2, ["asset", "set", "credential", "Other", "--user", "x"]), /--password-stdin/);
    assert.match(
      await work.fails(2, ["asset", "set", "credential", "Other", "--password-stdin"], { input: "x" }),
      /--user/,
    );
  });

  it("checks a connection against the type of a module and changes only the fields that are named", async () => {
    const set = ["asset", "set", "connection", "Desk"];
    await work.ok(
      [...set, "--type", "Tickets", "--field", "Url=https://a", "--field", "port=8443", "--field-stdin", "Token"],
      {
        input: "token-secret-1",
      },
    );
    await work.ok([...set, "--field", "Url=https://b"]);
    assert.deepEqual(await json(work, "asset", "get", "connection", "Desk"), {
      kind: "connection",
      name: "Desk",
      description: "",
      isEncrypted: true,
      connectionType: "Tickets",
      fields: {
        Url: { value: "https://b", isEncrypted: false },
        Port: { value: 8443, isEncrypted: false },
        Token: { value: null, isEncrypted: true },
      },
    });
  });

  const badConnections: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown field", ["--type", "Tickets", "--field", "Uri=x"], /no field "Uri".*"Url"/],
    ["a missing mandatory field", ["--type", "Tickets", "--field-stdin", "Token"], /"Url" is missing/],
    [
      "a value that the type refuses",
      ["--type", "Tickets", "--field", "Url=x", "--field", "Port=abc", "--field-stdin", "Token"],
      /"Port".*whole number/,
    ],
    [
      "an encrypted field in an argument",
      ["--type", "Tickets", "--field", "Url=x", "--field", "Token=oops-secret"],
      /"Token" is encrypted.*--field-stdin Token/,
    ],
    ["an unknown type", ["--type", "Tickts", "--field", "Url=x"], /no connection type "Tickts".*Tickets/],
    ["no type", ["--field", "Url=x"], /needs a connection type/],
    ["a field without name", ["--type", "Tickets", "--field", "=x"], /has no name/],
  ];

  for (const [what, args, message] of badConnections) {
    it(`refuses a connection with ${what} and saves nothing`, async () => {
      const line = await work.fails(2, ["asset", "set", "connection", "Bad", ...args], { input: "piped-secret" });
      assert.match(line, message);
      assert.doesNotMatch(line, /oops-secret|piped-secret/);
      await work.fails(1, ["asset", "get", "connection", "Bad"]);
    });
  }

  it("keeps connections of the built-in types", async () => {
    await work.ok([
      ...["asset", "set", "connection", "AzureConnection", "--type", "AzureServicePrincipal"],
      ...[
        "--field",
        "ApplicationId=a",
        "--field",
        "TenantId=t",
        "--field",
        "CertificateThumbprint=c",
        "--field",
        "SubscriptionId=s",
      ],
    ]);
    const types = (await json(work, "asset", "list", "--kind", "connection-type")) as { name: string }[];
    for (const name of ["Azure", "AzureClassicCertificate", "AzureServicePrincipal", "Tickets"]) {
      assert.ok(
        types.some((type) => type.name === name),
        name,
      );
    }
  });

  it("takes certificates from PEM files, with and without private key", async () => {
    const pem = await makeSelfSignedCertificate("cli.test");
    work.write("with-key.pem", pem);
    work.write("only.cer", pem.slice(0, pem.indexOf("-----BEGIN PRIVATE KEY")));
    await work.ok(["asset", "set", "certificate", "WithKey", "--file", "with-key.pem", "--exportable"]);
    await work.ok(["asset", "set", "certificate", "Public", "--file", "only.cer"]);
    const withKey = (await json(work, "asset", "get", "certificate", "WithKey")) as Record<string, unknown>;
    const open = (await json(work, "asset", "get", "certificate", "Public")) as Record<string, unknown>;
    assert.match(String(withKey["thumbprint"]), /^[0-9A-F]{40}$/);
    assert.equal(withKey["thumbprint"], open["thumbprint"]);
    assert.deepEqual([withKey["isExportable"], withKey["isEncrypted"]], [true, true]);
    assert.deepEqual([open["isExportable"], open["isEncrypted"]], [false, false]);
    assert.match(String(open["expiryTime"]), /^\d{4}-\d\d-\d\dT.*Z$/);
    work.write("broken.pfx", "not a certificate");
    await work.fails(2, ["asset", "set", "certificate", "Broken", "--file", "broken.pfx"]);
    await work.fails(2, ["asset", "set", "certificate", "Broken", "--file", "absent.pfx"]);
    await work.fails(2, ["asset", "set", "certificate", "Broken"]);
  });

  it("takes a connection type from its file, and removes it again", async () => {
    work.write("own/Own-Automation.txt", JSON.stringify({ ...metadata, ConnectionTypeName: "Own" }));
    await work.ok(["asset", "set", "connection-type", "--file", "own/Own-Automation.txt"]);
    const type = (await json(work, "asset", "get", "connection-type", "Own")) as { fields: unknown };
    assert.deepEqual((type.fields as Record<string, unknown>)["Token"], {
      type: "System.String",
      isEncrypted: true,
      isOptional: false,
    });
    await work.ok(["asset", "remove", "connection-type", "Own"]);
    assert.match(await work.fails(2, ["asset", "remove", "connection-type", "Azure"]), /built in/);
  });

  it("ends with 1 for an asset that is absent, and names the nearest", async () => {
    assert.match(await work.fails(1, ["asset", "get", "variable", "Txet"]), /no variable "Txet".*Did you mean "Text"/);
    assert.match(await work.fails(1, ["asset", "remove", "credential", "Nobody"]), /no credential "Nobody"/);
    assert.match(
      await work.fails(2, ["asset", "get", "variabel", "Text"]),
      /"variabel" is no kind.*Did you mean "variable"/,
    );
    await work.ok(["asset", "remove", "variable", "number"]);
    await work.fails(1, ["asset", "get", "variable", "Number"]);
  });

  it("imports the ISE add-on's files and says what it leaves out", async () => {
    const lastModified = "2020-01-01";
    work.write(
      "LocalAssets.json",
      JSON.stringify({
        Variable: [{ Name: "FromIse", Value: "v", LastModified: lastModified }],
        Certificate: [{ Name: "IseCert", Thumbprint: "AB" }],
      }),
    );
    work.write(
      "SecureLocalAssets.json",
      JSON.stringify({
        Variable: [{ Name: "IseSecret", Value: "ise-secret-value" }],
        PSCredential: [{ Name: "IseUser", Username: "u", Password: "ise-password" }],
        Connection: [],
      }),
    );
    const { status, stdout, stderr } = await work.run([
      "asset",
      "import",
      "LocalAssets.json",
      "--secure",
      "SecureLocalAssets.json",
    ]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /variable "FromIse"/);
    assert.match(stdout, /credential "IseUser"/);
    assert.match(stderr, /WARNING The certificate "IseCert" was left out/);
    assert.doesNotMatch(stdout + stderr, /ise-secret-value|ise-password/);
    await work.fails(2, ["asset", "import", "absent.json"]);
  });

  it("copies an asset with its secrets to another local account", async () => {
    await work.ok(["init", "other", "--name", "other-account"]);
    await work.ok(["asset", "copy", "connection", "Desk", "--to", "other"]);
    await work.ok(["asset", "copy", "variable", "Secret", "--to", "other", "--as", "Copied"]);
    await work.ok(["asset", "copy", "credential", "Admin", "--to", "other"]);
    await work.ok(["asset", "copy", "certificate", "WithKey", "--to", "other"]);
    assert.match(
      await work.fails(1, ["asset", "copy", "credential", "Admin", "--to", "other"]),
      /already.*--overwrite/,
    );
    await work.ok(["asset", "copy", "credential", "Admin", "--to", "other", "--overwrite"]);
    assert.match(
      await work.fails(2, ["asset", "copy", "variable", "Secret"]),
      /accounts in Azure come with a later version/,
    );
    work.write(
      "other/read.py",
      "import automationassets\nprint(automationassets.get_automation_variable('Copied') == 'hunter2-' + 'secret')\nprint(automationassets.get_automation_connection('Desk')['Token'] == 'token-' + 'secret-1')\n",
    );
    assert.equal(await work.ok(["run", "other/read.py"]), "True\nTrue\n");
  });

  it("reports a damaged file with its place and leaves it alone", async () => {
    await work.ok(["init", "damaged", "--name", "damaged"]);
    const path = join(work.folder, "damaged/.automation/assets.json");
    work.write("damaged/.automation/assets.json", '{\n  "variables": {\n    "A": {"value": 1,,}\n  }\n}\n');
    assert.match(await work.fails(1, ["asset", "list", "--account", "damaged"]), /assets\.json:3:\d+/);
    await work.fails(1, ["asset", "set", "variable", "B", "--value", "x", "--account", "damaged"]);
    assert.match(readFileSync(path, "utf8"), /1,,/);
  });
});

describe("command line: keys", () => {
  let work: CliWorkspace;
  before(async () => {
    work = new CliWorkspace();
    await work.ok(["init", "--name", "contoso"]);
    await work.ok(["asset", "set", "variable", "Secret", "--encrypted", "--value-stdin"], { input: "sealed-value" });
    work.write("read.py", "import automationassets\nprint(len(automationassets.get_automation_variable('Secret')))\n");
  });
  after(() => work.dispose());

  const keyFolder = () => join(work.config, "runbook-workbench", "keys");

  it("never lie in the workspace", () => {
    assert.equal(readdirSync(keyFolder()).filter((name) => name.endsWith(".key")).length, 1);
    const key =
      readFileSync(join(keyFolder(), readdirSync(keyFolder())[0] ?? ""), "utf8")
        .trim()
        .split("\n")
        .at(-1) ?? "?";
    for (const name of readdirSync(work.path(".automation"))) {
      assert.equal(readFileSync(work.path(".automation", name), "utf8").includes(key), false);
    }
  });

  it("are exported and imported for another machine, or given in the environment", async () => {
    const key = await work.ok(["key", "export"]);
    const elsewhere = { XDG_CONFIG_HOME: join(work.place, "elsewhere"), APPDATA: join(work.place, "elsewhere") };
    const without = await work.run(["run", "read.py"], { environment: elsewhere });
    assert.equal(without.status, 1);
    assert.match(without.stderr, /The key of this account .* is not on this machine.*RUNBOOK_WORKBENCH_KEY/);
    await work.fails(3, ["key", "export"], { environment: elsewhere });
    assert.equal(
      await work.ok(["run", "read.py"], { environment: { ...elsewhere, RUNBOOK_WORKBENCH_KEY: key.trim() } }),
      "12\n",
    );
    await work.ok(["key", "import"], { environment: elsewhere, input: key });
    assert.equal(await work.ok(["run", "read.py"], { environment: elsewhere }), "12\n");
  });

  it("that are wrong are refused and destroy nothing", async () => {
    const path = work.path(".automation/assets.json");
    const before = readFileSync(path, "utf8");
    assert.match(await work.fails(1, ["key", "import"], { input: "bm90IGEga2V5" }), /not a key/);
    const wrong = Buffer.alloc(32, 7).toString("base64");
    const elsewhere = {
      XDG_CONFIG_HOME: join(work.place, "nowhere"),
      APPDATA: join(work.place, "nowhere"),
      RUNBOOK_WORKBENCH_KEY: wrong,
    };
    const run = await work.run(["run", "read.py"], { environment: elsewhere });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /The key [0-9a-f]+ is needed; there is only/);
    await work.fails(1, ["asset", "set", "variable", "Secret", "--value-stdin"], {
      environment: elsewhere,
      input: "new",
    });
    assert.equal(readFileSync(path, "utf8"), before);
  });

  it("are renewed with every value sealed anew", async () => {
    const path = work.path(".automation/assets.json");
    const before = readFileSync(path, "utf8");
    const oldKey = await work.ok(["key", "export"]);
    await work.ok(["key", "rotate"]);
    assert.notEqual(readFileSync(path, "utf8"), before);
    assert.notEqual(await work.ok(["key", "export"]), oldKey);
    assert.equal(await work.ok(["run", "read.py"]), "12\n");
  });
});
