/** The forms in which a thing of an account can be copied. */
export const copyForms = ["name", "resourceId", "powershell", "azCli", "bicep", "terraform"] as const;
export type CopyForm = (typeof copyForms)[number];
