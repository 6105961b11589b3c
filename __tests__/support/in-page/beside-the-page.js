'use strict';

/**
 * Elements for which one would have to scroll sideways.
 *
 * @returns {string[]}
 */
function run() {
  const width = document.documentElement.clientWidth;
  const problems =
    document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  for (const element of document.querySelectorAll('body *')) {
    const { right, left, width: own } = element.getBoundingClientRect();
    const isHidden = own <= 1 || element.classList.contains('skip');
    if (!isHidden && (right > width + 1 || left < -1))
      problems.push(`${element.outerHTML.slice(0, 80)} ends at ${right}`);
    const isScrolled = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
    if (isScrolled && getComputedStyle(element).overflowX !== 'visible') problems.push(`${element.tagName} scrolls`);
  }
  return problems;
}
