import assert from "node:assert/strict";
import { scanPython } from "../../../../src/analysis/python/scan-python";

function calls(text: string): readonly string[] {
  return scanPython(text).assets.map((asset) => {
    const how = asset.nameKind === "constant" ? "" : ` (${asset.nameKind}/${asset.resolution})`;
    const to = asset.assignedTo === undefined ? "" : ` -> ${asset.assignedTo}`;
    const fields = asset.fields.length === 0 ? "" : ` {${asset.fields.map(({ name }) => name).join(" ")}}`;
    return `${asset.call} ${asset.name ?? "?"}${how}${to}${fields}`;
  });
}

describe("Python scanner: calls of automationassets", () => {
  it("finds them by every form of import", () => {
    const forms = [
      'import automationassets\nautomationassets.get_automation_variable("a")',
      'import sys, automationassets, os\nautomationassets.get_automation_variable("a")',
      'import automationassets as _aa\n_aa.get_automation_variable("a")',
      'from automationassets import get_automation_variable\nget_automation_variable("a")',
      'from automationassets import get_automation_variable as gav\ngav("a")',
      'from automationassets import (\n    get_automation_connection,\n    get_automation_variable,\n)\nget_automation_variable("a")',
      'from automationassets import *\nget_automation_variable("a")',
      'def f():\n    import automationassets\n    return automationassets.get_automation_variable("a")',
      'try:\n    from automationassets import get_automation_variable\nexcept ImportError:\n    pass\nget_automation_variable("a")',
    ];
    for (const text of forms) {
      assert.deepEqual(
        scanPython(text).assets.map(({ call, name }) => `${call} ${name ?? "?"}`),
        ["get_automation_variable a"],
        text,
      );
    }
  });

  it("finds none without the import, in text, or in a definition", () => {
    const others = [
      'get_automation_variable("a")',
      'import other\nother.get_automation_variable("a")',
      'import automationassets\nx.automationassets.get_automation_variable("a")',
      'import automationassets\n# automationassets.get_automation_variable("a")',
      "import automationassets\n'''automationassets.get_automation_variable(\"a\")'''",
      "from automationassets import *\ndef get_automation_variable(name):\n    return 1",
      "from automationassets import get_automation_connection\nget_automation_variable('a')",
    ];
    for (const text of others) {
      assert.deepEqual(calls(text), [], text);
    }
  });

  it("knows all five functions", () => {
    const text =
      "from automationassets import *\nget_automation_variable('a')\nset_automation_variable('b', 1)\nget_automation_credential('c')\nget_automation_connection('d')\nget_automation_certificate('e')";
    assert.deepEqual(
      scanPython(text).assets.map(({ operation, kind, name }) => `${operation} ${kind} ${name ?? "?"}`),
      ["get variable a", "set variable b", "get credential c", "get connection d", "get certificate e"],
    );
  });

  it("takes the name from literals of every kind", () => {
    const names: Readonly<Record<string, string>> = {
      '"a"': "a",
      "'a'": "a",
      'name="a"': "a",
      'r"a\\b"': "a\\b",
      '"a\\tb\\x41\\u0042"': "a\tbAB",
      '"""a"""': "a",
      'u"a"': "a",
      '"a" "b"': "ab",
      'f"a{{b"': "a{b",
    };
    for (const [written, name] of Object.entries(names)) {
      const [asset] = scanPython(`import automationassets as m\nm.get_automation_variable(${written})`).assets;
      assert.deepEqual([asset?.nameKind, asset?.name], ["constant", name], written);
    }
  });

  it("resolves a name assigned once and a parameter's default, and nothing else", () => {
    const call = "m.get_automation_variable(n)";
    const head = "import automationassets as m\n";
    assert.deepEqual(calls(`${head}n = "a"\n${call}`), ["get_automation_variable a (variable/single-assignment)"]);
    assert.deepEqual(calls(`${head}def f(n="a"):\n    return ${call}`), [
      "get_automation_variable a (variable/param-default)",
    ]);
    for (const text of [
      `n = "a"\nn = "b"\n${call}`,
      `for n in x:\n    ${call}`,
      `n = g()\n${call}`,
      `def f(n):\n    ${call}`,
    ]) {
      assert.deepEqual(calls(head + text), ["get_automation_variable ? (variable/none)"], text);
    }
    assert.deepEqual(calls(`${head}m.get_automation_variable("a" + b)`), [
      "get_automation_variable ? (expression/none)",
    ]);
    assert.deepEqual(calls(`${head}m.get_automation_variable()`), ["get_automation_variable ? (missing/none)"]);
    assert.deepEqual(calls(`${head}m.get_automation_variable(*n)`), ["get_automation_variable ? (splat/none)"]);
  });
});

