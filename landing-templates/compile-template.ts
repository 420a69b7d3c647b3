/** One template: opened, checked, compiled. */
import { checkTemplate } from './check-template.ts';
import { Compiled } from './compiled.ts';
import { FaultList, TemplateError } from './faults.ts';
import { openStructure, type Structure } from './open-template.ts';
import { observerScript } from './page-scripts.ts';
import type { CompiledTemplate, TemplateFault, TemplateSource } from './types.ts';

/**
 * Opens a template whose content was checked before, such as one stored by its hash. Its structure
 * is held to the allow-lists all the same.
 *
 * @param observer - Script text for observed pages; by default the one shipped here.
 * @throws TemplateError with every fault of its structure.
 */
export function openTemplate(
  source: TemplateSource,
  observer: string = observerScript(),
): CompiledTemplate {
  const faults = new FaultList();
  const structure = openStructure(source, faults);
  if (!structure || faults.faults.length > 0) {
    throw new TemplateError(source.slug, faults.sorted());
  }
  return new Compiled(structure, observer);
}

/**
 * Checks and compiles one template.
 *
 * @throws TemplateError with every fault found.
 */
export function compileTemplate(
  source: TemplateSource,
  observer: string = observerScript(),
): CompiledTemplate {
  const result = tryCompile(source, observer);
  if ('faults' in result) throw new TemplateError(source.slug, result.faults);
  return result.template;
}

export function tryCompile(
  source: TemplateSource,
  observer: string,
  locales?: readonly string[],
): { readonly template: CompiledTemplate } | { readonly faults: readonly TemplateFault[] } {
  const faults = new FaultList();
  const structure: Structure | undefined = openStructure(source, faults);
  if (structure) {
    checkTemplate(structure, faults, locales);
    if (faults.faults.length === 0) {
      const template = new Compiled(structure, observer);
      template.checkWeights(faults);
      if (faults.faults.length === 0) return { template };
    }
  }
  return { faults: faults.sorted() };
}
