/** A column of values that the key ring has sealed. Each room says so of its own, so that keys can be rotated. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns of text that identify a row, in the order of its primary key. */
  readonly key: readonly string[];
  /** What a row's value was sealed for, by the row's key. */
  readonly purpose: (...key: string[]) => string;
}
