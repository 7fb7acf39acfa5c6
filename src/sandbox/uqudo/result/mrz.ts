/** Machine readable zones by ICAO Doc 9303: part 4 for passports (TD3), part 5 for cards (TD1). */
export interface Mrz {
  /** Lines joined by a line break. */
  readonly text: string;
  readonly fields: readonly MrzField[];
  readonly finalCheckDigit: number;
}

export interface MrzField {
  readonly name: 'documentNumber' | 'dateOfBirth' | 'dateOfExpiry';
  readonly value: string;
  readonly checkDigit: number;
  readonly valid: boolean;
}

export interface MrzHolder {
  readonly documentCode: string;
  readonly issuer: string;
  readonly nationality: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly documentNumber: string;
  /** YYMMDD, as all dates here. */
  readonly dateOfBirth: string;
  readonly dateOfExpiry: string;
  readonly sex: string;
  readonly optionalData: string;
}

const weights = [7, 3, 1] as const;

export function checkDigit(text: string): number {
  const values = Array.from(text, (sign) => (sign === '<' ? 0 : Number.parseInt(sign, 36)));
  return values.reduce((sum, value, place) => sum + value * (weights[place % 3] ?? 0), 0) % 10;
}

export function passportMrz(holder: MrzHolder, valid: boolean): Mrz {
  const [number, birth, expiry] = checkedFields(holder, valid);
  const optional = filled(holder.optionalData, 14);
  const ending = `${optional}${checkDigit(optional)}`;
  const final = checkDigit(`${signs(number)}${signs(birth)}${signs(expiry)}${ending}`);
  const first = filled(`${filled(holder.documentCode, 2)}${filled(holder.issuer, 3)}${nameOf(holder)}`, 44);
  const second = `${signs(number)}${filled(holder.nationality, 3)}${signs(birth)}${holder.sex}${signs(expiry)}${ending}${final}`;
  return { text: `${first}\n${second}`, fields: [number, birth, expiry], finalCheckDigit: final };
}

export function cardMrz(holder: MrzHolder, valid: boolean): Mrz {
  const [number, birth, expiry] = checkedFields(holder, valid);
  const heading = `${filled(holder.documentCode, 2)}${filled(holder.issuer, 3)}`;
  const optional = filled(holder.optionalData, 15);
  const rest = filled('', 11);
  const final = checkDigit(`${signs(number)}${optional}${signs(birth)}${signs(expiry)}${rest}`);
  const lines = [
    `${heading}${signs(number)}${optional}`,
    `${signs(birth)}${holder.sex}${signs(expiry)}${filled(holder.nationality, 3)}${rest}${final}`,
    filled(nameOf(holder), 30),
  ];
  return { text: lines.join('\n'), fields: [number, birth, expiry], finalCheckDigit: final };
}

/** An invalid zone bears a wrong digit behind the document number. */
function checkedFields(holder: MrzHolder, valid: boolean): [MrzField, MrzField, MrzField] {
  const right = (name: MrzField['name'], value: string): MrzField => {
    return { name, value, checkDigit: checkDigit(value), valid: true };
  };
  const number = right('documentNumber', filled(holder.documentNumber, 9));
  return [
    valid ? number : { ...number, checkDigit: (number.checkDigit + 1) % 10, valid: false },
    right('dateOfBirth', holder.dateOfBirth),
    right('dateOfExpiry', holder.dateOfExpiry),
  ];
}

const signs = ({ value, checkDigit: digit }: MrzField) => `${value}${digit}`;
const filled = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);
const nameOf = ({ surname, givenNames }: MrzHolder) =>
  `${surname}<<${givenNames}`.toUpperCase().replaceAll(' ', '<');
