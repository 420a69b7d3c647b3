import packageJson from '../../package.json' with { type: 'json' };

/** The project's version, as the package states it: the same wherever the same code runs. */
export const CODE_VERSION: string = packageJson.version;
