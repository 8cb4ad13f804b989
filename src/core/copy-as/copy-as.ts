/** A thing of an account in the form that a person copies; without any secret. */
import { azCliOf } from "./az-cli";
import { bicepOf } from "./bicep";
import type { CopyForm } from "./copy-form";
import { resourceIdOf, type CopySource } from "./copy-source";
import { powerShellOf } from "./powershell";
import { terraformOf } from "./terraform";

/** undefined: there is no such form of it, e.g. no Terraform resource. */
export function copyAs(source: CopySource, form: CopyForm): string | undefined {
  const { account, item } = source;
  switch (form) {
    case "name":
      return item === undefined ? account.name : item.kind === "job" ? item.id : item.name;
    case "resourceId":
      return resourceIdOf(source);
    case "powershell":
      return powerShellOf(source);
    case "azCli":
      return azCliOf(source);
    case "bicep":
      return bicepOf(source);
    case "terraform":
      return terraformOf(source);
  }
}
