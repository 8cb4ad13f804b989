export const budgets: Readonly<Record<string, number>>;
export function checkBudgets(dist: string): readonly string[];
