// Rules that prevent defects; style is prettier's. Borders between folders are in .dependency-cruiser.cjs.
import tseslint from "typescript-eslint";

const noShell = {
  selector: "CallExpression[callee.name=/^(exec|execSync)$/]",
  message: "No shell strings: spawn or execFile with an argument list.",
};
const noSleep = {
  selector: "CallExpression[callee.name='setTimeout']",
  message: "Tests wait for events, they do not sleep.",
};

export default tseslint.config(
  {
    ignores: [
      "dist/",
      // Of a build that goes on, or was killed.
      "dist-*/",
      "out/",
      "node_modules/",
      "coverage/",
      "test-results/",
      "scripts/",
      "test/vscode/stand-ins/",
      "*.js",
      "*.cjs",
      "*.mjs",
      "test/clients/",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      "no-restricted-syntax": ["error", noShell, "ExportDefaultDeclaration", "TSEnumDeclaration"],
      curly: "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["describe", "it"], package: "node:test" }] },
      ],
    },
  },
  { files: ["test/unit/**/*.ts"], rules: { "no-restricted-syntax": ["error", noShell, noSleep] } },
);
