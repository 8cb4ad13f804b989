// The borders of docs/architecture.md, as rules.
const from = (path) => ({ path: `^src/${path}` });
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "vscode-only-at-the-edge",
      severity: "error",
      comment: "Invariant 1: vscode is imported only in extension.ts, platform/ and features/.",
      from: { path: "^src/", pathNot: "^src/(extension\\.ts|platform/|features/)" },
      to: { path: "^(node_modules/@types/)?vscode(/|$)" },
    },
    {
      name: "core-is-pure",
      severity: "error",
      comment: "Invariant 1: core imports nothing of ours outside core, no package and no Node built-in.",
      from: from("core/"),
      to: { pathNot: "^src/core/" },
    },
    {
      name: "analysis-is-pure",
      severity: "error",
      from: from("analysis/"),
      to: { pathNot: "^(src/(analysis|core)/|node_modules/jsonc-parser)" },
    },
    {
      name: "local-knows-core-only",
      severity: "error",
      comment: "Invariant 2",
      from: from("local/"),
      to: { path: "^src/", pathNot: "^src/(local|core)/" },
    },
    {
      name: "azure-knows-core-only",
      severity: "error",
      comment: "Invariant 2",
      from: from("azure/"),
      to: { path: "^src/", pathNot: "^src/(azure|core)/" },
    },
    {
      name: "endpoint-and-account-are-independent",
      severity: "error",
      from: { path: "^src/local/(endpoint|account)/" },
      to: { path: "^src/local/", pathNot: "^src/local/$1/" },
    },
    {
      name: "no-sibling-features",
      severity: "error",
      comment: "Invariant 2: a feature never imports a sibling feature.",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    {
      name: "platform-knows-no-feature",
      severity: "error",
      from: from("platform/"),
      to: { path: "^src/(features|cli)/" },
    },
    {
      name: "cli-has-no-editor",
      severity: "error",
      from: from("cli/"),
      to: { path: "^src/(features|platform|webview|protocol)/" },
    },
    {
      name: "webview-knows-messages-only",
      severity: "error",
      from: from("webview/"),
      to: { path: "^src/", pathNot: "^src/(webview|protocol)/" },
    },
    { name: "src-knows-no-test", severity: "error", from: { path: "^src/" }, to: { path: "^(test|scripts)/" } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.ts$", "^src/(extension|cli/main|cli/start)\\.ts$", "^src/core/"] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
