import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { compiledHostPath, type HostInterpreter } from "../../../../../src/local/sandbox/powershell/compiled-host";

describe("the path of the compiled PowerShell host", () => {
  let place = "";
  let hosts = "";
  let cache = "";
  let pwsh: HostInterpreter;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "rbw-cache-"));
    hosts = join(place, "hosts");
    cache = join(place, "cache");
    mkdirSync(join(hosts, "powershell", "compiled"), { recursive: true });
    writeFileSync(join(hosts, "powershell", "compiled", "A.cs"), "class A { }");
    pwsh = { path: write(join(place, "pwsh"), Buffer.from("7.6.5")), leadingArguments: [], cwd: place };
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  function path(interpreter = pwsh, hostsFolder = hosts): string {
    const found = compiledHostPath(hostsFolder, interpreter, cache);
    assert.ok(found !== undefined);
    return found;
  }

  function write(name: string, content: Buffer): string {
    writeFileSync(name, content);
    return name;
  }

  function withChecksum(text: string): Buffer {
    return Buffer.concat([Buffer.from(text), createHash("sha256").update(text).digest()]);
  }

  it("is in a folder that only the user can enter", () => {
    const folder = dirname(path());
    if (process.platform !== "win32") {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
    }
  });

  it("is another one for other sources", () => {
    const [others, renamed] = [join(place, "others"), join(place, "renamed")];
    cpSync(hosts, others, { recursive: true });
    assert.equal(path(pwsh, others), path());
    cpSync(hosts, renamed, { recursive: true });
    writeFileSync(join(renamed, "powershell", "compiled", "B.cs"), "");
    assert.notEqual(path(pwsh, renamed), path());
  });

  it("is another one for another PowerShell, also at the same place", () => {
    const first = path();
    const other = { ...pwsh, path: write(join(place, "pwsh-preview"), Buffer.from("7.7.0")) };
    assert.notEqual(path(other), first);
    writeFileSync(pwsh.path, "7.6.10");
    assert.notEqual(path(), first);
  });

  it("is another one for a dotnet tool of another folder", () => {
    const tool = { ...pwsh, leadingArguments: ["tool", "run", "pwsh", "--"] };
    assert.equal(path({ ...pwsh, cwd: "/elsewhere" }), path());
    assert.notEqual(path({ ...tool, cwd: "/elsewhere" }), path(tool));
  });

  it("is the same one through a link", function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const link = join(place, "link");
    symlinkSync(pwsh.path, link);
    assert.equal(path({ ...pwsh, path: link }), path());
  });

  it("keeps what is whole and takes away what is damaged", () => {
    const file = write(path(), withChecksum("content"));
    path();
    assert.ok(existsSync(file));
    for (const damaged of [
      Buffer.concat([withChecksum("content"), Buffer.from("x")]),
      Buffer.alloc(0),
      Buffer.alloc(32),
    ]) {
      writeFileSync(file, damaged);
      path();
      assert.ok(!existsSync(file));
    }
  });

  it("takes away what other versions left and nothing made for a month", () => {
    const old = write(join(dirname(path()), "0123456789abcdef-0.dll"), withChecksum("old"));
    const young = write(join(dirname(path()), "0123456789abcdef-1.dll"), withChecksum("young"));
    const own = write(path(), withChecksum("own"));
    const longAgo = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000);
    utimesSync(old, longAgo, longAgo);
    utimesSync(own, longAgo, longAgo);
    path();
    assert.ok(!existsSync(old));
    assert.ok(existsSync(young));
    assert.ok(existsSync(own));
  });

  it("is none where there is no folder of the user's own", function () {
    writeFileSync(cache, "a file");
    assert.equal(compiledHostPath(hosts, pwsh, cache), undefined);
    rmSync(cache);
    if (process.platform === "win32") {
      this.skip();
    }
    chmodSync(dirname(path()), 0o770);
    assert.equal(compiledHostPath(hosts, pwsh, cache), undefined);
  });
});