describe("Python scanner: keys that are read", () => {
  const head = "import automationassets\nconn = automationassets.get_automation_connection('c')\n";
  const fields = (text: string) => scanPython(head + text).assets[0]?.fields.map(({ name }) => name);

  it("knows subscripts, get, f-strings and a read at the call itself", () => {
    assert.deepEqual(fields('x = conn["TenantId"]'), ["TenantId"]);
    assert.deepEqual(fields("f(conn.get('AppId', None))"), ["AppId"]);
    assert.deepEqual(fields("print(f\"{conn['InText']} {1}\")"), ["InText"]);
    assert.deepEqual(fields('print conn["Old"]'), ["Old"]);
    assert.deepEqual(fields('x.conn["No"]; other["No"]; conn[x]; "conn[\'No\']"'), []);
    const direct = scanPython("import automationassets as m\np = m.get_automation_credential('c')[\"password\"]");
    assert.deepEqual(
      direct.assets[0]?.fields.map(({ name }) => name),
      ["password"],
    );
    assert.equal(direct.assets[0].assignedTo, undefined);
  });

  it("follows the dictionary one call deep, by position and by keyword", () => {
    const definition = "def login(app, c, d=None):\n    return c['A'], d['B'], app['No']\n\n";
    assert.deepEqual(fields(`${definition}login(1, conn)`), ["A"]);
    assert.deepEqual(fields(`${definition}x = login(1, d=conn, c=2)`), ["B"]);
    assert.deepEqual(fields(`${definition}login(1, (2, 3), conn)`), ["B"]);
  });

  it("binds a read to the nearest assignment", () => {
    const text = `${head}conn["A"]\nconn = automationassets.get_automation_connection("d")\nconn["B"]`;
    assert.deepEqual(calls(text), [
      "get_automation_connection c -> conn {A}",
      "get_automation_connection d -> conn {B}",
    ]);
  });
});

describe("Python scanner: everything else that a runbook names", () => {
  it("finds imports, arguments and uses of the identity", () => {
    const text = [
      "import sys, os.path as p",
      "from azure.identity import ManagedIdentityCredential",
      "x = sys.argv[1]",
      "y = len(sys.argv)",
      "ManagedIdentityCredential()",
      "os.environ['IDENTITY_ENDPOINT']",
      'requests.get("http://169.254.169.254/metadata")',
    ].join("\n");
    const scan = scanPython(text);
    assert.deepEqual(
      scan.modules.map(({ name }) => name),
      ["sys", "os.path", "azure.identity"],
    );
    assert.deepEqual(
      scan.arguments.map(({ index, start, end }) => [index, text.slice(start, end)]),
      [
        [1, "sys.argv"],
        [undefined, "sys.argv"],
      ],
    );
    assert.deepEqual(
      scan.identity.map(({ how }) => how),
      ["ManagedIdentityCredential", "IDENTITY_ENDPOINT", "IMDS"],
    );
  });

  for (const line of [
    'x = automationassets.get_automation_variable("',
    "x = f(",
    "def f(",
    'print("',
    "d = {",
    "if x:",
    "x = conn[",
  ]) {
    it(`keeps the other calls beside ${JSON.stringify(line)}`, () => {
      const text = `import automationassets\na = automationassets.get_automation_variable("first")\n${line}\nb = automationassets.get_automation_variable('second')\n`;
      const names = scanPython(text).assets.map(({ name }) => name);
      assert.ok(names.includes("first") && names.includes("second"), names.join(", "));
    });
  }
});
