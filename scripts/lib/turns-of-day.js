// @ts-check
'use strict';

/** A day; turns are taken by it. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Those of several items whose turn it is on a day: as many as there may be, and each comes as often as any other.
 *
 * @template T
 * @param {readonly T[]} items in an order that stays
 * @param {Date} date
 * @param {number} [perDay] how many a day has
 * @returns {T[]} in their order
 */
function turnsOfDay(items, date, perDay = 1) {
  const first = Math.floor(date.getTime() / DAY_MS) * perDay;
  return items.filter((_, index) => (((index - first) % items.length) + items.length) % items.length < perDay);
}

module.exports = { turnsOfDay };
