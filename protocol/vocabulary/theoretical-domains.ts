/** The Theoretical Domains Framework and where its domains sit in COM-B. */
import type { ComB } from '../vocabulary.ts';

export interface TheoreticalDomain {
  readonly key: string;
  readonly label: string;
  /** Two domains sit in both kinds of motivation, and skills in both kinds of capability. */
  readonly components: readonly ComB[];
  readonly verified: boolean;
  readonly source: string;
}

const SOURCE = 'Mapping as reproduced with permission in s12913-022-07750-8, table 4';

export const THEORETICAL_DOMAINS: readonly TheoreticalDomain[] = [
  domain('skills', 'Skills', ['capability.physical', 'capability.psychological']),
  domain('knowledge', 'Knowledge', ['capability.psychological']),
  domain('memory_attention_decision', 'Memory, attention and decision processes', [
    'capability.psychological',
  ]),
  domain('behavioural_regulation', 'Behavioural regulation', ['capability.psychological']),
  domain('social_influences', 'Social influences', ['opportunity.social']),
  domain('environmental_context', 'Environmental context and resources', ['opportunity.physical']),
  domain('role_and_identity', 'Social or professional role and identity', [
    'motivation.reflective',
    'motivation.automatic',
  ]),
  domain('beliefs_about_capabilities', 'Beliefs about capabilities', ['motivation.reflective']),
  domain('optimism', 'Optimism', ['motivation.reflective', 'motivation.automatic']),
  domain('beliefs_about_consequences', 'Beliefs about consequences', ['motivation.reflective']),
  domain('intentions', 'Intentions', ['motivation.reflective']),
  domain('goals', 'Goals', ['motivation.reflective']),
  domain('reinforcement', 'Reinforcement', ['motivation.automatic']),
  domain('emotion', 'Emotion', ['motivation.automatic']),
];

function domain(key: string, label: string, components: readonly ComB[]): TheoreticalDomain {
  return { key, label, components, verified: true, source: SOURCE };
}
