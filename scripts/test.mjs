// npm test [-- LEVEL... --grep PATTERN]
import { script } from "./setup/bootstrap.mjs";

await script(async (argv) => (await import("./test/main.mjs")).main(argv));
