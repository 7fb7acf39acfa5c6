import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applicantIntegrity, withApplicantIntegrity } from './applicant-integrity.js';
import { nobody, type Person, type ProviderFindings } from './findings.js';
import type { Applicant } from './start.js';

// Every person here is invented.
const ada: Applicant = { firstName: 'Ada', lastName: 'Testwright', dateOfBirth: '1991-02-03' };

function person(fields: Partial<Person>): Person {
  return { ...nobody, ...fields };
}

/** `Given Family` as declared, against first and last name of the document. */
function named(declared: string, read: string) {
  const [firstName = '', lastName = ''] = declared.split(' / ');
  const [first = '', last = ''] = read.split(' / ');
  return applicantIntegrity(
    { firstName, ...(lastName ? { lastName } : {}) },
    person({ firstName: first || null, lastName: last || null }),
  );
}

describe('names that are the same', () => {
  it.each([
    ['Zoë / Müller', 'ZOE / MUELLER', 'a zone writes ü as UE'],
    ['Zoë / Muller', 'Zoé / Müller', 'or an app leaves the marks out'],
    ['Søren / Ångström', 'SOEREN / AANGSTROEM', 'ø as OE, å as AA'],
    ['Jörg / Strauß', 'JOERG / STRAUSS', 'ß as SS'],
    ['Łucja / Żółtowska', 'LUCJA / ZOLTOWSKA', 'letters with a stroke'],
    ['Şükrü / İnce', 'SUKRU / INCE', 'dotted capitals'],
    ['Nguyễn / Thị', 'NGUYEN / THI', 'marks upon marks'],
    ["Niamh / O'Quillan", 'NIAMH / OQUILLAN', 'apostrophes are left out'],
    ['Niamh / O’Quillan', "Niamh / O'Quillan", 'and come in several forms'],
    ['Anne-Marie / Quill-Feather', 'ANNE MARIE / QUILL FEATHER', 'hyphens become fillers'],
    ['Anne-Marie / Quill', 'Annemarie / Quill', 'or vanish'],
    ['Ada / Testwright', 'TESTWRIGHT / ADA', 'given and family name swapped'],
    ['Ada / Testwright', 'Ada Berta Clara / Testwright', 'the document has more given names'],
    ['Ada Berta / Testwright', 'Ada / Testwright', 'or fewer'],
    ['Ada / Testwright', 'Ada / Testwright Quillan', 'or a second family name'],
    ['Juan / de la Fuente', 'Juan / Fuente', 'a particle left out'],
    ['Juan / Delafuente', 'Juan / de la Fuente', 'or written as one'],
    ['Abdul Rahman / Al-Sample', 'Abdulrahman / Alsample', 'names written as one'],
    ['Noor / Al Sample', 'NOOR / SAMPLE', 'an article left out'],
    ['Юрий / Щедрин', 'YURIY / SHCHEDRIN', 'Cyrillic'],
    ['Yuriy / Iashin', 'IURII / YASHIN', 'two transliterations of Cyrillic'],
    ['Γιώργος / Δοκιμίδης', 'GIORGOS / DOKIMIDIS', 'Greek'],
    ['张 / 小明', 'XIAOMING / ZHANG', 'Chinese'],
    ['محمد / النموذجي', 'Mohammed / Al Namudhaji', 'Arabic, which does not write all vowels'],
    ['فاطمة / شريف', 'FATIMA / SHARIF', 'nor the ending of feminine names as it sounds'],
    ['Maximiliana Alexandrina / Testwright', 'MAXIMILIANA ALEX / TESTWRIGHT', 'a zone cuts long names'],
  ])('%s and %s pass: %s', (declared, read) => {
    expect(named(declared, read)).toMatchObject({ status: 'passed', score: 1 });
  });

  it('pass by the full name, or by the name in native script, where the parts do not tell', () => {
    const full = person({ fullName: 'Testwright Ada Maria' });
    expect(applicantIntegrity(ada, full)).toMatchObject({ status: 'passed' });
    const native = person({ firstName: 'Noor', lastName: 'Sample', fullNameNative: 'نور العينة' });
    expect(applicantIntegrity({ firstName: 'نور', lastName: 'العينة' }, native)).toMatchObject({
      status: 'passed',
    });
  });
});

describe('names that ask for a second look', () => {
  it.each([
    ['Ada / Testwrihgt', 'Ada / Testwright', 'two letters swapped'],
    ['Ada / Testwrigt', 'Ada / Testwright', 'one left out'],
    ['A. / Testwright', 'Ada / Testwright', 'an initial'],
    ['Ada Berta / Testwright', 'Ada Clara / Testwright', 'one of two given names is another'],
    ['Muhammad / Sample', 'Mohamed / Sample', 'another spelling of the same consonants'],
    ['明 / 佐藤', 'AKIRA / SATO', 'a script that does not tell how it is read'],
  ])('%s and %s: %s', (declared, read) => {
    const { status, score } = named(declared, read);
    expect(status).toBe('warning');
    expect(score).toBeGreaterThanOrEqual(0.5);
    expect(score).toBeLessThan(1);
  });

  it('a gender that differs', () => {
    const check = applicantIntegrity({ ...ada, gender: 'female' }, person({ ...ada, sex: 'male' }));
    expect(check).toMatchObject({ status: 'warning', vendor: { gender: 'differs', firstName: 'agrees' } });
  });
});

