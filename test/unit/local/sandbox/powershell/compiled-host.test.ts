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
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { compiledHostPath } from "../../../../../src/local/sandbox/powershell/compiled-host";

describe("the path of the compiled PowerShell host", () => {
  let place = "";
  let hosts = "";
  let cache = "";
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "rbw-cache-"));
    hosts = join(place, "hosts");
    cache = join(place, "cache");
    mkdirSync(join(hosts, "powershell", "compiled"), { recursive: true });
    writeFileSync(join(hosts, "powershell", "compiled", "A.cs"), "class A { }");
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  function path(): string {
    const found = compiledHostPath(hosts, cache);
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
    const others = join(place, "others");
    cpSync(hosts, others, { recursive: true });
    assert.equal(compiledHostPath(others, cache), path());
    const renamed = join(place, "renamed");
    cpSync(hosts, renamed, { recursive: true });
    writeFileSync(join(renamed, "powershell", "compiled", "B.cs"), "");
    assert.notEqual(compiledHostPath(renamed, cache), path());
  });

  it("keeps what is whole and takes away what is damaged", () => {
    const whole = write(`${path()}-7.6.5.dll`, withChecksum("content"));
    const damaged = write(`${path()}-7.4.0.dll`, Buffer.concat([withChecksum("content"), Buffer.from("x")]));
    const empty = write(`${path()}-5.1.dll`, Buffer.alloc(0));
    path();
    assert.ok(existsSync(whole));
    assert.ok(!existsSync(damaged));
    assert.ok(!existsSync(empty));
  });

  it("takes away what other versions left and nothing made for a month", () => {
    const old = write(join(dirname(path()), "0123456789abcdef-7.0.0.dll"), withChecksum("old"));
    const young = write(join(dirname(path()), "0123456789abcdef-7.1.0.dll"), withChecksum("young"));
    const own = write(`${path()}-7.6.5.dll`, withChecksum("own"));
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
    assert.equal(compiledHostPath(hosts, cache), undefined);
    rmSync(cache);
    if (process.platform === "win32") {
      this.skip();
    }
    chmodSync(dirname(path()), 0o770);
    assert.equal(compiledHostPath(hosts, cache), undefined);
  });
});
