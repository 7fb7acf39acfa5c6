/** The process's environment: read nowhere else. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;
