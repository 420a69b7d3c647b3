/** Printed sheets of a training given in person, filled in from a protocol. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledTemplate, RenderValues } from '../../landing-templates/types.ts';
import { readProtocol } from '../../protocol/read.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { trialValues } from '../participants/people-page.ts';
import { licensedWays, supportList, supportWays } from '../participants/support-list.ts';
import { openTemplates } from '../trials/open-templates.ts';
import { ServiceError } from '../web/errors.ts';
import { readInput, settings } from './open.ts';
import { EXIT, print } from './terminal.ts';
import { webAddress } from './web-address.ts';

interface SheetOptions {
  template: string;
  language?: string;
  audience?: string;
  attendance?: string;
  out: string;
  json?: boolean;
}

export async function printSheets(file: string, options: SheetOptions): Promise<number> {
  if (options.attendance !== undefined) {
    webAddress('Print the sheets', '--attendance', options.attendance);
  }
  const read = readProtocol(await readInput(file));
  if (!read.protocol) {
    throw new ServiceError(
      'invalid_input',
      `Print the sheets: ${file} has faults; run scampaign check ${file}`,
    );
  }
  const template = openTemplates(settings()).get(options.template);
  const { manifest } = template ?? {};
  if (!template || manifest?.kind !== 'debrief' || !manifest.printed) {
    throw new ServiceError(
      'not_found',
      `Print the sheets: ${options.template} is no template of printed sheets`,
    );
  }
  const { protocol } = read;
  const wished = options.language ?? protocol.population.languages[0]!;
  if (options.language !== undefined && !template.locales.includes(options.language)) {
    throw new ServiceError(
      'invalid_input',
      `Print the sheets: ${template.slug} is not in ${options.language}; it is in ${template.locales.join(', ')}`,
    );
  }
  const values = sheetValues(protocol, template.localeFor(wished), options);
  const files: string[] = [];
  await mkdir(options.out, { recursive: true });
  for (const page of template.pages) {
    const path = join(options.out, `${template.slug}.${page}.${template.localeFor(wished)}.html`);
    await writeFile(path, standAlone(template, render(template, page, wished, values)));
    files.push(path);
  }
  print(options.json ?? false, { files }, [
    ...files.map((path) => `Wrote ${path}`),
    'Open each in a browser and print it on A4',
  ]);
  return EXIT.ok;
}

function sheetValues(protocol: Protocol, locale: string, options: SheetOptions): RenderValues {
  const alternatives = licensedWays(protocol, { locale });
  return {
    ...(options.audience === undefined ? {} : { variant: options.audience }),
    values: {
      ...trialValues(protocol),
      ...supportWays(protocol, { locale }),
      attendanceUrl: options.attendance ?? '',
    },
    flags: { alternatives: alternatives.length > 0, attendance: options.attendance !== undefined },
    lists: { contacts: supportList(protocol, { locale }), alternatives },
  };
}

function render(
  template: CompiledTemplate,
  page: string,
  wished: string,
  values: RenderValues,
): string {
  try {
    return template.render(page, template.localeFor(wished), values);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ServiceError('invalid_input', error.message);
    }
    throw error;
  }
}

/** A sheet on a disk has no service to ask for its pictures. */
function standAlone(template: CompiledTemplate, html: string): string {
  return html.replace(/"\/a\/([0-9a-f]+\.[a-z]+)"/g, (whole, name: string) => {
    const asset = template.assets.get(name);
    if (!asset) return whole;
    return `"data:${asset.type};base64,${Buffer.from(asset.bytes).toString('base64')}"`;
  });
}
