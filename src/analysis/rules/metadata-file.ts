/** One integration module's metadata file as the rules see it. */
import { moduleOfMetadataFile } from "../metadata/metadata-file-name";
import type { MetadataField, MetadataScan } from "../metadata/scan-metadata";
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

  /** The connection fields; none while the text does not parse: what is missing then is being typed. */
  get settledFields(): readonly MetadataField[] {
    return this.scan.syntaxProblems.length > 0 ? [] : this.scan.fields;
  }
}

/** A field in a message, with its name where it has one. */
export function labelOf({ name }: MetadataField): string {
  return name?.text === undefined ? "The field" : `The field "${name.text}"`;
}
