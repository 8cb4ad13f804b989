export interface Level {
  readonly name: string;
  readonly lane: string;
  readonly needs: readonly string[];
  readonly limitMs: number;
  readonly files?: string;
  readonly program?: string;
  readonly secondTry?: boolean;
}

export const levels: readonly Level[];
