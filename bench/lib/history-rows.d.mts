export declare function historyStatements(seed?: number): string[];
