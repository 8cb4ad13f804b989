/** The sample workspace in a folder of its own, with its key in a configuration folder of its own. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { createSampleWorkspace } from "../../src/local/account/sample-account";

export interface SampleWorkspace {
  readonly folder: string;
  /** Variables for programs that shall find the account's key. */
  readonly environment: Readonly<Record<string, string>>;
  dispose(): void;
}

export async function makeSampleWorkspace(): Promise<SampleWorkspace> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "rw-sample-"));
  const folder = path.join(place, "sample");
  const environment = { XDG_CONFIG_HOME: path.join(place, "config"), APPDATA: path.join(place, "config") };
  const samples = path.resolve(__dirname, "../../media/samples");
  await createSampleWorkspace(folder, samples, { environment: { ...process.env, ...environment } });
  return { folder, environment, dispose: () => fs.rmSync(place, { recursive: true, force: true }) };
}
