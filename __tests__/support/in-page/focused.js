'use strict';

/** What has the keyboard, and if that is seen. */
function run() {
  const element = document.activeElement;
  if (element === document.body) return { name: 'BODY', isShown: true };
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { left, top } = element.getBoundingClientRect();
  const isShown = outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && left >= 0 && top >= 0;
  return { name: element.textContent.trim(), isShown };
}
