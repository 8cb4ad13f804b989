// npm start [-- --no-open]: builds, shows the sample runbooks' streams, then opens VS Code on the sample workspace.
import { script } from "./setup/bootstrap.mjs";

await script(async (argv) => (await import("./start/main.mjs")).main(argv));
