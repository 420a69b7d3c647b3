/** Begins the key of a message that tells of one offer ahead of its wave; its number follows. */
export const EARLY_REVEAL = 'reveal-early-';
