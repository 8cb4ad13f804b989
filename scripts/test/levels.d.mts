export interface Level {
  readonly name: string;
  readonly lane: string;
  readonly needs: readonly string[];
  readonly limitMs: number;
  readonly files?: string;
  readonly program?: string;
}

export const levels: readonly Level[];
