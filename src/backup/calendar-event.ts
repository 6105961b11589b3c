const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const NUMBERS = String.raw`(?:\d+|\*)(?:\.\.\d+)?(?:/\d+)?(?:,\d+(?:\.\.\d+)?(?:/\d+)?)*`;
const WORDS = 'minutely|hourly|daily|weekly|monthly|quarterly|semiannually|semi-annually|yearly|annually';
const EVENT = new RegExp(
  `^(?:${WORDS}|(?:${DAY}(?:\\.\\.${DAY})?(?:,${DAY}(?:\\.\\.${DAY})?)*)?\\s*(?:(?:${NUMBERS}-)?${NUMBERS}-${NUMBERS})?\\s*(?:${NUMBERS}(?::${NUMBERS}){0,2})?)$`,
  'i',
);

/**
 * True for a calendar event of Proxmox VE: days of the week, a date and a time, each of which may be left out, or a word such as
 * `daily`.
 *
 * @see https://pve.proxmox.com/pve-docs/pve-admin-guide.html#chapter_calendar_events
 */
export function isCalendarEvent(text: string): boolean {
  return text.trim() === text && text !== '' && EVENT.test(text);
}
