// Visits the built site with the browsers that are named: `npm run browsers -- firefox`. Without a name: in a hurry, with
// those that are here.
import { runFiles } from '../e2e/run-files.js';
import { BROWSERS, programs } from './browsers.js';

const wanted = process.argv.slice(2);
const strangers = wanted.filter((name) => !(name in BROWSERS));
if (strangers.length > 0) {
  process.stderr.write(
    `No browser is called ${strangers.join(', ')}: there are ${Object.keys(BROWSERS).join(', ')}.\n`,
  );
  process.exit(1);
}
for (const [name, browser] of Object.entries(BROWSERS)) {
  if (programs(browser) || wanted.includes(name)) continue;
  process.stdout.write(
    `${browser.title}: skipped. It or its driver is not installed; \`make browsers\` installs both.\n`,
  );
}
const here = Object.entries(BROWSERS)
  .filter(([, browser]) => programs(browser))
  .map(([name]) => name);
if (wanted.length === 0) process.env.CARTEIRO_HURRY = '1';
await runFiles(import.meta.dirname, wanted.length > 0 ? wanted : here);
