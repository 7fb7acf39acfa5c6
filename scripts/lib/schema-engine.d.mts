export declare const migrationLock: string;
export declare function migrationDiff(options: {
  schemaPath: string;
  migrationsDir: string;
}): Promise<string>;
