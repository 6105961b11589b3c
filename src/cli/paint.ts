import pc from 'picocolors';

/** If colours are asked for wherever the output goes. */
const isForced = (process.env.FORCE_COLOR ?? '') !== '';

/**
 * Colours of the output on a terminal. Elsewhere text stays plain, in CI too, where picocolors would colour it; `FORCE_COLOR`
 * colours it everywhere, and `NO_COLOR` nowhere.
 */
export const paint = pc.createColors(isForced || process.stdout.isTTY ? pc.isColorSupported : false);
