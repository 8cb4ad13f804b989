/** Several lists of Azure's as one: what the tree shows as one folder, the service keeps apart. */
import type { ItemPage, PagedList } from "../../core/browse";
import { isUnknownVersion } from "../arm/arm-client";

/**
 * Asks for a page of every list at once, so that the first rows of all are there after one round trip. The token holds, by
 * the list's place, where each goes on.
 */
export function joinLists<T>(lists: readonly PagedList<T>[]): PagedList<T> {
  return {
    page: async (token, signal): Promise<ItemPage<T>> => {
      const places =
        token === undefined ? lists.map((_list, index) => ({ index, token: undefined })) : readToken(token);
      const pages = await Promise.all(
        places.map(async (place) => {
          const page = await lists[place.index]?.page(place.token, signal);
          return { index: place.index, items: page?.items ?? [], token: page?.nextToken };
        }),
      );
      const rest = pages.filter((page) => page.token !== undefined).map((page) => [page.index, page.token]);
      return {
        items: pages.flatMap((page) => page.items),
        nextToken: rest.length === 0 ? undefined : JSON.stringify(rest),
      };
    },
  };
}

/** A list that older and sovereign clouds do not have: nothing is in it there. */
export function ifKnown<T>(list: PagedList<T>): PagedList<T> {
  return {
    page: async (token, signal) => {
      try {
        return await list.page(token, signal);
      } catch (error) {
        if (isUnknownVersion(error)) {
          return { items: [], nextToken: undefined };
        }
        throw error;
      }
    },
  };
}

function readToken(token: string): readonly { readonly index: number; readonly token: string }[] {
  return (JSON.parse(token) as readonly (readonly [number, string])[]).map(([index, rest]) => ({ index, token: rest }));
}
