import { describe, expect, it } from 'vitest';
import { readRoster } from '../../../server/participants/read-roster.ts';
import { exampleProtocol } from '../follow-up/world.ts';

const protocol = exampleProtocol();

describe('readRoster()', () => {
  it('reads commas, semicolons and tabs, and forgives a byte order mark', () => {
    for (const delimiter of [',', ';', '\t']) {
      const text = `\uFEFF${[
        ['contact', 'language', 'stratum'],
        ['a@home.example', 'th', 'students'],
      ]
        .map((row) => row.join(delimiter))
        .join('\r\n')}\r\n`;
      const roster = readRoster(text, protocol);
      expect(roster.faults).toEqual([]);
      expect(roster.rows).toMatchObject([
        {
          contact: { delivery: 'mail', address: 'a@home.example' },
          locale: 'th',
          stratum: 'students',
          timeZone: 'Asia/Bangkok',
          doNotLure: false,
        },
      ]);
    }
  });

  it('names every bad row with its line, column and what to write, and keeps the good ones', () => {
    const good = Array.from({ length: 199 }, (_, i) => `person${i}@home.example;en;students`);
    good.splice(100, 0, 'not an address;en;students');
    const roster = readRoster(['contact;language;stratum', ...good].join('\n'), protocol);
    expect(roster.rows).toHaveLength(199);
    expect(roster.faults).toEqual([
      {
        line: 102,
        column: 'contact',
        message: expect.stringContaining('"not an address" is not a mail address'),
      },
    ]);
  });

  it('says everything that is wrong with a row at once', () => {
    const roster = readRoster(
      'contact,language,stratum,time_zone,country,do_not_lure\n,xx,nobody,Mars/Base,ZZ,perhaps\n',
      protocol,
    );
    expect(roster.faults.map((fault) => fault.column)).toEqual([
      'contact',
      'language',
      'stratum',
      'time_zone',
      'country',
      'do_not_lure',
    ]);
    expect(roster.rows).toEqual([]);
  });

  it('refuses a contact that stands twice, whatever its capitals', () => {
    const roster = readRoster(
      'contact,stratum\nA@home.example,students\na@HOME.example,students\n',
      protocol,
    );
    expect(roster.faults).toMatchObject([{ line: 3, column: 'contact' }]);
  });

  it.each([
    'a@x.example, b@x.example',
    'a@x.example\nBcc: c@x.example',
    'group: a@x.example;',
    '"A" <a@x.example>',
    'a@x',
    '=cmd@x.example\u0000',
  ])('takes %j for no address', (address) => {
    const roster = readRoster(
      `contact,stratum\n"${address.replaceAll('"', '""')}",students\n`,
      protocol,
    );
    expect(roster.rows).toEqual([]);
    expect(roster.faults.length).toBeGreaterThan(0);
  });

  it('says what is wrong with a file that is no roster', () => {
    expect(readRoster('', protocol).faults).toMatchObject([{ line: 1 }]);
    expect(readRoster('name\nx\n', protocol).faults[0]!.message).toContain(
      'needs a column contact',
    );
    expect(readRoster('contact,phone\na@x.example,1\n', protocol).faults[0]!.message).toContain(
      'phone',
    );
    expect(readRoster('contact\n"unclosed\n', protocol).faults[0]!.message).toContain('not CSV');
  });

  it('takes what it can’t read in do_not_lure for a fault, never for a no', () => {
    const roster = readRoster(
      'contact,stratum,do_not_lure\na@x.example,students,yes\nb@x.example,students,Y\nc@x.example,students,\n',
      protocol,
    );
    expect(roster.rows.map((row) => row.doNotLure)).toEqual([true, true, false]);
  });
});
