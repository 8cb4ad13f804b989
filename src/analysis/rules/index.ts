/** Every rule, in the order of their codes. */
import { contextAutosave } from "./identity/context-autosave";
import { identityContentType } from "./identity/identity-content-type";
import { identityHeaders } from "./identity/identity-headers";
import { identityMetadata } from "./identity/identity-metadata";
import { identityResource } from "./identity/identity-resource";
import { metadataAddress } from "./identity/metadata-address";
import { questionMarkInName } from "./identity/question-mark-in-name";
import { runAsAsset } from "./identity/run-as-asset";
import { runAsSignIn } from "./identity/run-as-sign-in";
import { connectionParameter } from "./metadata/connection-parameter";
import { duplicateField } from "./metadata/duplicate-field";
import { encryptedType } from "./metadata/encrypted-type";
import { fieldShape } from "./metadata/field-shape";
import { fieldType } from "./metadata/field-type";
import { flagMissing } from "./metadata/flag-missing";
import { flagType } from "./metadata/flag-type";
import { longPath } from "./metadata/long-path";
import { moduleName } from "./metadata/module-name";
import { noModuleBeside } from "./metadata/no-module-beside";
import { notJson } from "./metadata/not-json";
import { oneConnectionType } from "./metadata/one-connection-type";
import { requiredProperty } from "./metadata/required-property";
import { secretFieldPlain } from "./metadata/secret-field-plain";
import { unknownProperty } from "./metadata/unknown-property";
import type { Rule } from "./rule";
import { azAndAzureRm } from "./runbooks/az-and-azurerm";
import { computedName } from "./runbooks/computed-name";
import { connectionOutOfReach } from "./runbooks/connection-out-of-reach";
import { constantInVariable } from "./runbooks/constant-in-variable";
import { encryptedFieldWritten } from "./runbooks/encrypted-field-written";
import { interactive } from "./runbooks/interactive";
import { managementCmdlet } from "./runbooks/management-cmdlet";
import { missingAsset } from "./runbooks/missing-asset";
import { nameCase } from "./runbooks/name-case";
import { noByteOrderMark } from "./runbooks/no-byte-order-mark";
import { parameterName } from "./runbooks/parameter-name";
import { parameterType } from "./runbooks/parameter-type";
import { secretWritten } from "./runbooks/secret-written";
import { setEncryptedVariable } from "./runbooks/set-encrypted-variable";
import { setMissingVariable } from "./runbooks/set-missing-variable";
import { unknownField } from "./runbooks/unknown-field";
import { unknownSuppression } from "./runbooks/unknown-suppression";
import { writeHost } from "./runbooks/write-host";
import { wrongKind } from "./runbooks/wrong-kind";

export const rules: readonly Rule[] = [
  unknownSuppression(() => ruleCodes),
  constantInVariable,
  computedName,
  missingAsset,
  nameCase,
  wrongKind,
  unknownField,
  connectionOutOfReach,
  encryptedFieldWritten,
  managementCmdlet,
  azAndAzureRm,
  writeHost,
  secretWritten,
  parameterName,
  parameterType,
  interactive,
  setMissingVariable,
  setEncryptedVariable,
  noByteOrderMark,
  notJson,
  moduleName,
  noModuleBeside,
  oneConnectionType,
  requiredProperty,
  fieldShape,
  flagType,
  flagMissing,
  fieldType,
  duplicateField,
  unknownProperty,
  secretFieldPlain,
  encryptedType,
  longPath,
  connectionParameter,
  runAsAsset,
  runAsSignIn,
  identityHeaders,
  identityResource,
  identityContentType,
  metadataAddress,
  questionMarkInName,
  contextAutosave,
  identityMetadata,
];

/** Of every rule, in order. */
export const ruleCodes: readonly string[] = rules.map(({ code }) => code);

export function findRule(code: string): Rule | undefined {
  return rules.find((rule) => rule.code === code);
}
