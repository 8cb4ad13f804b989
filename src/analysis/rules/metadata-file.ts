/** One integration module's metadata file as the rules see it. */
import { moduleOfMetadataFile } from "../metadata/metadata-file-name";
import type { MetadataScan } from "../metadata/scan-metadata";
import type { CheckContext } from "./check-context";

export class MetadataFile {
  readonly language = "metadata";
  readonly text: string;
  /** The module that the file's name says it belongs to. */
  readonly moduleName: string | undefined;

  constructor(
    readonly scan: MetadataScan,
    readonly context: CheckContext,
  ) {
    this.text = context.text;
    this.moduleName = moduleOfMetadataFile(context.path);
  }
}