describe('another person', () => {
  it.each([
    ['Ada / Testwright', 'Berta / Testwright', 'a sister'],
    ['Ada / Testwright', 'Ada / Quillan', 'a namesake'],
    ['Ada / Testwright', 'Zebulon / Quillfeather', 'nobody related'],
    ['Lea / Sample', 'Leo / Sample', 'short names differ in one letter'],
    ['محمد / شريف', 'Yusuf / Karim', 'in another script'],
  ])('%s is not %s: %s', (declared, read) => {
    const { status, score } = named(declared, read);
    expect(status).toBe('failed');
    expect(score).toBeLessThan(0.5);
  });

  it('with the same name and another date of birth always fails', () => {
    const twin = person({ firstName: 'Ada', lastName: 'Testwright', dateOfBirth: '1991-03-02' });
    expect(applicantIntegrity(ada, twin)).toEqual({
      type: 'applicant_integrity',
      status: 'failed',
      score: 0,
      vendor: {
        comparedBy: 'gateway',
        firstName: 'agrees',
        lastName: 'agrees',
        dateOfBirth: 'differs',
        gender: 'not_compared',
      },
    });
  });
});

describe('nothing to compare', () => {
  it.each([
    ['nothing declared', { email: 'ada@person.example' }, { firstName: 'Ada' }],
    ['nothing read', ada, {}],
    ['a gender alone', { gender: 'female' }, { sex: 'female' }],
    ['names without a letter', { firstName: '…' }, { firstName: '123' }],
  ] as const)('%s is not performed', (_, applicant, read) => {
    expect(applicantIntegrity(applicant, person(read))).toMatchObject({
      status: 'not_performed',
      score: null,
    });
  });
});

describe('the findings', () => {
  const findings = (checks: ProviderFindings['checks']): ProviderFindings => ({
    vendorStatus: 'DONE',
    verdict: { outcome: 'approved', decidedBy: 'provider', score: null, level: null, reasons: [] },
    person: person({ firstName: 'Ada', lastName: 'Testwright' }),
    ...{ documents: [], checks, media: [] },
  });
  const vendors = { type: 'applicant_integrity', status: 'failed', score: 0.2, vendor: {} } as const;

  it('get the check where the vendor has none, and keep the verdict', () => {
    const compared = withApplicantIntegrity(findings([]), { ...ada, firstName: 'Zebulon' });
    expect(compared.checks).toMatchObject([{ type: 'applicant_integrity', status: 'failed' }]);
    expect(compared.verdict).toEqual(findings([]).verdict);
  });

  it("keep the vendor's own, but not one that it has not performed", () => {
    expect(withApplicantIntegrity(findings([vendors]), ada).checks).toEqual([vendors]);
    const unperformed = { ...vendors, status: 'not_performed', score: null } as const;
    expect(withApplicantIntegrity(findings([unperformed]), ada).checks).toHaveLength(2);
  });

  it('get it once, and not at all when nobody was declared', () => {
    const once = withApplicantIntegrity(findings([]), ada);
    expect(withApplicantIntegrity(once, ada)).toBe(once);
    expect(withApplicantIntegrity(findings([]), null)).toEqual(findings([]));
  });
});

describe('whatever the names', () => {
  const syllable = fc.constantFrom('ma', 'ri', 'ton', 'zel', 'bor', 'ka', 'fin', 'lu', 'des', 'gra');
  const name = fc.array(syllable, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(''));
  const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), name);

  it('neither case, nor marks, nor order, nor a further name makes a person another', () => {
    const marked = (text: string) => text.replace(/a/g, 'á').replace(/o/g, 'ò').replace(/u/g, 'ū');
    fc.assert(
      fc.property(name, name, name, fc.boolean(), (first, last, further, swapped) => {
        const [one, other] = swapped ? [last, first] : [first, last];
        const read = person({
          firstName: `${marked(one).toUpperCase()} ${further}`,
          lastName: marked(other),
        });
        const { vendor } = applicantIntegrity({ firstName: first, lastName: last }, read);
        expect(vendor).toMatchObject({ firstName: 'agrees', lastName: 'agrees' });
      }),
    );
  });

  it('a fully different name never passes', () => {
    const front = fc.string({ unit: fc.constantFrom('a', 'b', 'd', 'e'), minLength: 3, maxLength: 12 });
    const back = fc.string({ unit: fc.constantFrom('o', 'p', 'r', 's'), minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(front, front, back, back, (first, last, otherFirst, otherLast) => {
        const read = person({ firstName: otherFirst, lastName: otherLast });
        expect(applicantIntegrity({ firstName: first, lastName: last }, read).status).toBe('failed');
      }),
    );
  });

  it('a wrong date of birth fails', () => {
    const date = fc
      .date({ min: new Date('1920-01-01'), max: new Date('2020-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, date, anyText, (declared, read, firstName) => {
        fc.pre(declared !== read);
        const check = applicantIntegrity(
          { firstName, dateOfBirth: declared },
          person({ firstName, dateOfBirth: read }),
        );
        expect(check.status).toBe('failed');
      }),
    );
  });

  it('the answer is a check with a score from 0 to 1 and no word of the person', () => {
    const words = /^(gateway|agrees|similar|unclear|differs|not_compared)$/;
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, (firstName, lastName, read, native) => {
        const found = person({ fullName: read, fullNameNative: native });
        const { status, score, vendor } = applicantIntegrity({ firstName, lastName }, found);
        expect(score === null).toBe(status === 'not_performed');
        expect(score ?? 0).toBeGreaterThanOrEqual(0);
        expect(score ?? 1).toBeLessThanOrEqual(1);
        for (const value of Object.values(vendor)) expect(value).toMatch(words);
      }),
    );
  });

  it('the same name passes, in any script', () => {
    fc.assert(
      fc.property(anyText, anyText, (firstName, lastName) => {
        const { status } = applicantIntegrity({ firstName, lastName }, person({ firstName, lastName }));
        expect(['passed', 'not_performed']).toContain(status);
      }),
    );
  });
});
