/** What is said about the place under the cursor. */
import { isSameName } from "../../core/asset";
import { nearestNames } from "../../core/nearest-names";
import { assetsOf, findAsset, membersOf, typeOfConnection, type KnownAccount } from "../references/known-account";
import { placeAt, type Place } from "../references/places";
import type { RunbookScan } from "../references/scan-runbook";
import { cmdletMarkdown, functionMarkdown } from "./cmdlet-help";
import { assetMarkdown, code, escapeMarkdown, fieldFacts, kindWords, typeFields } from "./describe-asset";

export interface Hover {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** undefined: nothing to say. Never holds a secret, as the account given does not. */
export function hoverAt(scan: RunbookScan, offset: number, account: KnownAccount | undefined): Hover | undefined {
  const place = placeAt(scan, offset);
  const markdown = place && describe(place, scan.language, account);
  return place === undefined || markdown === undefined || markdown === ""
    ? undefined
    : { markdown, start: place.start, end: place.end };
}

function describe(
  place: Place,
  language: RunbookScan["language"],
  account: KnownAccount | undefined,
): string | undefined {
  switch (place.what) {
    case "cmdlet":
      return cmdletMarkdown(place.cmdlet);
    case "function":
      return functionMarkdown(place.call.call);
    case "asset":
      return describeAsset(place.call, account);
    case "field":
      return describeField(place, language, account);
    case "runbook":
      return describeRunbook(place.call.name, account);
  }
}

function describeAsset(
  { kind, name = "" }: (Place & { what: "asset" })["call"],
  account: KnownAccount | undefined,
): string | undefined {
  if (account === undefined) {
    return undefined;
  }
  const asset = findAsset(account, kind, name);
  if (asset !== undefined) {
    return assetMarkdown(asset, account);
  }
  const near = nearestNames(
    name,
    assetsOf(account, kind).map((known) => known.name),
  );
  const absent = `${escapeMarkdown(account.name)} has no ${kindWords[kind]} ${code(name)}`;
  return near.length === 0 ? absent : `${absent}\n\nSimilar: ${near.map(code).join(", ")}`;
}

function describeField(
  { call, field }: Place & { what: "field" },
  language: RunbookScan["language"],
  account: KnownAccount | undefined,
): string | undefined {
  if (call.kind !== "connection") {
    const member = membersOf(call, language, account).find(({ name }) => isSameName(name, field.name));
    return member && `${code(member.name)} ${[member.type, member.note].filter((text) => text !== "").join(", ")}`;
  }
  const type = typeOfConnection(account, call.name);
  if (type === undefined) {
    return undefined;
  }
  const of = `connection type ${escapeMarkdown(type.name)}`;
  const known = type.fields.find(({ name }) => isSameName(name, field.name));
  return known === undefined
    ? `The ${of} has no field ${code(field.name)}. Its fields:\n\n${typeFields(type)}`
    : `${code(known.name)} ${fieldFacts(known)}\n\nField of the ${of}`;
}

function describeRunbook(name: string | undefined, account: KnownAccount | undefined): string | undefined {
  if (account === undefined || name === undefined) {
    return undefined;
  }
  const known = account.runbookNames.find((runbook) => isSameName(runbook, name));
  return known === undefined
    ? `${escapeMarkdown(account.name)} has no runbook ${code(name)}`
    : `**${escapeMarkdown(known)}** · runbook in ${escapeMarkdown(account.name)}`;
}
