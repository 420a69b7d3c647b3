import { openCatalogue, SHIPPED_TEMPLATES } from '../../landing-templates/catalogue.ts';
import type { Catalogue } from '../../landing-templates/types.ts';
import type { Config } from '../config/config.ts';

/** The shipped templates and the operator's own, which take the place of shipped ones of their name. */
export function openTemplates({ templateFolders }: Pick<Config, 'templateFolders'>): Catalogue {
  return openCatalogue([SHIPPED_TEMPLATES, ...templateFolders]);
}
