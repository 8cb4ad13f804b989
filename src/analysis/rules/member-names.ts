/** The members of objects that rules look for. */
import { NameFilter } from "../name-filter";

const memberNames = [
  "access_token",
  "accesstoken",
  "applicationid",
  "certificateassetname",
  "certificatethumbprint",
  "getnetworkcredential",
  "password",
  "prompt",
  "promptforchoice",
  "promptforcredential",
  "read",
  "readkey",
  "readline",
  "readlineassecurestring",
  "tenantid",
  "token",
  "value",
] as const;

export type MemberName = (typeof memberNames)[number];

export const wantedMembers = new NameFilter<MemberName>(memberNames);
