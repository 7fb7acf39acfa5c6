interface PassportHolder {
  readonly firstName: string;
  readonly lastName: string;
  /** Nine characters. */
  readonly number: string;
  /** YYYY-MM-DD */
  readonly dateOfBirth: string;
}

/** The two lines of a passport's machine-readable zone (ICAO 9303 part 4) with right check digits. */
export function passportMrz({ firstName, lastName, number, dateOfBirth }: PassportHolder): [string, string] {
  const line1 = `P<MAR${letters(lastName)}<<${letters(firstName)}`.slice(0, 44).padEnd(44, '<');
  const numbered = checked(number);
  const born = checked(dateOfBirth.slice(2).replaceAll('-', ''));
  const expires = checked('310316');
  const personal = checked('<'.repeat(14));
  const whole = checkDigit(numbered + born + expires + personal);
  return [line1, `${numbered}MAR${born}F${expires}${personal}${whole}`];
}

function letters(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  return plain.replace(/[^A-Z]+/g, '<');
}

function checked(field: string): string {
  return field + checkDigit(field);
}

/** Weights 7, 3, 1; digits count as they are, letters from 10, fillers nothing. */
function checkDigit(field: string): string {
  const weights = [7, 3, 1];
  const sum = Array.from(field).reduce(
    (total, character, at) =>
      total + (character === '<' ? 0 : parseInt(character, 36)) * (weights[at % 3] ?? 0),
    0,
  );
  return String(sum % 10);
}
