import { openTemplate } from '../../landing-templates/compile-template.ts';
import { templateHash } from '../../landing-templates/template-hash.ts';
import type {
  Asset,
  Catalogue,
  CompiledTemplate,
  TemplateSource,
} from '../../landing-templates/types.ts';
import type { Executor } from '../database/pool.ts';
import { ServiceError } from '../web/errors.ts';

/** Templates by the hash of their content, compiled once a process. */
export class TemplateStore {
  readonly #db: Executor;
  readonly #catalogue: Catalogue;
  readonly #compiled = new Map<string, Promise<CompiledTemplate>>();

  constructor(db: Executor, catalogue: Catalogue) {
    this.#db = db;
    this.#catalogue = catalogue;
  }

  /**
   * The very version that was locked, shown or is to be replayed.
   *
   * @throws ServiceError not_found when nothing of that hash was ever stored.
   */
  async get(hash: string): Promise<CompiledTemplate> {
    const slug = this.#catalogue.slugOf(hash);
    if (slug !== undefined) return this.bySlug(slug);
    const known = this.#compiled.get(hash);
    if (known) return await known;
    const loading = this.#load(hash);
    this.#compiled.set(hash, loading);
    // A failure is not kept: the database may be back at the next request.
    loading.catch(() => this.#compiled.delete(hash));
    return await loading;
  }

  /**
   * The catalogue's own version, for pages that belong to no trial.
   *
   * @throws ServiceError not_found.
   */
  bySlug(slug: string): CompiledTemplate {
    const template = this.#catalogue.get(slug);
    if (!template) {
      throw new ServiceError(
        'not_found',
        `Find a template: "${slug}" is not in the catalogue; name one that is`,
      );
    }
    return template;
  }

  /** A picture of the catalogue by its public name. */
  asset(name: string): Asset | undefined {
    return this.#catalogue.asset(name);
  }

  async #load(hash: string): Promise<CompiledTemplate> {
    const row = await this.#db
      .selectFrom('templates')
      .select('source')
      .where('template_hash', '=', hash)
      .executeTakeFirst();
    if (!row) {
      throw new ServiceError(
        'not_found',
        `Find a template: none is stored as ${hash.slice(0, 12)}; submit a protocol that shows it`,
      );
    }
    const source = row.source as TemplateSource;
    if (templateHash(source) !== hash) {
      throw new Error(`Read template ${hash}: what is stored is not what its hash says`);
    }
    return openTemplate(source);
  }
}
