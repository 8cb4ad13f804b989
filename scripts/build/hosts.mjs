// Copies the PowerShell and Python files that run beside a runbook to dist/hosts, without what only developers read.
import fs from "node:fs";
import path from "node:path";

const shipped = new Set([".ps1", ".psm1", ".psd1", ".ps1xml", ".py", ".cs"]);

export function copyHosts(root, outdir) {
  const from = path.join(root, "src/local/hosts");
  const to = path.join(outdir, "hosts");
  fs.rmSync(to, { recursive: true, force: true });
  if (!fs.existsSync(from)) {
    return;
  }
  for (const file of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
    const source = path.join(file.parentPath, file.name);
    const relative = path.relative(from, source);
    const isTest =
      relative.split(path.sep).some((part) => /^(tests?|__pycache__)$/.test(part)) || /test/i.test(file.name);
    if (file.isFile() && shipped.has(path.extname(file.name)) && !isTest) {
      fs.mkdirSync(path.dirname(path.join(to, relative)), { recursive: true });
      fs.copyFileSync(source, path.join(to, relative));
    }
  }
}

/** Copies again when a host file changes. */
export function watchHosts(root, outdir) {
  const folder = path.join(root, "src/local/hosts");
  if (fs.existsSync(folder)) {
    fs.watch(folder, { recursive: true }, () => copyHosts(root, outdir));
  }
}
