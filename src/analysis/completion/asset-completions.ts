/** Names of assets and what can be read of them as completions; the languages only say where, and how to quote. */
import type { ReadableAssetKind } from "../../core/asset";
import { assetDetail, assetMarkdown } from "../hover/describe-asset";
import { assetsOf, type KnownAccount, type ReadableMember } from "../references/known-account";
import type { Completion } from "./completion";

export interface ReplacedSpan {
  readonly start: number;
  readonly end: number;
}

export function assetCompletions(
  account: KnownAccount,
  kind: ReadableAssetKind,
  span: ReplacedSpan,
  insert: (name: string) => string,
): readonly Completion[] {
  return assetsOf(account, kind).map((asset) => ({
    kind: "asset",
    label: asset.name,
    detail: assetDetail(asset),
    source: account.name,
    documentation: assetMarkdown(asset, account),
    insertText: insert(asset.name),
    filterText: asset.name,
    ...span,
  }));
}

export function runbookCompletions(
  account: KnownAccount,
  span: ReplacedSpan,
  insert: (name: string) => string,
): readonly Completion[] {
  return account.runbookNames.map((name) => ({
    kind: "runbook",
    label: name,
    detail: "",
    source: account.name,
    documentation: "",
    insertText: insert(name),
    filterText: name,
    ...span,
  }));
}

export function memberCompletions(
  members: readonly ReadableMember[],
  source: string,
  span: ReplacedSpan,
  insert: (member: ReadableMember) => string,
): readonly Completion[] {
  return members.map((member) => ({
    kind: member.insert === undefined ? "field" : "method",
    label: member.name,
    detail: [member.type, member.note].filter((text) => text !== "").join(", "),
    source,
    documentation: "",
    insertText: insert(member),
    filterText: member.name,
    ...span,
  }));
}
