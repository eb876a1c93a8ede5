// Somebody's course page with a figure in it, for the end-to-end tests.

/** @import { BrowserContextOptions, Page } from 'playwright-core' */
/** @import { Person } from './person.js' */

/** A course page: what stands in its head, around the figure and on it.
 * @typedef {object} Course
 * @property {string} [root] attributes of its root
 * @property {string} [style]
 * @property {string} [figure] attributes of the figure
 * @property {string} [inside] what the figure holds
 * @property {string} [body] all of it, in place of one figure
 * @property {boolean} [script] whether the element's script is there
 */

/** @typedef {BrowserContextOptions & { prepare?: (page: Page) => Promise<unknown>, guided?: boolean }} Visit */

/** @param {Course} course */
const pageOf = ({
  root = 'lang="en"',
  style = '',
  figure = 'figure',
  inside = '',
  body,
  script = true,
}) => `<!doctype html>
<html ${root}>
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Course</title>
    <style>${style}</style>
    ${script ? '<script type="module" src="./carteiro-playground.js"></script>' : ''}
  </head>
  <body>${body ?? `<main><carteiro-playground ${figure}>${inside}</carteiro-playground></main>`}</body>
</html>`;

/** Opens it beside the element. @param {Person} person @param {Course} course @param {Visit} [options] */
export const openCourse = (person, course, { prepare, ...options } = {}) =>
  person.open('/course.html', {
    ...options,
    prepare: async (page) => {
      await page.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body: pageOf(course) }));
      await prepare?.(page);
    },
  });
